import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal, readJournal } from "../../../scenarios/store/journal.ts";
import { type PointRecord, PointStore } from "../../../scenarios/store/pointStore.ts";
import {
  earlierPlans,
  folderName,
  missReason,
  studyFolder,
  writePlan,
} from "../../../scenarios/store/studyFolder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "costmoat-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEY = "ab".repeat(32);
const RECORD: PointRecord = {
  schema: "costmoat.point/1",
  key: KEY,
  semantics: "1",
  replications: 2,
  runs: [
    { replication: 0, cost: 1.25, ok: true },
    { replication: 1, cost: null, ok: false },
  ],
  point: { cost: 0.1 + 0.2 },
};

describe("the journal", () => {
  it("keeps every event in order over several runs", () => {
    const path = join(folder, "journal.ndjson");
    for (const point of [1, 2]) {
      const journal = new Journal(path);
      journal.append({ ev: "started", point, key: KEY });
      journal.append({ ev: "done", point, key: KEY });
      journal.close();
    }
    expect(readJournal(path).map((event) => event.ev)).toEqual([
      "started",
      "done",
      "started",
      "done",
    ]);
  });

  it("reads every prefix of itself, and a half line swallows nothing written after it", () => {
    const path = join(folder, "journal.ndjson");
    const journal = new Journal(path);
    journal.append({ ev: "planned", points: 2, done: 0 });
    journal.append({ ev: "done", point: 1, key: KEY });
    journal.close();
    const whole = readFileSync(path, "utf8");
    for (let length = 0; length <= whole.length; length++) {
      const cut = join(folder, "cut.ndjson");
      writeFileSync(cut, whole.slice(0, length));
      const before = readJournal(cut).length;
      const again = new Journal(cut);
      again.append({ ev: "interrupted" });
      again.close();
      expect(readJournal(cut).at(-1)).toEqual({ ev: "interrupted" });
      expect(readJournal(cut)).toHaveLength(before + 1);
    }
  });

  it("that is not there is empty", () => {
    expect(readJournal(join(folder, "none"))).toEqual([]);
  });
});

describe("the store of points", () => {
  it("gives back what it was given, to the last bit", () => {
    const store = new PointStore(join(folder, "points"));
    expect(store.read(KEY)).toBeNull();
    store.write(RECORD);
    expect(store.read(KEY)).toEqual(RECORD);
    expect(readdirSync(store.directory)).toEqual([`${KEY}.json`]);
  });

  it("takes a damaged or foreign file for none", () => {
    const store = new PointStore(join(folder, "points"));
    store.write(RECORD);
    const path = join(store.directory, `${KEY}.json`);
    const whole = readFileSync(path, "utf8");
    for (const text of ["", whole.slice(0, 50), "[]", whole.replace(KEY, "other")]) {
      writeFileSync(path, text);
      expect(store.read(KEY)).toBeNull();
    }
  });

  it("does not see the file of a writer that died half way", () => {
    const store = new PointStore(folder);
    appendFileSync(join(folder, `.${KEY}.json.123.part`), "{");
    expect(store.read(KEY)).toBeNull();
  });
});

describe("a study's folder", () => {
  it("is named by the study and its digest", () => {
    expect(studyFolder("out", "Which chip?", "0123456789abcdef")).toBe(
      join("out", "which-chip-01234567"),
    );
    expect([folderName("../../etc"), folderName("??")]).toEqual(["etc", "study"]);
  });

  it("tells why a point has no result by what changed least since an earlier plan", () => {
    const point = { sets: "a=1", key: "k1", physics: "p1", money: "m1" };
    const plan = { schema: "costmoat.plan/1", semantics: "1", replications: 5 } as const;
    writePlan(join(folder, "s-1"), { ...plan, digest: "d", points: [point] });
    writePlan(join(folder, "other-1"), {
      ...plan,
      digest: "d",
      points: [{ ...point, sets: "b=1" }],
    });
    const plans = earlierPlans(folder, "s");
    const why = (wanted: Partial<typeof point>, now: Partial<typeof plan> = {}): string =>
      missReason({ ...point, ...wanted }, { ...plan, ...now }, plans, new Set(["k9"]));
    expect(plans).toHaveLength(1);
    expect([
      why({}),
      why({ sets: "b=1" }),
      why({ money: "m2" }),
      why({ physics: "p2" }),
      why({}, { replications: 6 as 5 }),
      why({}, { semantics: "2" as "1" }),
      why({ key: "k9" }),
    ]).toEqual([
      "not run yet",
      "not run yet",
      "prices or horizon changed",
      "what is simulated changed",
      "replications 5 -> 6",
      "engine semantics 1 -> 2",
      "begun but not finished",
    ]);
  });
});

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../../reports/envelope.ts";
import { cli, type Ended, emptyFolder, QUICK } from "./cli.ts";

const COMPARE = ["run", "consumer-vs-producer", ...QUICK];

describe("a run without files", () => {
  it("prints verdict, table and three paths that exist, and nothing else", async () => {
    const cwd = emptyFolder();
    const { code, out, err } = await cli([...COMPARE, "-q"], { cwd });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^(CONSUMER|PRODUCER|NO CLEAR WINNER|NEITHER)/);
    expect(out.match(/\+-/g)?.length ?? 0).toBeGreaterThanOrEqual(5);
    const [, report = "", data = "", repeat = ""] =
      /^Report: (.*)\nData: {3}(.*)\nRepeat: costmoat (.*)\n$/m.exec(out) ?? [];
    expect(existsSync(join(cwd, report))).toBe(true);
    expect(existsSync(join(cwd, data))).toBe(true);
    const again = await cli([...repeat.split(" "), "-q"], { cwd });
    expect([again.code, again.out]).toEqual([
      0,
      expect.stringMatching(/^reproduced: digest matches/),
    ]);
    expect(statSync(join(cwd, report)).size).toBeLessThan(3e6);
  });

  it("says npx where npm started it", async () => {
    const { out } = await cli([...COMPARE, "-q"], { env: { npm_command: "exec" } });
    expect(out).toMatch(/^Repeat: npx costmoat repro out\/run-[0-9a-f]{8}\.html$/m);
  });

  it("writes and prints the same bytes for a seed, other numbers for another", async () => {
    const [first, second, other] = await Promise.all(
      ["1", "1", "2"].map(async (seed) => {
        const cwd = emptyFolder();
        const { out } = await cli([...COMPARE, "--seed", seed, "-q"], { cwd });
        return { out, files: filesUnder(cwd) };
      }),
    );
    expect(second).toEqual(first);
    expect(other?.out).not.toBe(first?.out);
    expect(Object.keys(first?.files ?? {}).sort()).toEqual(
      [
        ...[
          "costs.csv",
          "dictionary.csv",
          "dictionary.json",
          "focus.csv",
          "points.csv",
          "record.json",
        ],
        ...["report.html", "result.json", "runs.csv", "timeseries.csv"],
      ].sort(),
    );
  });
});

describe("--json", () => {
  const asked = [...COMPARE, "--json", "--progress", "plain", "--assert", "npv_usd > 0"];
  const told = async (): Promise<{ ended: Ended; result: Envelope }> => {
    const ended = await cli(asked, { env: { CI: "1" } });
    return { ended, result: JSON.parse(ended.out) as Envelope };
  };

  it("is one line with every array, progress apart from it", async () => {
    const { ended, result } = await told();
    expect(ended.out.endsWith("\n") && ended.out.indexOf("\n") === ended.out.length - 1).toBe(true);
    expect(result.schema).toBe("costmoat.result/1");
    expect(result.metrics.length).toBeGreaterThan(20);
    expect(result.files.map(({ role }) => role)).toContain("report");
    expect(ended.err).toMatch(/^\[costmoat\] +0 % {2}consumer \| producer/);
    expect(ended.err).not.toContain("\u001b");
  });

  it("tells an assertion that failed with expected, actual and interval", async () => {
    const { ended, result } = await told();
    expect([ended.code, result.exit, result.ok]).toEqual([
      5,
      { code: 5, name: "assert_failed" },
      false,
    ]);
    expect(result.errors).toHaveLength(2);
    expect(result.errors[0]).toMatchObject({
      code: "CM-E0502",
      expected: "> 0 USD",
      got: expect.stringMatching(/^-\d+ USD \(95 % interval -\d+ to -\d+, n = 2\)$/),
    });
    expect(ended.err).toContain('assertion "npv_usd > 0" does not hold for consumer');
  });

  it("has the metrics that the files have", async () => {
    const { result } = await told();
    const names = new Set(result.metrics.map(({ scenario }) => scenario));
    expect([...names]).toEqual(["consumer", "producer"]);
    for (const { value, reason } of result.metrics) {
      if (value === null) expect(reason).not.toBe("");
    }
  });
});

describe("the ways a run ends", () => {
  it("--assert that holds is 0, for one scenario of several as well", async () => {
    const { code, err } = await cli([
      ...[...COMPARE, "-q", "--assert", "npv_usd < 0"],
      ...["--assert", "goodput_share(consumer) >= 90%"],
    ]);
    expect([code, err]).toEqual([0, ""]);
  });

  const overloaded = ["run", "producer", ...QUICK, "--set", "demand.rate=60/s"];
  it("an overloaded fleet is unstable without steady-state figures, 4 with --strict", async () => {
    const one = [...overloaded, "--set", "fleet.count=1", "-q"];
    const calm = await cli(one);
    expect(calm.code).toBe(0);
    expect(calm.out).toMatch(/^PRODUCER IS UNSTABLE: .*queue/);
    expect(calm.out).not.toContain("time to first tok ");
    const strict = await cli([...one, "--strict", "--json"]);
    const result = JSON.parse(strict.out) as Envelope;
    expect([strict.code, result.verdict.kind]).toEqual([4, "unstable"]);
    expect(result.metrics.find(({ name }) => name === "p99_ttft_s")?.value).toBeNull();
  });

  it("a model too large for its chips is infeasible and says by how much", async () => {
    const large = ["--set", "fleet.tp=1", "--set", "fleet.precision=bf16", "--strict", "-q"];
    const { code, out } = await cli(["run", "producer", ...QUICK, ...large]);
    expect(code).toBe(4);
    expect(out).toMatch(/^PRODUCER IS INFEASIBLE: .*lacks [\d.]+ GB/);
  });

  it("precision stops after a batch, or with the budget and exit 7", async () => {
    const quick = ["run", "consumer", "--set", "run.window=30 s", "-q"];
    const reached = await cli([...quick, "--precision", "lcot_usd_per_mtok:50%@90"]);
    expect(reached.code).toBe(0);
    expect(reached.out).toMatch(
      /^Precision: lcot_usd_per_mtok \+- [\d.]+ %, asked 50 % at 90 %: reached with n = 5$/m,
    );
    const hard = ["--precision", "lcot_usd_per_mtok:0.00001%", "--budget", "6runs"];
    const cwd = emptyFolder();
    const missed = await cli([...quick, ...hard], { cwd });
    expect(missed.code).toBe(7);
    expect(missed.out).toMatch(/NOT reached with n = \d+, the budget is spent/);
    expect(missed.err).toContain("CM-E0503");
    expect(readdirSync(join(cwd, "out"))).toHaveLength(2);
    const repeat = /^Repeat: costmoat (.*)$/m.exec(missed.out)?.[1] ?? "";
    expect((await cli([...repeat.split(" "), "-q"], { cwd })).code).toBe(0);
  });

  it("a stop is 130 with the command that starts again", async () => {
    const stop = new AbortController();
    stop.abort("interrupted");
    const { code, err } = await cli(COMPARE, { signal: stop.signal });
    expect(code).toBe(130);
    expect(err).toContain("costmoat run consumer-vs-producer --set 'run.window=30 s'");
  });

  it("--dry-run writes nothing", async () => {
    const cwd = emptyFolder();
    const { code, out } = await cli([...COMPARE, "--dry-run"], { cwd });
    expect([code, readdirSync(cwd)]).toEqual([0, []]);
    expect(out).toContain("nothing was run or written");
  });

  it("--format csv prints one row per scenario", async () => {
    const { out } = await cli([...COMPARE, "--format", "csv", "-q"]);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("lcot_usd_per_mtok");
  });
});

describe("a comparison of different work", () => {
  it("warns and names what differs", async () => {
    const cwd = emptyFolder();
    await cli(["init", "producer"], { cwd });
    const pair = ["compare", "consumer", "producer.yaml", "--dry-run"];
    expect((await cli(pair, { cwd })).err).toBe("");
    const { readFileSync: read, writeFileSync: write } = await import("node:fs");
    const file = join(cwd, "producer.yaml");
    write(file, read(file, "utf8").replace("rate: 20/s", "rate: 10/s"));
    expect((await cli(pair, { cwd })).err).toMatch(
      /^warning\[CM-W0101\] consumer and producer do not face the same demand/,
    );
  });
});

/** Every result file by its name, manifest apart: it holds facts of the run. */
function filesUnder(cwd: string): Record<string, string> {
  const out = join(cwd, "out");
  const [folder = "", page = ""] = readdirSync(out).sort();
  const files: Record<string, string> = {
    "report.html": readFileSync(join(out, page), "utf8"),
  };
  for (const name of readdirSync(join(out, folder))) {
    if (name !== "manifest.json") files[name] = readFileSync(join(out, folder, name), "utf8");
  }
  return files;
}

import { EventEmitter } from "node:events";
import { render } from "ink";
import type { ReactElement } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CliIo } from "../../../ui/io.ts";
import { bar, clock, cut, type Look, type Size } from "../../../ui/screens/lines.tsx";
import { mountLive } from "../../../ui/screens/live.tsx";
import { RunScreen, type RunSnapshot } from "../../../ui/screens/runScreen.tsx";
import { SweepScreen, type SweepSnapshot } from "../../../ui/screens/sweepScreen.tsx";

/** A terminal of a given size that remembers what was written to it. */
class Terminal extends EventEmitter {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  readonly writes: string[] = [];

  constructor({ columns, rows }: Size) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write = (text: string): boolean => {
    this.writes.push(text);
    return true;
  };
}

const PLAIN: Look = { ascii: true, color: false };
const SIZES: readonly Size[] = [
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 40, rows: 12 },
  { columns: 20, rows: 4 },
];
const [WIDE, USUAL, SMALL] = SIZES as readonly [Size, Size, Size, Size];

function frame(element: ReactElement, size: Size): string {
  const terminal = new Terminal(size);
  const stdout = terminal as unknown as NodeJS.WriteStream;
  const ink = render(element, { stdout, debug: true, patchConsole: false, exitOnCtrlC: false });
  ink.unmount();
  ink.cleanup();
  return terminal.writes.findLast((text) => text.includes("costmoat"))?.trimEnd() ?? "";
}

const RUN: RunSnapshot = {
  title: "consumer | producer",
  state: "RUNNING",
  stage: "producer: sizing",
  done: 4,
  total: 8,
  simulations: 57,
  batch: { done: 3, total: 10 },
  costs: [
    { name: "consumer", mean: 4.2, halfWidth: null, n: 1 },
    { name: "producer", mean: 2.34, halfWidth: 0.11, n: 10 },
  ],
  ttft: { quantile: 0.99, seconds: 2.41, promiseS: 2 },
  tried: { requestsPerS: 12.345, replicas: 3 },
  chipTime: [
    { state: "memory", share: 0.41 },
    { state: "idle", share: 0.38 },
    { state: "arithmetic", share: 0.21 },
    { state: "down", share: 0.001 },
  ],
  busyShare: 0.62,
  incident: "03:12:44 replica 4 failed, 212 requests lost",
  elapsedS: 74.2,
};

const run = (size: Size, more: Partial<RunSnapshot> = {}, look = PLAIN): string =>
  frame(<RunScreen snapshot={{ ...RUN, ...more }} size={size} look={look} />, size);

describe("the screen of a run", () => {
  it("shows everything side by side at 120 columns", () => {
    expect(run(WIDE)).toBe(
      [
        "costmoat  RUNNING  consumer | producer",
        "* ########-------- producer: sizing     runs of this stage 3/10  windows 57  time 1:14",
        "* cost/1M tok  consumer $4.20   producer $2.34 +-0.11 (4.7 %)",
        "* p99 TTFT 2.41 s  promise 2 s  MISS  at 12.3/s on 3 replicas   * busy 62 %  ##########------",
        "  where chip time goes, %:  memory 41 | idle 38 | arithmetic 21",
        "  last: 03:12:44 replica 4 failed, 212 requests lost",
        "  Ctrl-C stop",
      ].join("\n"),
    );
  });

  it("stacks its panels at 80 columns", () => {
    expect(run(USUAL)).toBe(
      [
        "costmoat  RUNNING  consumer | producer",
        "* ########-------- producer: sizing",
        "  runs of this stage 3/10  windows 57  time 1:14",
        "* cost/1M tok  consumer $4.20",
        "* cost/1M tok  producer $2.34 +-0.11 (4.7 %)",
        "* p99 TTFT 2.41 s  promise 2 s  MISS  at 12.3/s on 3 replicas",
        "* busy 62 %  ##########------",
        "  where chip time goes, %:  memory 41 | idle 38 | arithmetic 21",
        "  last: 03:12:44 replica 4 failed, 212 requests lost",
        "  Ctrl-C stop",
      ].join("\n"),
    );
  });

  it("keeps only starred lines at 40 columns", () => {
    expect(run(SMALL)).toBe(
      [
        "costmoat  RUNNING  consumer | producer",
        "* ####---- producer: sizing",
        "* cost/1M tok  consumer $4.20",
        "* cost/1M tok  producer $2.34 +-0.11",
        "* p99 TTFT 2.41 s  promise 2 s  MISS",
        "* busy 62 %  ##########------",
      ].join("\n"),
    );
  });

  it("says what is not known yet, shows nothing that an API does not have, and calls a kept promise ok", () => {
    const nothing = {
      costs: [],
      ttft: null,
      tried: null,
      chipTime: [],
      busyShare: null,
      incident: null,
    };
    const text = run(USUAL, nothing);
    expect(text).toContain("* cost/1M tok  not known yet\n* TTFT not known yet\n  Ctrl-C stop");
    expect(run(USUAL, { ttft: { quantile: 0.95, seconds: 0.3, promiseS: 2 } })).toContain(
      "* p95 TTFT 300 ms  promise 2 s  ok",
    );
  });

  it("is never taller than rows - 1 nor wider than the terminal, and never colours what it may not", () => {
    const costs = Array.from({ length: 30 }, (_, i) => ({
      name: `s${i}`,
      mean: 1,
      halfWidth: 0.1,
      n: 3,
    }));
    for (const size of SIZES) {
      const lines = run(size, { costs, title: "x".repeat(300) }).split("\n");
      expect(lines.length).toBeLessThanOrEqual(size.rows - 1);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(size.columns);
      expect(lines.join("")).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  it("cuts long names before any figure", () => {
    const costs = ["governed-on-premises", "ungoverned-on-premises"].map((name) => ({
      ...{ name, mean: 1.16, halfWidth: 0.01, n: 4 },
    }));
    expect(run(SMALL, { costs })).toContain(
      ["* cost/1M tok  governed-on~ $1.16 +-0.01", "* cost/1M tok  ungoverned-~ $1.16 +-0.01"].join(
        "\n",
      ),
    );
    const many = Array.from({ length: 4 }, () => costs).flat();
    const lines = run(WIDE, { costs: many }).split("\n");
    expect(lines.filter((line) => line.endsWith("$1.16 +-0.01 (0.9 %)"))).toHaveLength(8);
  });

  it("draws finer bars where ASCII is not asked for", () => {
    expect(run(USUAL, {}, { ascii: false, color: false })).toContain(
      "* busy 62 %  ██████████░░░░░░",
    );
  });
});

const cells: SweepSnapshot["cells"] = [
  ...Array<"cached">(2).fill("cached"),
  ...Array<"done">(3).fill("done"),
  ...Array<"running">(2).fill("running"),
  "failed",
  ...Array<"waiting">(4).fill("waiting"),
];
const SWEEP: SweepSnapshot = {
  name: "which-chip",
  cells,
  failures: [{ message: 'CM-E0305 unknown chip "h900" at fleet.gpu', points: 1 }],
  elapsedS: 12,
  etaS: 18.2,
};
const sweep = (size: Size, more: Partial<SweepSnapshot> = {}): string =>
  frame(<SweepScreen snapshot={{ ...SWEEP, ...more }} size={size} look={PLAIN} />, size);

describe("the screen of a sweep", () => {
  it("has one cell per point in design order, failures by message and the time left", () => {
    expect(sweep(WIDE)).toBe(
      [
        "costmoat sweep  RUNNING  which-chip",
        "* 6/12 points  2 done before  2 running   * 1 FAILED     ETA 0:19  time 0:12",
        "  cc###::!....",
        "  . waiting  : running  # done  c done before  ! failed",
        '  1 x CM-E0305 unknown chip "h900" at fleet.gpu',
        "  Ctrl-C stop; finished points are kept",
      ].join("\n"),
    );
  });

  it("keeps counts and failures at 40 columns", () => {
    expect(sweep(SMALL)).toBe(
      [
        "costmoat sweep  RUNNING  which-chip",
        "* 6/12 points  2 done before  2 running",
        "* 1 FAILED",
      ].join("\n"),
    );
  });

  it("fits ten thousand points by letting neighbours share a cell, the loudest on top", () => {
    const many = Array.from(
      { length: 10_000 },
      (_, i) => (i === 7777 ? "failed" : "done") as "done",
    );
    for (const size of SIZES) {
      const lines = sweep(size, { cells: many }).split("\n");
      expect(lines.length).toBeLessThanOrEqual(size.rows - 1);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(size.columns);
    }
    const strip = sweep(USUAL, { cells: many })
      .split("\n")
      .filter((line) => /^ {2}[#!]+$/.test(line));
    expect(strip.join("").match(/!/g)).toHaveLength(1);
  });
});

describe("parts of lines", () => {
  it("are cut with a sign, drawn in whole cells, and told as a clock", () => {
    expect([cut("abcdef", 4), cut("abcd", 4)]).toEqual(["abc~", "abcd"]);
    expect([bar(0, 4, true), bar(0.5, 4, true), bar(7, 4, true)]).toEqual(["----", "##--", "####"]);
    expect([clock(7.9), clock(760), clock(3723)]).toEqual(["0:07", "12:40", "1:02:03"]);
  });
});

describe("a live screen", () => {
  afterEach(() => vi.unstubAllEnvs());

  function io(terminal: Terminal, env: Record<string, string>): CliIo {
    return {
      stdout: { write: () => true },
      stderr: terminal,
      env,
      cwd: ".",
      readStdin: async () => "",
      signal: new AbortController().signal,
    };
  }

  it("follows the snapshot, asks for colour and ASCII as the terminal does, and leaves one line", async () => {
    const terminal = new Terminal(USUAL);
    const looks: Look[] = [];
    let done = 0;
    const live = mountLive(
      io(terminal, { NO_COLOR: "", LANG: "C" }),
      { ascii: false, color: undefined },
      (size, look) => {
        looks.push(look);
        done += 1;
        return <RunScreen snapshot={{ ...RUN, simulations: done }} size={size} look={look} />;
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 450));
    live.unmount("costmoat: ended");
    expect(looks[0]).toEqual({ ascii: true, color: false });
    expect(done).toBeGreaterThanOrEqual(2);
    expect(done).toBeLessThanOrEqual(6);
    const all = terminal.writes.join("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    const text = all.replace(/\u001b\[[0-9;?]*[a-zA-Z]/g, "");
    expect(text).toContain("costmoat: ended");
    expect(text.trimEnd().endsWith("costmoat: ended")).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    expect(all).not.toMatch(/\u001b\[[0-9;]*m/);
    const after = terminal.writes.length;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(terminal.writes.length).toBe(after);
  });

  it("draws with the usual size where the terminal says 0", () => {
    const terminal = new Terminal({ columns: 0, rows: 0 });
    const sizes: Size[] = [];
    const live = mountLive(io(terminal, {}), { ascii: true, color: false }, (size, look) => {
      sizes.push(size);
      return <SweepScreen snapshot={SWEEP} size={size} look={look} />;
    });
    live.unmount("ended");
    expect(sizes[0]).toEqual({ columns: 80, rows: 24 });
  });
});

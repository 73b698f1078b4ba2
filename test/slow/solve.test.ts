import { describe, expect, it } from "vitest";
import { cli, emptyFolder } from "../ui/cli.ts";

/** Requests of fixed lengths for half a minute: every figure follows from few numbers. */
const SMALL = [
  ...["--set", "run.window=30 s", "--set", "demand.rate=4/s", "--set", "demand.growth=0"],
  ...["--set", "demand.diurnal=flat", "--reps", "2", "-q"],
];

/** The same at fifteen times the rate. */
const BUSY = SMALL.map((word) => (word === "demand.rate=4/s" ? "demand.rate=60/s" : word));

interface Solved {
  readonly exit: { readonly code: number };
  readonly verb: string;
  readonly errors: readonly {
    readonly code: string;
    readonly got?: string;
    readonly fix: string;
  }[];
  readonly solve: {
    readonly value: number;
    readonly unit: string;
    readonly interval: readonly [number, number] | null;
    readonly other_value: number | null;
    readonly values: number;
    readonly simulations: number;
    readonly how: string;
    readonly check: string;
    readonly sides: readonly { readonly value: number; readonly half_width: number | null }[];
    readonly difference: { readonly mean: number; readonly half_width: number | null } | null;
  };
}

async function solved(words: readonly string[], cwd = emptyFolder()): Promise<Solved> {
  const { out } = await cli(["solve", ...words, ...SMALL, "--json"], { cwd });
  return JSON.parse(out) as Solved;
}

interface Ran {
  readonly verdict: { readonly kind: string };
  readonly metrics: readonly {
    readonly scenario: string;
    readonly name: string;
    readonly value: number | null;
    readonly ci: readonly [number, number] | null;
  }[];
}

/** The words of a printed command, quotes taken off. */
function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  return words.slice(1).map((word) => word ?? "");
}

async function ran(words: readonly string[]): Promise<Ran> {
  return JSON.parse((await cli([...words, "-q", "--json"])).out) as Ran;
}

function metricOf({ metrics }: Ran, scenario: string, name: string): number {
  const found = metrics.find((one) => one.scenario === scenario && one.name === name);
  return found?.value ?? Number.NaN;
}

describe("solve with a price", () => {
  it("finds the break-even API price that two bills give on paper, and its check shows it", async () => {
    const target = ["consumer-vs-producer", "--find", "economics.api_price.output"];
    const { solve, verb, exit } = await solved([
      ...target,
      "--until",
      "npv(producer) = npv(consumer)",
    ]);
    expect([verb, exit.code, solve.how, solve.unit]).toEqual(["solve", 0, "priced", "USD/Mtok"]);
    // A bill is a line in its price: npv(p) = npv(1) + (p - 1) x (npv(2) - npv(1)).
    const billAt = async (price: number): Promise<number> => {
      const set = ["--set", `economics.api_price.output=${price} USD/Mtok`];
      return metricOf(await ran(["run", "consumer", ...SMALL, ...set]), "consumer", "npv_usd");
    };
    const [one, two] = [await billAt(1), await billAt(2)];
    const producer = solve.sides[0]?.value ?? Number.NaN;
    const onPaper = 1 + (producer - one) / (two - one);
    expect(solve.value / onPaper).toBeCloseTo(1, 4);
    const [low, high] = solve.interval ?? [0, 0];
    expect(low <= solve.value && solve.value <= high).toBe(true);
    const shown = await ran(wordsOf(solve.check));
    const [a, b] = [metricOf(shown, "producer", "npv_usd"), metricOf(shown, "consumer", "npv_usd")];
    expect(Math.abs(a - b) / Math.abs(a)).toBeLessThan(1e-4);
    expect(a).toBe(solve.sides[0]?.value);
  });

  it("finds the month of a start by the fall of a price: 12 ln(0.75) / ln(0.8) = 15.5 months", async () => {
    const fall = ["--set", "economics.api_price_decline=20 %/year"];
    const free = "economics.api_price={input: 0 USD/Mtok, cached: 0 USD/Mtok, output: 0 USD/Mtok}";
    const billAt = async (...more: string[]): Promise<number> =>
      metricOf(await ran(["run", "consumer", ...SMALL, ...fall, ...more]), "consumer", "npv_usd");
    const [today, staff] = [await billAt(), await billAt("--set", free)];
    // Tokens cost 0.8 of the year before; at three quarters of today's bill the target is met.
    const target = staff + 0.75 * (today - staff);
    const { solve } = await solved([
      ...["consumer", ...fall, "--find", "economics.start", "--until", `npv >= ${target}`],
    ]);
    expect([solve.value, solve.other_value, solve.unit, solve.how]).toEqual([
      ...[16, 15, "months", "priced"],
    ]);
  });

  it("simulates once however many prices it tries", async () => {
    const find = ["producer", "--find", "economics.gpu_price", "--until", "lcot <= 20 USD/Mtok"];
    const { solve } = await solved(find);
    const { solve: another } = await solved([...find.slice(0, -1), "lcot <= 40"]);
    expect(solve.values).toBeGreaterThan(5);
    expect(another.simulations).toBe(solve.simulations);
    expect(another.value).toBeGreaterThan(solve.value);
    expect(solve.sides[0]?.value).toBeLessThanOrEqual(20);
    expect(solve.sides[0]?.value).toBeCloseTo(20, 3);
  });

  it("ends with 8, both ends and a way to widen where no value will do", async () => {
    const { errors, exit } = await solved([
      ...["producer", "--find", "economics.electricity", "--until", "lcot <= 0.0001"],
    ]);
    expect([exit.code, errors[0]?.code]).toEqual([8, "CM-E0505"]);
    expect(errors[0]?.got).toMatch(/^at .*lcot_usd_per_mtok\(producer\).*; at .*lcot_usd_per_mtok/);
    expect(errors[0]?.fix).toMatch(/^widen downwards: costmoat solve producer .*--within /);
  });
});

describe("solve with chips", () => {
  it("finds the fewest replicas that keep the promise: those of fleet.count: auto", async () => {
    // Even arrivals of equal requests: no draw of one seed decides.
    const lengths = "demand.lengths={input: 1000, output: 200}";
    // Nothing fails, so that sizing adds no spares.
    const calm = ["--set", "faults.replicas=off", "--set", "faults.stalls=off"];
    const even = ["--set", lengths, "--set", "demand.arrivals=constant", ...calm];
    const words = ["producer", ...BUSY, ...even, "--set", "run.window=60 s"];
    const sized = await ran(["run", ...words]);
    const { out } = await cli([
      ...["solve", ...words, "--find", "fleet.count", "--until", "promise", "--json"],
    ]);
    const { solve } = JSON.parse(out) as Solved;
    expect(solve.value).toBe(metricOf(sized, "producer", "replicas"));
    expect(solve.value).toBeGreaterThan(1);
    expect(solve.other_value).toBe(solve.value - 1);
  });

  it("answers an overload: the run names it, and with its count the queue stays", async () => {
    const cwd = emptyFolder();
    const words = ["producer", ...BUSY, "--set", "fleet.count=1"];
    const over = await cli(["run", ...words], { cwd });
    expect(over.out).toMatch(/^PRODUCER IS UNSTABLE/m);
    const [, command = ""] = /^Try: +(costmoat solve .*)$/m.exec(over.out) ?? [];
    expect(command).toMatch(/--find fleet\.count --until stable$/);
    const { out, code } = await cli([...wordsOf(command), "-q", "--json"], { cwd });
    const { solve } = JSON.parse(out) as Solved;
    expect([code, Number.isInteger(solve.value), solve.value > 1]).toEqual([0, true, true]);
    const settled = await ran(wordsOf(solve.check));
    expect(settled.verdict.kind).not.toBe("unstable");
  });
});

describe("solve with a volume", () => {
  it("adds a preset that only --until names, with the same work, and its check holds", async () => {
    const cwd = emptyFolder();
    await cli(["init", "producer", "-o", "my.yaml"], { cwd });
    // At 5 USD per million tokens an own fleet pays within ten times today's volume.
    const price = "economics.api_price={input: 5 USD/Mtok, output: 5 USD/Mtok}";
    const { solve } = await solved(
      [
        ...["my.yaml", "--set", price, "--find", "demand.tokens_per_day"],
        ...["--until", "npv(producer) = npv(consumer)"],
      ],
      cwd,
    );
    expect(solve.unit).toBe("tokens/day");
    expect(solve.check).toMatch(/^costmoat compare my\.yaml consumer .*demand\.tokens_per_day=/);
    const shown = await cli([...wordsOf(solve.check), "-q", "--json"], { cwd });
    const run = JSON.parse(shown.out) as Ran;
    const [a, b] = [
      metricOf(run, run.metrics[0]?.scenario ?? "", "npv_usd"),
      metricOf(run, "consumer", "npv_usd"),
    ];
    const slack = Math.max(0.02 * Math.abs(a), solve.difference?.half_width ?? 0);
    expect(Math.abs(a - b)).toBeLessThan(slack);
  });
});

describe("solve as text, csv and md", () => {
  const words = ["producer", "--find", "economics.gpu_price", "--until", "lcot <= 20"];

  it("says the value first, how it was found and what shows it, the same with any workers", async () => {
    const one = await cli(["solve", ...words, ...SMALL, "-j", "1"]);
    const two = await cli(["solve", ...words, ...SMALL, "-j", "2"]);
    expect([one.code, two.out]).toEqual([0, one.out]);
    expect(one.out).toMatch(
      /^economics\.gpu_price = [\d,.M]+ USD {2}\[[^\]]*\]\n {2}where lcot <= 20; it holds up to there\n/,
    );
    expect(one.out).toMatch(/^ {2}lcot_usd_per_mtok\(producer\) +\$20\.0/m);
    expect(one.out).toMatch(/^Search: .* values, \d+ simulations \(prices alone move/m);
    expect(one.out).toMatch(/^Check: {2}costmoat run producer .*--set 'economics\.gpu_price=/m);
    const csv = await cli(["solve", ...words, ...SMALL, "--format", "csv"]);
    const rows = csv.out.trim().split("\n");
    expect(rows[0]).toMatch(/^find,value,unit,left,left_half_width,right/);
    expect(rows.filter((row) => /,true,true,/.test(row))).toHaveLength(1);
    const md = await cli(["solve", ...words, ...SMALL, "--format", "md"]);
    expect(md.out).toMatch(/^# economics\.gpu_price = /);
  });
});

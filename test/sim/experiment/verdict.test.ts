import { describe, expect, it } from "vitest";
import type { BreakEven, TornadoBar } from "../../../sim/comparison.ts";
import { capitalRatePerYear } from "../../../sim/experiment/capitalRate.ts";
import type { Contender } from "../../../sim/experiment/contender.ts";
import { PER_TOKEN } from "../../../sim/experiment/decision.ts";
import { type VerdictInput, verdictOf } from "../../../sim/experiment/verdict.ts";
import type { Assumption } from "../../../sim/outcome.ts";
import { inputOf, producerOf } from "./strategies.ts";

function contender(
  name: string,
  decisionUsd: readonly number[],
  change: Partial<Contender> = {},
): Contender {
  return {
    name,
    modelLabel: "Llama-3.1-70B, fp8",
    state: "ok",
    reason: null,
    decisionUsd,
    cumulativeUsd: [0, 10, 20, 30],
    resaleUsd: 0,
    onTimeShare: 1,
    ...change,
  };
}

const spread = [-2, -1, 0, 1, 2];
/** Five replications around a mean. */
const around = (mean: number, step: number): number[] => spread.map((k) => mean + k * step);
const consumer = contender("consumer", around(4.2, 0));
const producer = contender("producer", around(2.31, 0.05), {
  cumulativeUsd: [25, 26, 27, 28],
});
const broken = (name: string, state: "infeasible" | "unstable", reason: string): Contender =>
  contender(name, [], { state, reason, cumulativeUsd: [] });

function verdict(contenders: readonly Contender[], change: Partial<VerdictInput> = {}) {
  const input: VerdictInput = {
    contenders,
    decision: PER_TOKEN,
    level: 0.95,
    replay: false,
    tornado: [],
    breakEven: null,
  };
  return verdictOf({ ...input, ...change });
}

function bar(
  change: Partial<TornadoBar>,
  assumption: Omit<Partial<Assumption>, "term"> = {},
): TornadoBar {
  return {
    strategy: "producer",
    assumption: inputOf({ term: "serverUsdPerChip", label: "server price", ...assumption }),
    atLowUsdPerMtok: -2.5,
    atHighUsdPerMtok: -1,
    baseUsdPerMtok: -1.89,
    swing: 1.5,
    flips: false,
    breakEvenValue: null,
    ...change,
  };
}

describe("costs of capital", () => {
  const at = (one: Contender, ratePerYear: number): Contender => ({ ...one, ratePerYear });

  it("that differ between the members are said, lowest first", () => {
    const third = at(contender("third", around(6, 0)), 0.2);
    const { sentence } = verdict([at(consumer, 0.2), at(producer, 0.085), third]);
    expect(sentence).toContain(
      "  Each cost is at its own cost of capital: 8.5 %/year (producer), 20 %/year (consumer, third).",
    );
  });

  it("that are one, or of a member that dropped out, are not", () => {
    const out = at(broken("out", "infeasible", "too slow"), 0.3);
    const { sentence } = verdict([at(consumer, 0.1), at(producer, 0.1), out]);
    expect(sentence).not.toContain("cost of capital");
  });

  it("are those after tax where that decides", () => {
    const strategy = producerOf(40);
    const outcomes = [{ statement: { waccPerYear: 0.071 } }] as never;
    const perToken = capitalRatePerYear(PER_TOKEN, { strategy, outcomes });
    expect(perToken).toBe(strategy.terms.discountRatePerYear);
    const taxed = { ...PER_TOKEN, metric: "lcot_after_tax_usd_per_mtok" } as const;
    expect(capitalRatePerYear(taxed, { strategy, outcomes })).toBe(0.071);
  });
});

describe("winner", () => {
  it("is said with the month, the confidence and what it rests on", () => {
    const result = verdict([consumer, producer]);
    expect(result.sentence).toBe(
      "PRODUCER is cheaper from month 3.  Confidence: high (5 of 5 paired replications agree; " +
        "gap = 19x its 95 % half-width)",
    );
    expect(result).toMatchObject({
      kind: "winner",
      winner: "producer",
      runnerUp: "consumer",
      confidence: "high",
      agree: [5, 5],
      fromMonth: 3,
    });
  });

  it("is no surer than its noise: a gap of less than three half-widths is moderate", () => {
    const near = contender("producer", around(2.31, 0.6));
    const result = verdict([consumer, near]);
    expect(result).toMatchObject({ kind: "winner", confidence: "moderate" });
    expect(result.sentence).toContain("gap = 1.6x its 95 % half-width");
  });

  it("is no surer than its inputs: those of grade C and D that flip it count", () => {
    const flipping = (grade: "B" | "C" | "D") => bar({ flips: true }, { grade });
    const confidence = (...bars: readonly TornadoBar[]) =>
      verdict([consumer, producer], { tornado: bars }).confidence;
    expect(confidence(flipping("B"))).toBe("high");
    expect(confidence(flipping("C"))).toBe("moderate");
    expect(confidence(flipping("C"), flipping("D"))).toBe("low");
    expect(confidence(bar({}, { grade: "D" }))).toBe("high");
  });

  it("names what flips it, the lowest grade and a guess on top", () => {
    const tornado = [bar({ flips: true }, { grade: "D", label: "electricity price" }), bar({})];
    const { sentence, lowestGrade } = verdict([consumer, producer], { tornado });
    expect(lowestGrade).toBe("D");
    expect(sentence).toContain("electricity price would flip it inside its range");
    expect(sentence).toContain("lowest grade of the top drivers: D");
    expect(sentence).toMatch(/, resting on a guess: electricity price$/);
  });

  it("names inputs of one name once, though several members have them", () => {
    const labels = ["engineers", "engineers", "rent of a chip", "fall of rents"];
    const tornado = labels.map((label) => bar({ flips: true }, { grade: "D", label }));
    const { sentence } = verdict([consumer, producer], { tornado });
    expect(sentence).toContain(
      "engineers or rent of a chip or 1 other input would flip it inside its range",
    );
  });

  it("says when it is cheaper from the start, only by resale, or never in cash", () => {
    const first = (cumulativeUsd: readonly number[], resaleUsd = 0): string =>
      verdict([consumer, contender("producer", around(2.31, 0), { cumulativeUsd, resaleUsd })])
        .sentence;
    expect(first([-1, 9, 19, 29])).toMatch(/^PRODUCER is cheaper from the first month\./);
    expect(first([25, 35, 45, 28], 20)).toMatch(
      /^PRODUCER is cheaper over 3 months, but only once its chips are sold at the end\./,
    );
    expect(first([25, 35, 45, 55])).toMatch(
      /^PRODUCER is cheaper per token over 3 months, though its cumulative cash does not end below/,
    );
  });

  it("names models that differ and answers that come late", () => {
    const other = contender("producer", around(2.31, 0), {
      modelLabel: "Llama-3.1-8B, fp8",
      onTimeShare: 0.8,
    });
    const { sentence } = verdict([consumer, other]);
    expect(sentence).toContain(
      "consumer serves Llama-3.1-70B, fp8, producer serves Llama-3.1-8B, fp8; quality not compared.",
    );
    expect(sentence).toContain("On time: producer 80 % of requests, consumer 100 %.");
  });
});

describe("quality", () => {
  const flat = contender("flat", around(4.2, 0.01), {
    modelLabel: "large",
    quality: { acceptedShare: 0.99, usdPerAcceptedAnswer: 0.004 },
  });
  const cascade = (acceptedShare: number, usdPerAcceptedAnswer: number): Contender =>
    contender("cascade", around(2.3, 0.01), {
      modelLabel: "small, then large",
      cumulativeUsd: [0, 9, 18, 27],
      quality: { acceptedShare, usdPerAcceptedAnswer },
    });

  it("is compared by the cost of an accepted answer where every option counts it", () => {
    const { sentence, winner } = verdict([flat, cascade(0.95, 0.0021)]);
    expect(winner).toBe("cascade");
    expect(sentence).toMatch(/^CASCADE is cheaper from the first month\. {2}Confidence: high/);
    expect(sentence).toMatch(
      /flat serves large, cascade serves small, then large; cost per accepted answer: flat \$0\.0040 \(99 % accepted\), cascade \$0\.0021 \(95 % accepted\); 4 points apart\.$/,
    );
  });

  it("reverses the order aloud where what is cheap per token is dear per accepted answer", () => {
    const { sentence } = verdict([flat, cascade(0.5, 0.0046)]);
    expect(sentence).toMatch(/49 points apart\. Per accepted answer FLAT is cheaper\.$/);
  });

  it("is not compared where only some count it", () => {
    const { sentence } = verdict([consumer, cascade(0.95, 0.0021)]);
    expect(sentence).toMatch(/quality not compared \(counted for cascade alone\)\.$/);
  });

  it("is not spoken of where nobody counts it and all serve the same", () => {
    expect(verdict([consumer, producer]).sentence).not.toMatch(/quality|accepted/);
  });
});

describe("no winner", () => {
  it("is a tie when the whole interval lies inside 3 % of the base", () => {
    const result = verdict([consumer, contender("producer", around(4.16, 0.01))]);
    expect(result).toMatchObject({ kind: "tie", winner: null, confidence: null });
    expect(result.sentence).toMatch(
      /^PRODUCER and CONSUMER tie: .* within 3 % at 95 % \(difference -\$0\.040 \[-0\.060, -0\.020\]/,
    );
  });

  it("is undecided when the interval straddles zero, with the replications that would do", () => {
    const result = verdict([consumer, contender("producer", around(4, 0.3))]);
    expect(result.kind).toBe("undecided");
    expect(result.replicationsNeeded).toBeGreaterThan(5);
    const times = ((result.replicationsNeeded ?? 0) / 5).toFixed(1);
    expect(result.sentence).toBe(
      "NO CLEAR WINNER at 95 % (difference -$0.20 [-0.79, +0.39] per 1M tokens). " +
        `${times}x more replications would be needed: --reps ${result.replicationsNeeded}`,
    );
  });

  it("is a point with one replication: no interval, no confidence from noise", () => {
    const pair = [contender("consumer", [4.2]), contender("producer", [2.31])];
    const replayed = verdict(pair, { replay: true });
    expect(replayed).toMatchObject({ kind: "point", winner: "producer", agree: null });
    expect(replayed.sentence).toContain(
      "A single replay: no interval (difference -$1.89 per 1M tokens)",
    );
    expect(verdict(pair).sentence).toContain("A single replication: no interval");
    const even = verdict([contender("consumer", [4.2]), contender("producer", [4.19])]);
    expect(even).toMatchObject({ kind: "point", winner: null });
  });

  it("is none with a single strategy", () => {
    const result = verdict([contender("producer", around(2, 0.1))]);
    expect(result.kind).toBe("none");
    expect(result.sentence).toBe(
      "PRODUCER costs $2.00 +- 0.20 per 1M tokens; nothing to compare it with.",
    );
  });
});

describe("a cost per unit of work", () => {
  const decision = { metric: "usd_per_unit", label: "cost per image", unit: "image" } as const;
  const single = (name: string, usd: number) => contender(name, [usd]);

  it("is what every sentence counts its money in", () => {
    const few = contender("few", around(0.0017, 0.0001));
    expect(verdict([few], { decision }).sentence).toBe(
      "FEW costs $0.0017 +- 0.00020 per image; nothing to compare it with.",
    );
    const near = contender("near", around(0.00172, 0.0003));
    expect(verdict([few, near], { decision })).toMatchObject({
      kind: "undecided",
      metric: "usd_per_unit",
      sentence: expect.stringMatching(/^NO CLEAR WINNER .* \[-0\.\d+, \+0\.\d+\] per image\)/),
    });
    const equal = contender("equal", around(0.0017, 0.0001));
    expect(verdict([few, equal], { decision }).sentence).toMatch(/tie: .* per image\)$/);
    const pair = [single("few", 0.0017), single("many", 0.0082)];
    expect(verdict(pair, { decision }).sentence).toContain("(difference -$0.0065 per image)");
    const even = [single("few", 0.0017), single("equal", 0.0017)];
    expect(verdict(even, { decision }).sentence).toMatch(/ per image\)$/);
  });

  it("is named where cash says otherwise", () => {
    const few = contender("few", around(0.0017, 0), { cumulativeUsd: [25, 35, 45, 55] });
    const { sentence } = verdict([contender("many", around(0.0082, 0)), few], { decision });
    expect(sentence).toMatch(/^FEW is cheaper per image over 3 months, though/);
  });
});

describe("options that drop out", () => {
  const unfit = broken("producer", "infeasible", "does not fit: lacks 9.4 GB");
  const limited = broken("consumer", "infeasible", "exceeds the rate limit: 22 % are late");
  const growing = broken("producer", "unstable", "2 replicas are overloaded");

  it("leave nothing: neither of two, none of three", () => {
    const two = verdict([limited, unfit]);
    expect(two).toMatchObject({ kind: "infeasible", winner: null });
    expect(two.sentence).toBe(
      "NEITHER OPTION IS FEASIBLE: consumer exceeds the rate limit: 22 % are late; " +
        "producer does not fit: lacks 9.4 GB",
    );
    const third = broken("renter", "infeasible", "does not fit");
    expect(verdict([limited, unfit, third]).sentence).toMatch(/^NO OPTION IS FEASIBLE: /);
  });

  it("leave one, which is named without a comparison", () => {
    const result = verdict([consumer, growing]);
    expect(result).toMatchObject({ kind: "unstable", winner: "consumer", confidence: null });
    expect(result.sentence).toBe(
      "PRODUCER IS UNSTABLE: 2 replicas are overloaded.  CONSUMER is the only option left.",
    );
    expect(verdict([growing]).sentence).toBe("PRODUCER IS UNSTABLE: 2 replicas are overloaded.");
  });

  it("are named beside the winner of the others", () => {
    const result = verdict([consumer, producer, broken("renter", "unstable", "its queue grows")]);
    expect(result).toMatchObject({ kind: "winner", winner: "producer" });
    expect(result.sentence).toMatch(/ {2}RENTER IS UNSTABLE: its queue grows\.$/);
  });
});

describe("flips", () => {
  it("are trends in words: prices fall by less, or rise", () => {
    const trend = (label: string, breakEvenValue: number) =>
      bar(
        { flips: true, breakEvenValue },
        { label, value: 0.2, low: -0.5, high: 0.5, unit: "share/year" },
      );
    const said = (one: TornadoBar) => verdict([consumer, producer], { tornado: [one] }).flips;
    expect(said(trend("fall of rents", 0.088))).toEqual([
      "flips if rents fall by less than 8.8 % a year",
    ]);
    expect(said(trend("fall of the resale value", 0.3))).toEqual([
      "flips if the resale value falls by more than 30 % a year",
    ]);
    expect(said(trend("fall of rents", -0.276))).toEqual([
      "flips if rents rise by more than 27.6 % a year",
    ]);
  });

  it("are told nearest first, inputs and demand alike", () => {
    const price = bar(
      { breakEvenValue: 2.357 },
      { label: "API price", value: 4.2, low: 2, high: 6, unit: "USD/Mtok" },
    );
    const power = bar(
      { breakEvenValue: 0.3 },
      { label: "electricity", value: 0.08, low: 0.05, high: 0.2, unit: "USD/kWh" },
    );
    const share = bar(
      { breakEvenValue: 0.5 },
      { label: "resale", value: 0.6, low: 0.4, high: 0.8, unit: "share" },
    );
    const breakEven: BreakEven = {
      requestsPerS: [],
      tokensPerDay: [],
      curves: [],
      todayRequestsPerS: 100,
      crossings: [
        { from: "consumer", to: "producer", requestsPerS: 61, low: 60, high: 62 },
        { from: "producer", to: "consumer", requestsPerS: 30, low: 29, high: 31 },
      ],
    };
    const tornado = [price, power, share];
    expect(verdict([consumer, producer], { tornado, breakEven }).flips).toEqual([
      "flips if resale falls below 50 %",
      "flips if demand falls below 61 % of plan (61 requests/s)",
      "flips if API price falls below $2.36/Mtok",
      "flips if electricity rises above $0.3/kWh, beyond its range",
    ]);
    const startFlip = { months: 9, to: "consumer" };
    expect(verdict([consumer, producer], { tornado, breakEven, startFlip }).flips.at(-1)).toBe(
      "flips if everything starts 9 months later (then consumer is cheaper)",
    );
  });
});

import type { BreakEven, Decision, PairedDifference, TornadoBar, Verdict } from "../comparison.ts";
import { crossoverMonth } from "../money/breakEven.ts";
import type { Grade } from "../outcome.ts";
import { meanInterval, pairedDifference, replicationsFor } from "../stats/interval.ts";
import type { Contender } from "./contender.ts";
import { flipSentences } from "./flips.ts";
import type { StartFlip } from "./startFlip.ts";
import * as words from "./verdictWords.ts";

/** A difference inside this share of the base is no difference. */
export const MATERIALITY_SHARE = 0.03;
/** A gap of this many half-widths is beyond noise. */
const SURE_GAP = 3;
/** Drivers whose lowest grade the verdict names. */
const TOP_DRIVERS = 3;

export interface VerdictInput {
  readonly contenders: readonly Contender[];
  readonly decision: Decision;
  readonly level: number;
  /** Whether the only replication is a replayed trace. */
  readonly replay: boolean;
  readonly tornado: readonly TornadoBar[];
  readonly breakEven: BreakEven | null;
  /** The first later start that turns the order; absent = none that does. */
  readonly startFlip?: StartFlip | null;
}

/**
 * Says which strategy is cheaper, how surely, and what would change it. D = base - other on the
 * cost that decides, paired over replications:
 *
 * - `tie`: the whole interval lies inside +-3 % of the base. `winner`: the interval excludes 0 and it
 *   is no tie. `undecided`: anything else, with the replications that would decide.
 * - `point`: one replication, so no interval. `infeasible`, `unstable`: an option drops out and fewer
 *   than two are left. `none`: nothing to compare.
 * - The confidence word is the lower of two. Noise: high when |D| > 3 half-widths, else moderate.
 *   Inputs: high when the sign survives moving each input of grade C or D to its low and its high,
 *   moderate when one such input flips it, low when several do.
 */
export function verdictOf(input: VerdictInput): Verdict {
  const ranked = input.contenders
    .filter((contender) => contender.state === "ok")
    .toSorted((a, b) => meanOf(a) - meanOf(b));
  const [best, next] = ranked;
  if (best === undefined || next === undefined) return withoutComparison(input, best ?? null);
  return { ...decided(input, best, next), ...driversOf(input, best, next) };
}

/** D of a base against another, by the rules above. */
export function decide(
  difference: PairedDifference,
  baseUsd: number,
): "tie" | "winner" | "undecided" | "point" {
  const { mean, halfWidth } = difference;
  if (halfWidth === null) return "point";
  if (Math.abs(mean) + halfWidth <= MATERIALITY_SHARE * Math.abs(baseUsd)) return "tie";
  return Math.abs(mean) > halfWidth ? "winner" : "undecided";
}

type Decided = Omit<Verdict, "flips" | "lowestGrade">;

function decided(input: VerdictInput, best: Contender, next: Contender): Decided {
  const { decision, level } = input;
  const interval = pairedDifference(best.decisionUsd, next.decisionUsd, level);
  const difference: PairedDifference = {
    base: best.name,
    other: next.name,
    metric: decision.metric,
    mean: interval.mean,
    halfWidth: interval.halfWidth,
    n: interval.n,
  };
  const kind = decide(difference, meanOf(best));
  const about = { metric: decision.metric, fromMonth: null, replicationsNeeded: null } as const;
  const apart = best.decisionUsd.map((usd, i) => usd - (next.decisionUsd[i] ?? Number.NaN));
  const nobody = { ...about, winner: null, runnerUp: null, confidence: null, agree: null };
  const tail = sideNotes(input, best, next);
  switch (kind) {
    case "tie":
      return {
        ...nobody,
        kind,
        sentence: words.tie(best, next, difference, decision, level) + tail,
      };
    case "undecided": {
      const needed = replicationsToDecide(apart, difference, meanOf(best), level);
      const sentence = words.undecided(difference, decision, level, needed) + tail;
      return { ...nobody, kind, replicationsNeeded: needed, sentence };
    }
    case "point": {
      const even = Math.abs(difference.mean) <= MATERIALITY_SHARE * Math.abs(meanOf(best));
      if (even) {
        return {
          ...nobody,
          kind,
          sentence: words.evenPoint(best, next, difference, decision, input.replay) + tail,
        };
      }
      const fromMonth = cheaperFrom(best, next);
      const flippers = flippersOf(input.tornado);
      const sentence =
        words.cheaper(best, next, decision, fromMonth) +
        words.pointNote(difference, decision, input.replay, flippers, lowestGradeOf(input.tornado));
      return {
        ...nobody,
        kind,
        winner: best.name,
        runnerUp: next.name,
        fromMonth,
        confidence: inputWord(flippers),
        sentence: sentence + words.restingOn(topBar(input.tornado)) + tail,
      };
    }
    case "winner": {
      const fromMonth = cheaperFrom(best, next);
      const agree = [apart.filter((d) => d < 0).length, apart.length] as const;
      const gap = Math.abs(difference.mean) / (difference.halfWidth ?? 0);
      const flippers = flippersOf(input.tornado);
      const confidence = lower(gap > SURE_GAP ? "high" : "moderate", inputWord(flippers));
      const grade = lowestGradeOf(input.tornado);
      const sentence =
        words.cheaper(best, next, decision, fromMonth) +
        words.confidenceNote(confidence, agree, gap, level, flippers, grade);
      return {
        ...about,
        kind,
        winner: best.name,
        runnerUp: next.name,
        confidence,
        agree,
        fromMonth,
        sentence: sentence + words.restingOn(topBar(input.tornado)) + tail,
      };
    }
  }
}

/** First month from which the cumulative cost stays lower; an advantage from the start is month 1. */
function cheaperFrom(best: Contender, next: Contender): number | null {
  const month = crossoverMonth(best.cumulativeUsd, next.cumulativeUsd);
  return month === null ? null : Math.max(1, month);
}

/** Fewer than two options are left: what dropped out is the news. */
function withoutComparison(input: VerdictInput, best: Contender | null): Verdict {
  const dropped = input.contenders.filter((contender) => contender.state !== "ok");
  const base = {
    winner: dropped.length > 0 ? (best?.name ?? null) : null,
    runnerUp: null,
    metric: input.decision.metric,
    confidence: null,
    agree: null,
    fromMonth: null,
    flips: [],
    lowestGrade: null,
    replicationsNeeded: null,
  } as const;
  if (dropped.length === 0) {
    if (best === null) throw new RangeError("verdict on no strategies; expected at least one");
    const cost = meanInterval(best.decisionUsd, input.level);
    return { ...base, kind: "none", sentence: words.single(best, cost, input.decision) };
  }
  const everyUnstable = dropped.every((contender) => contender.state === "unstable");
  const sentence =
    best === null && !everyUnstable
      ? words.nothingFeasible(dropped)
      : `${dropped.map(words.droppedOut).join("  ")}${best === null ? "" : words.onlyOneLeft(best)}`;
  const someUnstable = dropped.some((contender) => contender.state === "unstable");
  const kind = everyUnstable || (best !== null && someUnstable) ? "unstable" : "infeasible";
  return { ...base, kind, sentence };
}

function sideNotes(input: VerdictInput, best: Contender, next: Contender): string {
  const dropped = input.contenders.filter((contender) => contender.state !== "ok");
  return [
    words.servedNote(best, next),
    words.unservedNote(input.contenders),
    words.ratesNote(input.contenders),
    words.qualityNote(
      best,
      input.contenders.filter((contender) => contender.state === "ok"),
    ),
    ...dropped.map((contender) => `  ${words.droppedOut(contender)}`),
  ].join("");
}

function driversOf(
  input: VerdictInput,
  best: Contender,
  next: Contender,
): Pick<Verdict, "flips" | "lowestGrade"> {
  return {
    flips: flipSentences({ startFlip: null, ...input }, best.name, next.name),
    lowestGrade: lowestGradeOf(input.tornado),
  };
}

/** Replications that would make the interval exclude 0, or lie inside the materiality. */
function replicationsToDecide(
  apart: readonly number[],
  difference: PairedDifference,
  baseUsd: number,
  level: number,
): number | null {
  const toExclude = Math.abs(difference.mean);
  const toTie = MATERIALITY_SHARE * Math.abs(baseUsd) - toExclude;
  const target = Math.max(toExclude, toTie);
  if (!(target > 0)) return null;
  const needed = replicationsFor(apart, target, level);
  return Number.isFinite(needed) ? Math.max(needed, apart.length + 1) : null;
}

/** Inputs of grade C or D that reverse the order inside their range. */
function flippersOf(bars: readonly TornadoBar[]): readonly TornadoBar[] {
  return bars.filter(
    (bar) => bar.flips && (bar.assumption.grade === "C" || bar.assumption.grade === "D"),
  );
}

function inputWord(flippers: readonly TornadoBar[]): NonNullable<Verdict["confidence"]> {
  if (flippers.length === 0) return "high";
  return flippers.length === 1 ? "moderate" : "low";
}

function lower<Word extends NonNullable<Verdict["confidence"]>>(a: Word, b: Word): Word {
  const order = ["low", "moderate", "high"];
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

function lowestGradeOf(bars: readonly TornadoBar[]): Grade | null {
  const grades = bars.slice(0, TOP_DRIVERS).map((bar) => bar.assumption.grade);
  return grades.toSorted().at(-1) ?? null;
}

function topBar(bars: readonly TornadoBar[]): TornadoBar | null {
  return bars[0] ?? null;
}

function meanOf({ decisionUsd }: Contender): number {
  return decisionUsd.reduce((sum, usd) => sum + usd, 0) / decisionUsd.length;
}

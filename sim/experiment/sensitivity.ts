import type { Decision, TornadoBar } from "../comparison.ts";
import type { Assumption } from "../outcome.ts";
import type { Terms } from "../terms.ts";
import type { Evaluation } from "./evaluation.ts";
import { meanCost } from "./meanCost.ts";
import { isPriced, movedTerms } from "./movedTerms.ts";

/** An input is followed this many times beyond its range in search of the value that flips. */
const REACH = 4;
const MOST_STEPS = 40;
const TOLERANCE = 1e-4;

/**
 * Every priced input with a range, moved to its low and its high one at a time, the others where they
 * are: the same physics is priced again. The figure is the mean difference on the cost that decides,
 * base less the best of the others, so that a third strategy that overtakes counts as a flip too. An
 * input that several strategies share (same path, value and source) moves in all of them at once.
 *
 * @param base name of the strategy whose lead is tested
 * @returns sorted by swing, largest first
 */
export function tornado(
  evaluations: readonly Evaluation[],
  decision: Decision,
  base: string,
): TornadoBar[] {
  const working = evaluations.filter((evaluation) => evaluation.outcomes.length > 0);
  if (working.length < 2) return [];
  const costOf = (evaluation: Evaluation, terms?: Terms): number =>
    meanCost(evaluation, decision, terms);
  const costs = new Map(working.map((evaluation) => [evaluation, costOf(evaluation)]));
  const leadOf: Lead = (moved) => {
    let own = Number.POSITIVE_INFINITY;
    let other = Number.POSITIVE_INFINITY;
    for (const [evaluation, today] of costs) {
      const terms = moved.get(evaluation);
      const usd = terms === undefined ? today : costOf(evaluation, terms);
      if (evaluation.strategy.name === base) own = usd;
      else other = Math.min(other, usd);
    }
    return own - other;
  };
  const baseUsdPerMtok = leadOf(new Map());
  const bars = inputsOf(working).map((input) => barOf(input, leadOf, baseUsdPerMtok));
  return bars.toSorted((x, y) => y.swing - x.swing);
}

/** One input of one or several strategies. */
interface Input {
  readonly assumption: Assumption;
  readonly term: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly owners: readonly Evaluation[];
}

/** Mean difference with some strategies under other terms. */
type Lead = (moved: ReadonlyMap<Evaluation, Terms>) => number;

function inputsOf(evaluations: readonly Evaluation[]): Input[] {
  const inputs = new Map<string, Input>();
  for (const evaluation of evaluations) {
    for (const assumption of evaluation.strategy.assumptions) {
      const { term, value, low, high } = assumption;
      if (term === null || typeof value !== "number" || low === null || high === null) continue;
      if (low === high || !isPriced(evaluation.strategy.terms, term)) continue;
      const key = JSON.stringify([assumption.path, term, value, low, high, assumption.source]);
      const known = inputs.get(key);
      const owners = [...(known?.owners ?? []), evaluation];
      inputs.set(key, { assumption, term, value, low, high, owners });
    }
  }
  return [...inputs.values()];
}

function barOf(input: Input, leadOf: Lead, baseUsdPerMtok: number): TornadoBar {
  const leadAt = (value: number): number =>
    leadOf(
      new Map(
        input.owners.map((owner) => [
          owner,
          movedTerms(owner.strategy.terms, input.term, input.value, value),
        ]),
      ),
    );
  const atLowUsdPerMtok = leadAt(input.low);
  const atHighUsdPerMtok = leadAt(input.high);
  const differs = (lead: number): boolean => lead < 0 !== baseUsdPerMtok < 0;
  return {
    strategy: input.owners.map((owner) => owner.strategy.name).join(" + "),
    assumption: input.assumption,
    atLowUsdPerMtok,
    atHighUsdPerMtok,
    baseUsdPerMtok,
    swing:
      Math.max(atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok) -
      Math.min(atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok),
    flips: differs(atLowUsdPerMtok) || differs(atHighUsdPerMtok),
    breakEvenValue: flipValue(input, leadAt, baseUsdPerMtok),
  };
}

/** The value at which the lead is gone, the nearer one if there are two; null out of reach. */
function flipValue(
  input: Input,
  leadAt: (value: number) => number,
  baseUsdPerMtok: number,
): number | null {
  const roots = reach(input).flatMap((end) => {
    const root = rootBetween(leadAt, input.value, baseUsdPerMtok, end);
    return root === null ? [] : [root];
  });
  const distance = (root: number): number => Math.abs(root - input.value);
  return roots.toSorted((x, y) => distance(x) - distance(y))[0] ?? null;
}

/** How far an input may sensibly go: four times beyond its range; shares and rates stay below 1. */
function reach({ term, value, low, high }: Input): readonly number[] {
  const ends = [low > 0 ? low / REACH : low * REACH, high > 0 ? high * REACH : high / REACH];
  const isShare = /share|decline|rate/i.test(term) && !/usd/i.test(term);
  const most = 1 - 1e-6;
  const clipped = isShare ? ends.map((x) => Math.max(-most, Math.min(x, most))) : ends;
  return clipped.filter((end) => end !== value);
}

/** Illinois' false position between today's value and an end with the other sign. */
function rootBetween(
  leadAt: (value: number) => number,
  from: number,
  leadFrom: number,
  end: number,
): number | null {
  let a = from;
  let fa = leadFrom;
  let b = end;
  let fb = leadAt(end);
  if (!Number.isFinite(fb) || fa === 0 || fa < 0 === fb < 0) return null;
  for (let step = 0; step < MOST_STEPS; step++) {
    const x = (a * fb - b * fa) / (fb - fa);
    const fx = leadAt(x);
    if (Math.abs(fx) <= TOLERANCE * Math.abs(leadFrom)) return x;
    if (fx < 0 === fb < 0) fa /= 2;
    else {
      a = b;
      fa = fb;
    }
    b = x;
    fb = fx;
    if (Math.abs(b - a) <= TOLERANCE * Math.abs(from)) break;
  }
  return (a + b) / 2;
}

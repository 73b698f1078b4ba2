import type { FailureModel } from "./failureModel.ts";

/** Terms of the binomial below this weight (against the likeliest) are left out, but for the next. */
const NEGLIGIBLE = 1e-8;

/** A number of replicas that may be away at once, and how likely it is. */
export interface AwayTerm {
  readonly away: number;
  readonly probability: number;
}

/** Units that a fleet lacks, and those of them whose chips are away rather than idle. */
export interface LackTerm extends AwayTerm {
  readonly down: number;
}

/** The probability that k of n replicas are away, for every k that matters. */
export function awayProbabilities(replicas: number, unavailability: number): readonly AwayTerm[] {
  if (unavailability === 0) return [{ away: 0, probability: 1 }];
  const odds = unavailability / (1 - unavailability);
  const likeliest = Math.min(replicas, Math.floor((replicas + 1) * unavailability));
  const weights = new Map<number, number>([[likeliest, 1]]);
  for (let k = likeliest, weight = 1; k < replicas; k++) {
    weight *= ((replicas - k) / (k + 1)) * odds;
    if (weight < NEGLIGIBLE && k > likeliest) break;
    weights.set(k + 1, weight);
  }
  for (let k = likeliest, weight = 1; k > 0; k--) {
    weight *= k / (replicas - k + 1) / odds;
    if (weight < NEGLIGIBLE && k < likeliest) break;
    weights.set(k - 1, weight);
  }
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return [...weights]
    .map(([away, weight]) => ({ away, probability: weight / sum }))
    .toSorted((a, b) => a.away - b.away);
}

const termsByModel = new WeakMap<FailureModel, Map<number, readonly LackTerm[]>>();

/** Units that so many units lack, and how likely it is: computed once for each size of a fleet. */
export function lackTerms(failures: FailureModel, units: number): readonly LackTerm[] {
  const bySize = termsByModel.get(failures) ?? new Map<number, readonly LackTerm[]>();
  termsByModel.set(failures, bySize);
  const known = bySize.get(units) ?? lackOf(failures, units);
  bySize.set(units, known);
  return known;
}

function lackOf(failures: FailureModel, units: number): readonly LackTerm[] {
  const { pools, unavailability, chipsPerUnit } = failures;
  if (pools === undefined) {
    return awayProbabilities(units, unavailability).map((term) => ({ ...term, down: term.away }));
  }
  let terms: readonly LackTerm[] = [{ away: 0, down: 0, probability: 1 }];
  for (const pool of pools) {
    const own = awayProbabilities(units * pool.replicas, pool.unavailability);
    const joint = terms.flatMap((term) =>
      own.map((more) => ({
        away: Math.max(term.away, more.away / pool.replicas),
        down: term.down + (more.away * pool.chipsPerReplica) / chipsPerUnit,
        probability: term.probability * more.probability,
      })),
    );
    terms = mergedByAway(joint);
  }
  return terms;
}

/** Terms that lack the same are one, with the mean of what is down: rates are linear in it. */
function mergedByAway(terms: readonly LackTerm[]): readonly LackTerm[] {
  const byAway = new Map<number, { probability: number; down: number }>();
  for (const { away, down, probability } of terms) {
    const sum = byAway.get(away) ?? { probability: 0, down: 0 };
    byAway.set(away, {
      probability: sum.probability + probability,
      down: sum.down + down * probability,
    });
  }
  return [...byAway]
    .map(([away, { probability, down }]) => ({ away, probability, down: down / probability }))
    .toSorted((a, b) => a.away - b.away);
}

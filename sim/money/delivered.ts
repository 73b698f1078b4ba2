import type { Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { sumOf } from "./ledger.ts";
import type { ByKind } from "./unitCost.ts";

/** What a cost is divided by: work delivered on time, discounted like the cash of its month. */

/** On-time tokens by kind, millions. */
export function discountedMtok(
  months: readonly MonthPhysical[],
  weightAt: (month: number) => number,
): ByKind<number> {
  const sum = (tokensOf: (row: MonthPhysical) => number): number =>
    sumOf(months.map((row) => (tokensOf(row) / TOKENS_PER_MTOK) * weightAt(row.month)));
  return {
    input: sum((row) => row.tokens.onTimeInput),
    cached: sum((row) => row.tokens.onTimeCached),
    output: sum((row) => row.tokens.onTimeOutput),
  };
}

/** The whole cost over work of other kinds, discounted like tokens; null where there is none. */
export function workCosts(
  months: readonly MonthPhysical[],
  costUsd: number,
  weightAt: (month: number) => number,
): Pick<
  Outcome,
  "usdPerRequest" | "usdPerAcceptedAnswer" | "usdPerTask" | "usdPerTaskHour" | "usdPerUnit"
> {
  const usdPer = (workOf: (row: MonthPhysical) => number | undefined): number | null => {
    const work = sumOf(months.map((row) => (workOf(row) ?? 0) * weightAt(row.month)));
    return work > 0 ? costUsd / work : null;
  };
  return {
    usdPerRequest: usdPer((row) => row.onTimeRequests),
    usdPerAcceptedAnswer: usdPer((row) => row.answers?.acceptedOnTime),
    usdPerTask: usdPer((row) => row.tasks?.ended),
    usdPerTaskHour: usdPer((row) => row.tasks?.hours),
    usdPerUnit: usdPer((row) => row.workUnits),
  };
}

import type { Comparison } from "../../sim/comparison.ts";
import type { CashYear } from "../../sim/outcome.ts";
import { meanInterval } from "../../sim/stats/interval.ts";
import type { CashCurve } from "../charts/cashChart.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** Cumulative cash by month, mean over replications with its interval. */
export function cashCurves({ results, level }: Comparison): CashCurve[] {
  return results.flatMap(({ strategy, outcomes, state }, series) => {
    if (state !== "ok") return [];
    const length = outcomes[0]?.cumulativeUsd.length ?? 0;
    if (length === 0) return [];
    const points = Array.from({ length }, (_, month) => {
      const paid = outcomes.map(({ cumulativeUsd }) => cumulativeUsd[month] ?? Number.NaN);
      const { mean, halfWidth } = meanInterval(paid, level);
      const half = halfWidth ?? 0;
      return { x: month, y: mean, low: mean - half, high: mean + half };
    });
    return [{ name: strategy.name, series, points }];
  });
}

/** One year of one strategy, every figure a mean over replications. */
export interface CashYearView {
  readonly name: string;
  readonly year: number;
  readonly capex: Mean;
  readonly opex: Mean;
  readonly residual: Mean;
  readonly cash: Mean;
  readonly depreciation: Mean;
  readonly mtok: Mean;
  readonly chips: Mean;
}

export function cashYears({ results, level }: Comparison): CashYearView[] {
  return results.flatMap(({ strategy, outcomes, state }) =>
    (state === "ok" ? (outcomes[0]?.years ?? []) : []).map(({ year }, i) => {
      const mean = (pick: (year: CashYear) => number, unit: string) =>
        meanOf(
          outcomes.flatMap(({ years }) => {
            const row = years[i];
            return row === undefined ? [] : [pick(row)];
          }),
          level,
          unit,
        );
      return {
        name: strategy.name,
        year,
        capex: mean((row) => row.capexUsd, "USD"),
        opex: mean((row) => row.opexUsd, "USD"),
        residual: mean((row) => row.residualUsd, "USD"),
        cash: mean((row) => row.cashUsd, "USD"),
        depreciation: mean((row) => row.depreciationUsd, "USD"),
        mtok: mean((row) => row.inputMtok + row.cachedMtok + row.outputMtok, "count"),
        chips: mean((row) => row.chips, "count"),
      };
    }),
  );
}

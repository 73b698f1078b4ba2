import type { Comparison } from "../../sim/comparison.ts";
import { formatValue } from "../format.ts";

/** What the change itself costs each strategy that changes its supply on the way; empty without one. */
export function changeOfSupply({ results }: Comparison): string {
  return results
    .flatMap(({ strategy, outcomes }) => {
      const { terms } = strategy;
      const change = "switchTo" in terms ? terms.switchTo : undefined;
      if (change === undefined || outcomes.length === 0) return [];
      const { month } = change;
      // Renewals of the first supply are another matter, and never in its last month.
      const lines = outcomes.flatMap(({ ledger }) =>
        ledger.filter((line) => line.category === "switching" && line.month === month),
      );
      const usd = lines.reduce((sum, line) => sum + line.usd, 0) / outcomes.length;
      return [`The change costs ${strategy.name} ${formatValue(usd, "USD")} in month ${month}.`];
    })
    .join(" ");
}

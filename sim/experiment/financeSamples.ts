import type { FinanceMetricName } from "../financeMetrics.ts";
import type { Statement } from "../statement.ts";
import { type MetricSamples, type MetricSource, ofOutcomes } from "./metricSamples.ts";

/** Values of the metrics that need a statement, by replication; or why there are none. */

const NO_STATEMENT = "no finance or revenue is stated (economics.finance, economics.revenue)";
const NO_REVENUE = "nothing is sold (economics.revenue)";

export function financeSamples(source: MetricSource, name: FinanceMetricName): MetricSamples {
  const { finance, revenue } = source.strategy.terms;
  if (finance === undefined && revenue === undefined) {
    return { values: null, reason: NO_STATEMENT };
  }
  const of = (measure: (statement: Statement) => number | null, reason: string): MetricSamples =>
    revenue === undefined && SOLD.has(name)
      ? { values: null, reason: NO_REVENUE }
      : ofOutcomes(source, ({ statement }) => (statement ? measure(statement) : null), reason);
  switch (name) {
    case "lcot_after_tax_usd_per_mtok":
      return of((statement) => statement.lcotAfterTaxUsdPerMtok, NO_STATEMENT);
    case "npv_after_tax_usd":
      return of((statement) => statement.npvUsd, NO_STATEMENT);
    case "npv_equity_usd":
      return of((statement) => statement.npvEquityUsd, NO_STATEMENT);
    case "irr_per_year":
      return of(
        ({ irrPerYear, mirrPerYear }) => irrPerYear ?? mirrPerYear,
        "nothing is invested, or nothing comes back",
      );
    case "payback_months":
      return of(
        (statement) => statement.paybackMonths,
        "nothing is invested, or it does not come back",
      );
    case "profitability_index":
      return of((statement) => statement.profitabilityIndex, "nothing is invested");
    case "min_dscr":
      return of((statement) => statement.minDscr, "nothing is borrowed (economics.finance.debt)");
    case "return_on_compute_cash":
      return of((statement) => statement.returnOnComputeCash, "nothing was earned");
    case "gross_margin":
      return of((statement) => statement.grossMarginShare, "nothing was earned");
  }
}

const SOLD: ReadonlySet<FinanceMetricName> = new Set([
  "irr_per_year",
  "payback_months",
  "profitability_index",
  "min_dscr",
  "return_on_compute_cash",
  "gross_margin",
]);

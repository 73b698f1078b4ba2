import type { Metric } from "./metric.ts";

/** What an investor asks; known where the terms state finance or revenue. */
export const FINANCE_METRICS = [
  {
    name: "lcot_after_tax_usd_per_mtok",
    label: "levelised cost after tax per 1M tokens",
    unit: "USD/1e6 tok",
    better: "lower",
    kind: "derived",
    description:
      "Present value of all cost less the tax that it saves, over that of the tokens inside the promise, in USD of year 0.",
    formula: "PV(capex + opex - resale - tax shield) / PV(on-time Mtok)",
  },
  {
    name: "npv_after_tax_usd",
    label: "NPV after tax",
    unit: "USD",
    better: "higher",
    kind: "derived",
    description:
      "Present value, at the weighted cost of capital, of revenue less cost, tax and purchases; interest is in the rate alone.",
    formula: "sum((EBITDA - unlevered tax - capex - working capital + resale)_t / (1+WACC)^t)",
  },
  {
    name: "npv_equity_usd",
    label: "NPV to the owners",
    unit: "USD",
    better: "higher",
    kind: "derived",
    description:
      "Present value, at the cost of equity, of what the owners take out less what they put in.",
    formula: "sum(equity cash_t / (1+cost of equity)^t)",
  },
  {
    name: "irr_per_year",
    label: "internal rate of return",
    unit: "share",
    better: "higher",
    kind: "derived",
    description:
      "Nominal yearly rate at which the cash before interest is worth nothing; where its sign changes more than once, the modified rate (MIRR at the cost of capital).",
    formula: "(1 + monthly rate)^12 - 1",
  },
  {
    name: "payback_months",
    label: "payback",
    unit: "months",
    better: "lower",
    kind: "derived",
    description: "Months until the cash before interest, not discounted, has come back.",
    formula: "first month with cumulative cash >= 0",
  },
  {
    name: "profitability_index",
    label: "profitability index",
    unit: "x",
    better: "higher",
    kind: "derived",
    description: "What each invested dollar brings back in present value; above 1 pays.",
    formula: "1 + NPV / PV(capex)",
  },
  {
    name: "min_dscr",
    label: "least debt coverage",
    unit: "x",
    better: "higher",
    kind: "derived",
    description: "Worst year's cash for debt service over the interest and principal due.",
    formula: "min((EBITDA - tax - working capital) / (interest + principal))",
  },
  {
    name: "return_on_compute_cash",
    label: "cash return on compute, before people",
    unit: "x",
    better: "higher",
    kind: "derived",
    description:
      "Revenue less variable cost other than compute, over the cost of compute, in present values; people are in neither, so that 1 pays the chips alone.",
    formula: "PV(revenue - other variable cost) / PV(compute cost)",
  },
  {
    name: "gross_margin",
    label: "gross margin",
    unit: "share",
    better: "higher",
    kind: "derived",
    description: "Share of revenue left after cost of sales and depreciation, whole horizon.",
    formula: "1 - (cost of sales + depreciation) / revenue",
  },
] as const satisfies readonly Metric[];

export type FinanceMetricName = (typeof FINANCE_METRICS)[number]["name"];

import type { Comparison } from "../../sim/comparison.ts";
import type { CostCategory } from "../../sim/costCategories.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { type Column, column } from "./column.ts";

/**
 * The ledger as a bill in the columns of the FinOps FOCUS specification (1.2), so that what finance
 * teams load already loads this too. One bill per strategy: the ledger of its first replication, in
 * USD of year 0. Months have no date of their own; the first month of service is taken as January
 * 2026, and what is paid before it as December 2025.
 */

/** Calendar month of ledger month 1. */
export const FIRST_PERIOD = { year: 2026, month: 1 } as const;

export interface FocusRow {
  readonly strategy: Strategy;
  readonly entry: LedgerEntry;
}

const CHARGES = {
  opex: { category: "Usage", frequency: "Usage-Based" },
  capex: { category: "Purchase", frequency: "One-Time" },
  residual: { category: "Credit", frequency: "One-Time" },
} as const satisfies Record<LedgerEntry["kind"], object>;

const PROVIDERS: Readonly<Record<Strategy["role"], string>> = {
  consumer: "token API",
  renter: "chip rental",
  producer: "own fleet",
  portfolio: "several sources",
};

/** Service categories of the specification. */
const SERVICES: Readonly<Record<CostCategory, string>> = {
  "api tokens": "AI and Machine Learning",
  "chip rent": "Compute",
  "rent extras": "Compute",
  servers: "Compute",
  lease: "Compute",
  network: "Networking",
  facility: "Other",
  colocation: "Other",
  power: "Other",
  maintenance: "Compute",
  staff: "Other",
  egress: "Networking",
  "audit and drift": "Management and Governance",
  "expected loss": "Other",
  switching: "Migration",
  toil: "Developer Tools",
  licence: "Other",
  "broker take": "Other",
  prepayment: "Compute",
  "residual value": "Compute",
};

/** `2026-01-01T00:00:00Z`: the start of a ledger month; `later` months on. */
export function periodStart(month: number, later = 0): string {
  const count = FIRST_PERIOD.year * 12 + (FIRST_PERIOD.month - 1) + (month - 1) + later;
  const monthOfYear = String((count % 12) + 1).padStart(2, "0");
  return `${Math.floor(count / 12)}-${monthOfYear}-01T00:00:00Z`;
}

function text(
  name: string,
  description: string,
  value: (row: FocusRow) => string | null,
  more: { readonly freeText?: boolean; readonly nullMeaning?: string } = {},
): Column<FocusRow> {
  return column({ name, type: "string", description, value }, more);
}

function usd(
  name: string,
  description: string,
  value: (row: FocusRow) => number,
): Column<FocusRow> {
  return column({ name, type: "number", description, value }, { unit: "USD" });
}

const isPurchase = ({ entry }: FocusRow): boolean => entry.kind !== "opex";
const listPrice = ({ entry }: FocusRow): number => entry.listUnitPriceUsd ?? entry.unitPriceUsd;
const assumptionOf = ({ strategy, entry }: FocusRow) =>
  strategy.assumptions.find(({ term }) => term !== null && term === entry.source);

export const FOCUS_COLUMNS: readonly Column<FocusRow>[] = [
  text("BillingAccountId", "Name of the strategy.", (row) => row.strategy.name, {
    freeText: true,
  }),
  text("BillingAccountName", "Name of the strategy.", (row) => row.strategy.name, {
    freeText: true,
  }),
  text("BillingCurrency", "Always USD, of year 0.", () => "USD"),
  text(
    "BillingPeriodStart",
    "Start of the month that is billed; month 1 of service is January 2026 by convention.",
    ({ entry }) => periodStart(entry.month),
  ),
  text("BillingPeriodEnd", "Start of the month after it.", ({ entry }) =>
    periodStart(entry.month, 1),
  ),
  text("ChargePeriodStart", "As BillingPeriodStart.", ({ entry }) => periodStart(entry.month)),
  text("ChargePeriodEnd", "End of what is charged: more months for rent paid ahead.", ({ entry }) =>
    periodStart(entry.month, 1 + (entry.coversMonths ?? 0)),
  ),
  usd("BilledCost", "What is paid, a resale negative.", ({ entry }) => entry.usd),
  usd(
    "EffectiveCost",
    "As BilledCost: purchases are not amortised here (the books' write-off is in journal.csv).",
    ({ entry }) => entry.usd,
  ),
  usd("ListCost", "Quantity at the list price.", (row) => row.entry.quantity * listPrice(row)),
  usd("ContractedCost", "Quantity at the contracted price.", ({ entry }) => entry.usd),
  usd("ListUnitPrice", "Price of one unit before a discount for paying ahead.", listPrice),
  usd("ContractedUnitPrice", "Price of one unit.", ({ entry }) => entry.unitPriceUsd),
  text(
    "ChargeCategory",
    "Usage, Purchase, or Credit (a resale).",
    ({ entry }) => CHARGES[entry.kind].category,
  ),
  text("ChargeClass", "Empty: nothing corrects an earlier bill.", () => null, {
    nullMeaning: "no correction",
  }),
  text(
    "ChargeDescription",
    "What is charged.",
    ({ entry }) => `${entry.category}, by the ${entry.unit}`,
    { freeText: true },
  ),
  text(
    "ChargeFrequency",
    "Usage-Based, or One-Time.",
    ({ entry }) => CHARGES[entry.kind].frequency,
  ),
  column<FocusRow>(
    {
      name: "ConsumedQuantity",
      type: "number",
      description: "How much was used, in ConsumedUnit.",
      value: (row) => (isPurchase(row) ? null : row.entry.quantity),
    },
    { nullMeaning: "a purchase or a resale, which is not used up" },
  ),
  text("ConsumedUnit", "Unit of it.", (row) => (isPurchase(row) ? null : row.entry.unit), {
    nullMeaning: "a purchase or a resale",
  }),
  column<FocusRow>({
    name: "PricingQuantity",
    type: "number",
    description: "How much is priced, in PricingUnit.",
    value: ({ entry }) => entry.quantity,
  }),
  text("PricingUnit", "Unit of the price.", ({ entry }) => entry.unit),
  text("PricingCategory", "Standard, or Committed for rent paid ahead.", ({ entry }) =>
    entry.category === "prepayment" ? "Committed" : "Standard",
  ),
  text(
    "ProviderName",
    "Who supplies: token API, chip rental, own fleet.",
    (row) => PROVIDERS[row.strategy.role],
  ),
  text("ServiceName", "Category of the cost stack.", ({ entry }) => entry.category),
  text(
    "ServiceCategory",
    "Category of the specification.",
    ({ entry }) => SERVICES[entry.category],
  ),
  text("ResourceType", "What is counted.", ({ entry }) => entry.unit),
  text(
    "Tags",
    "Strategy, kind of entry and ledger month as JSON.",
    ({ strategy, entry }) =>
      JSON.stringify({ strategy: strategy.name, kind: entry.kind, month: entry.month }),
    { freeText: true },
  ),
  text(
    "x_AssumptionPath",
    "Path of the input whose price it is, as in the assumptions of the report.",
    (row) => assumptionOf(row)?.path ?? null,
    { nullMeaning: "no single input is its price", freeText: true },
  ),
  text("x_AssumptionSource", "Who says so.", (row) => assumptionOf(row)?.source ?? null, {
    nullMeaning: "no single input is its price",
    freeText: true,
  }),
];

/** One bill per strategy that has a ledger: that of replication 0. */
export function focusRows({ results }: Comparison): FocusRow[] {
  return results.flatMap(({ strategy, outcomes }) =>
    (outcomes[0]?.ledger ?? []).map((entry) => ({ strategy, entry })),
  );
}

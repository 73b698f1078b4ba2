import type { CostCategory } from "../../sim/costCategories.ts";
import type { CashYear, LedgerEntry, Outcome } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import type { Role } from "./fixture.ts";

/** A ledger in round figures and everything that follows from it. */
export function outcomeOf(role: Role, months: readonly MonthPhysical[], rep: number): Outcome {
  const ledger = ledgerOf(role, months);
  const mtok = months.reduce((sum, { tokens }) => sum + (tokens.input + tokens.output) / 1e6, 0);
  const wobble = 1 + 0.006 * Math.sin(rep * 1.9 + role.length);
  const total = ledger.reduce((sum, { usd }) => sum + usd, 0);
  const stack: Partial<Record<CostCategory, number>> = {};
  for (const { category, usd } of ledger) {
    stack[category] = (stack[category] ?? 0) + (usd * wobble) / mtok;
  }
  const lcot = (total * wobble) / mtok;
  const cumulativeUsd = Array.from({ length: months.length + 1 }, (_, month) =>
    ledger.reduce((sum, entry) => sum + (entry.month <= month ? entry.usd : 0), 0),
  ).map((usd) => usd * wobble);
  const fleet = role !== "consumer";
  return {
    ledger,
    years: [0, 1, 2, 3].map((year) => yearOf(year, ledger, months)),
    cumulativeUsd,
    npvUsd: -total * wobble * 0.88,
    capexUsd: ledger.reduce((sum, { kind, usd }) => sum + (kind === "capex" ? usd : 0), 0),
    lcotUsdPerMtok: lcot,
    costPerMtokInputUsd: lcot * (fleet ? 0.46 : 1),
    costPerMtokCachedUsd: null,
    costPerMtokOutputUsd: lcot * (fleet ? 3.9 : 1),
    stackUsdPerMtok: stack,
    idleUsdPerMtok: fleet ? lcot * 0.58 : null,
    wastedUsdPerMtok: fleet ? lcot * 0.012 : null,
    downUsdPerMtok: fleet ? lcot * 0.01 : null,
    usdPerRequest: null,
    usdPerAcceptedAnswer: null,
    usdPerTask: null,
    usdPerTaskHour: null,
    usdPerUnit: null,
    energyKwhPerMtok: fleet ? 0.43 * wobble : null,
    co2KgPerMtok: fleet ? 0.159 * wobble : null,
  };
}

function ledgerOf(role: Role, months: readonly MonthPhysical[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  const add = (
    month: number,
    category: CostCategory,
    kind: LedgerEntry["kind"],
    quantity: number,
    unit: string,
    unitPriceUsd: number,
  ) => {
    const usd = quantity * unitPriceUsd;
    entries.push({ month, category, kind, quantity, unit, unitPriceUsd, usd });
  };
  let owned = 0;
  for (const { month, chips, hours, itKwh, tokens } of months) {
    const mtok = (tokens.input + tokens.output) / 1e6;
    if (role === "consumer") add(month, "api tokens", "opex", mtok, "1e6 tok", 0.82);
    if (role === "renter") {
      add(month, "chip rent", "opex", chips * hours, "chip-hour", 0.9);
      add(month, "rent extras", "opex", chips * hours, "chip-hour", 0.07);
    }
    if (role === "producer") {
      const bought = Math.max(0, chips - owned);
      owned = Math.max(owned, chips);
      if (bought > 0) {
        add(month - 1, "servers", "capex", bought, "chip", 12_000);
        add(month - 1, "network", "capex", bought, "chip", 1400);
      }
      add(month, "colocation", "opex", chips, "kW-month", 140);
      add(month, "power", "opex", itKwh * 1.3, "kWh", 0.083);
      add(month, "maintenance", "opex", chips, "chip-month", 40);
    }
    add(month, "staff", "opex", role === "producer" ? 0.12 : 0.08, "FTE-month", 18_333);
  }
  if (role === "producer") add(months.length, "residual value", "residual", owned, "chip", -2500);
  return entries;
}

function yearOf(
  year: number,
  ledger: readonly LedgerEntry[],
  months: readonly MonthPhysical[],
): CashYear {
  const of = (kind: LedgerEntry["kind"]) =>
    ledger.reduce(
      (sum, entry) =>
        entry.kind === kind && Math.ceil(entry.month / 12) === year ? sum + entry.usd : sum,
      0,
    );
  const served = months.filter(({ month }) => Math.ceil(month / 12) === year);
  const mtok = (kind: "input" | "output") =>
    served.reduce((sum, { tokens }) => sum + tokens[kind] / 1e6, 0);
  const [capexUsd, opexUsd, residualUsd] = [of("capex"), of("opex"), of("residual")];
  return {
    year,
    capexUsd,
    opexUsd,
    residualUsd,
    depreciationUsd: year === 0 ? 0 : capexUsd / 3,
    cashUsd: capexUsd + opexUsd + residualUsd,
    inputMtok: mtok("input"),
    cachedMtok: 0,
    outputMtok: mtok("output"),
    chips: served.at(-1)?.chips ?? 0,
  };
}

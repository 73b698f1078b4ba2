import type { ApiTerms } from "../../sim/terms.ts";
import { catalogRow, type FlatTables } from "../catalog/catalog.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { EconomicsField } from "../schema/economics.ts";
import type { Inputs } from "./inputs.ts";

/** Reads one field of `economics` and notes it under the term that it becomes. */
export class Prices {
  readonly #scenario: Scenario;
  readonly #inputs: Inputs;

  constructor(scenario: Scenario, inputs: Inputs) {
    this.#scenario = scenario;
    this.#inputs = inputs;
  }

  of(
    field: EconomicsField,
    term: string,
    label: string,
    unit: string,
    row: () => CatalogRow,
    baseUnits = 1,
  ): number {
    const stated = this.#scenario.config.economics[field];
    const path = `economics.${field}`;
    return this.#inputs.priced({ path, label, unit, term, stated, row, baseUnits });
  }

  /** A row by name, or the first of these names that the table has. */
  row(table: keyof FlatTables, ...names: string[]): () => CatalogRow {
    const { catalog } = this.#scenario;
    const known = names.find((name) => Object.hasOwn(catalog[table], name));
    return () => catalogRow(catalog, table, known ?? names[0] ?? "");
  }

  pue(...names: string[]): number {
    const row = this.row("pue", ...names);
    return this.of("pue", "pue", "facility watts per IT watt (PUE)", "ratio", row);
  }

  staff(
    role: string,
    people = this.row("staff", role),
  ): Pick<ApiTerms, "staffFte" | "staffUsdPerYear"> {
    const cost = this.row("staff", "engineer_usd_per_year");
    return {
      staffFte: this.of("staff", "staffFte", "engineers", "FTE", people),
      staffUsdPerYear: this.of(
        "staff_cost",
        "staffUsdPerYear",
        "cost of an engineer",
        "USD/year",
        cost,
      ),
    };
  }
}

import type { Assumption } from "../../sim/outcome.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import { parsePath, pathKey } from "../schema/layers.ts";
import type { Sourced } from "../schema/quantity.ts";

type Role = Assumption["role"];

/** An input that the scenario may state and the catalogue knows. */
export interface PricedInput {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly role?: Role;
  /** Key of `Terms` that it becomes. */
  readonly term?: string;
  readonly stated: Sourced | undefined;
  /** Base units of the stated number in one `unit` (seconds in a year); 1 where left out. */
  readonly baseUnits?: number;
  /** Read only where the scenario states nothing. */
  readonly row: () => CatalogRow;
}

/** Collects every input of a strategy with its source while the strategy is put together. */
export class Inputs {
  readonly list: Assumption[] = [];
  readonly #scenario: Scenario;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The stated value, or the catalogue's, in `unit`; noted as an assumption. */
  priced(input: PricedInput): number {
    const { path, label, unit, stated, role = "uncertainty", term = null } = input;
    if (stated === undefined) {
      const row = input.row();
      this.row(row, path, label, role, term, unit);
      return row.value;
    }
    const per = input.baseUnits ?? 1;
    const value = stated.value / per;
    const labels = this.#statedLabels(path, stated);
    const low = stated.low === null ? null : stated.low / per;
    const high = stated.high === null ? null : stated.high / per;
    const law = stated.law === undefined ? {} : { law: stated.law };
    this.list.push({ path, label, value, low, high, unit, ...labels, role, term, ...law });
    return value;
  }

  /** A row of the catalogue that nothing else states. */
  row(
    row: CatalogRow,
    path: string,
    label: string,
    role: Role = "uncertainty",
    term: string | null = null,
    unit: string = row.unit,
  ): void {
    const { value, asOf, grade } = row;
    const exact = row.low === value && row.high === value;
    const [low, high] = exact ? [null, null] : [row.low, row.high];
    const source = this.#sourceWords(row);
    this.list.push({ path, label, value, low, high, unit, source, asOf, grade, role, term });
  }

  /** A choice or a figure of the scenario that has no price. */
  chosen(
    path: string,
    label: string,
    value: number | string,
    unit = "",
    role: Role = "lever",
  ): void {
    const origin = this.#origin(path);
    const source = origin ?? "default of the scenario format";
    const common = { low: null, high: null, unit, source, asOf: "-", term: null };
    // What we choose is known exactly; what we merely believe is a guess.
    this.list.push({
      path,
      label,
      value,
      ...common,
      grade: role === "uncertainty" ? "D" : "A",
      role,
    });
  }

  /** A number of the scenario that may carry its own source. */
  stated(
    path: string,
    label: string,
    value: Sourced,
    unit: string,
    role: Role,
    shown?: number,
  ): void {
    const origin = this.#origin(path);
    const labels =
      origin === null
        ? { source: "default of the scenario format", asOf: "-", grade: "D" as const }
        : this.#statedLabels(path, value);
    const { low, high } = value;
    const term = null;
    this.list.push({
      path,
      label,
      value: shown ?? value.value,
      low,
      high,
      unit,
      ...labels,
      role,
      term,
      ...(value.law === undefined ? {} : { law: value.law }),
    });
  }

  #statedLabels(path: string, stated: Sourced): Pick<Assumption, "source" | "asOf" | "grade"> {
    const source = stated.source ?? this.#origin(path) ?? "stated in the scenario";
    const grade = stated.grade ?? (stated.source === null ? "D" : "B");
    return { source, asOf: stated.asOf ?? "undated", grade };
  }

  #origin(path: string): string | null {
    const steps = parsePath(path) ?? [];
    const { origins } = this.#scenario;
    for (let length = steps.length; length > 1; length--) {
      const origin = origins.get(pathKey(steps.slice(0, length)));
      if (origin) return origin.kind === "file" ? `stated in ${origin.source}` : origin.source;
    }
    const top = steps.length === 1 ? origins.get(pathKey(steps)) : undefined;
    return top === undefined ? null : top.source;
  }

  #sourceWords(row: CatalogRow): string {
    const { sources } = this.#scenario.catalog;
    const known = Object.hasOwn(sources, row.source) ? sources[row.source] : undefined;
    const words = known === undefined ? row.source : `${row.source}: ${known.title}`;
    return row.defaultRange === true ? `${words} (range: +-30 % by default)` : words;
  }
}

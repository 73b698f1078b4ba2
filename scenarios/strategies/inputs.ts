import type { Assumption } from "../../sim/outcome.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import { type LayerKind, type Origin, parsePath, pathKey } from "../schema/layers.ts";
import type { Sourced } from "../schema/quantity.ts";

type Role = Assumption["role"];

const DEFAULT_WORDS = "default of the scenario format";

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
    const { path, label, unit, stated, role: asked = "uncertainty", term = null } = input;
    if (stated === undefined) {
      const row = input.row();
      this.row(row, path, label, asked, term, unit);
      return row.value;
    }
    const per = input.baseUnits ?? 1;
    const value = stated.value / per;
    const labels = this.#statedLabels(path, stated, asked);
    const low = stated.low === null ? null : stated.low / per;
    const high = stated.high === null ? null : stated.high / per;
    const law = stated.law === undefined ? {} : { law: stated.law };
    this.list.push({ path, label, value, low, high, unit, term, ...labels, ...law });
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
    const labels = { source: this.#sourceWords(row), asOf, grade, term };
    // What is known exactly is not uncertain.
    const kind = exact && role === "uncertainty" ? "constant" : role;
    this.list.push({ path, label, value, low, high, unit, role: kind, ...labels });
  }

  /** A choice or a figure of the scenario that has no price. */
  chosen(
    path: string,
    label: string,
    value: number | string,
    unit = "",
    asked: Role = "lever",
  ): void {
    const source = this.#origin(path)?.words ?? DEFAULT_WORDS;
    const role = asked === "uncertainty" && this.#isPremise(path) ? "lever" : asked;
    // What we choose is known exactly; what we merely believe is a guess.
    const grade = role === "uncertainty" ? "D" : "A";
    const common = { low: null, high: null, unit, source, asOf: "-", term: null };
    this.list.push({ path, label, value, ...common, grade, role });
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
    const { low, high } = value;
    const law = value.law === undefined ? {} : { law: value.law };
    const labels = this.#statedLabels(path, value, role);
    this.list.push({
      ...{ path, label, value: shown ?? value.value, low, high, unit },
      ...{ ...labels, term: null, ...law },
    });
  }

  #statedLabels(
    path: string,
    stated: Sourced,
    role: Role,
  ): Pick<Assumption, "source" | "asOf" | "grade" | "role"> {
    const { low, high, source: said } = stated;
    const source = said ?? this.#origin(path)?.words ?? DEFAULT_WORDS;
    if (said === null && stated.grade === null && low === null && high === null) {
      // A premise is exact: the answer holds for it and for nothing else.
      if (this.#isPremise(path)) {
        return { source, asOf: "-", grade: "A", role: role === "uncertainty" ? "lever" : role };
      }
    }
    const grade = stated.grade ?? (said === null ? "D" : "B");
    // What is assumed is assumed at no date.
    const undated = said === null || said.startsWith("assumed") ? "-" : "undated";
    return { source, asOf: stated.asOf ?? undated, grade, role };
  }

  /** What a preset states with its question, or nobody states: taken as given, not believed. */
  #isPremise(path: string): boolean {
    const kind = this.#origin(path)?.kind;
    return kind === undefined || kind === "preset";
  }

  #origin(path: string): { readonly words: string; readonly kind: LayerKind } | null {
    const steps = parsePath(path) ?? [];
    const { origins } = this.#scenario;
    for (let length = steps.length; length > 1; length--) {
      const origin = origins.get(pathKey(steps.slice(0, length)));
      if (origin) return wordsOf(origin);
    }
    const top = steps.length === 1 ? origins.get(pathKey(steps)) : undefined;
    return top === undefined ? null : { words: top.source, kind: top.kind };
  }

  #sourceWords(row: CatalogRow): string {
    const { sources } = this.#scenario.catalog;
    const known = Object.hasOwn(sources, row.source) ? sources[row.source] : undefined;
    const words = known === undefined ? row.source : `${row.source}: ${known.title}`;
    if (row.defaultRange === true) return `${words} (range: +-30 % by default)`;
    return row.note?.startsWith("median of ") === true ? `${words}; ${row.note}` : words;
  }
}

function wordsOf({ kind, source }: Origin): { readonly words: string; readonly kind: LayerKind } {
  return { words: kind === "file" ? `stated in ${source}` : source, kind };
}

import { CatalogError, type CatalogIssue } from "./catalogError.ts";
import { isMapping, type Mapping, words } from "./userRow.ts";

/** No published model is near these: anything above is a slip of the pen. */
const MOST = 1e8;

/** How a number is read: what it may be, and what stands in where it is not there. */
export interface CountSpec {
  /** Least value, 1 where left out. */
  readonly least?: number;
  readonly most?: number;
  /** Value where no key is there; without one the key is required. */
  readonly or?: number;
  /** Why that value: with it, the value is listed as assumed. */
  readonly why?: string;
}

/** Reads the keys of a config.json with their bounds; collects what is wrong and what is assumed. */
export class HfKeys {
  readonly assumed: string[] = [];
  readonly #tree: Mapping;
  readonly #issues: CatalogIssue[] = [];
  readonly #name: string;

  constructor(tree: Mapping, name: string) {
    this.#tree = tree;
    this.#name = name;
  }

  /** The value of the first of some names that is there and not null. */
  raw(...names: readonly string[]): unknown {
    const name = this.#nameOf(names);
    return name === undefined ? undefined : this.#tree[name];
  }

  has(...names: readonly string[]): boolean {
    return this.#nameOf(names) !== undefined;
  }

  /** A whole number under one of several names. */
  count(names: readonly string[], spec: CountSpec = {}): number {
    const { least = 1, most = MOST } = spec;
    const name = this.#nameOf(names);
    if (name === undefined) return this.#missing(names, spec);
    const raw = this.#tree[name];
    const right =
      typeof raw === "number" && Number.isSafeInteger(raw) && raw >= least && raw <= most;
    if (right) return raw;
    this.wrong(name, `got ${words(raw)}; expected a whole number from ${least} to ${most}`);
    return Math.max(1, least);
  }

  /** True or false; `or` where it is not there. */
  flag(name: string, or: boolean, why?: string): boolean {
    const raw = this.raw(name);
    if (raw === undefined) {
      if (why !== undefined) this.assume(`${name} is not there: ${or} (${why})`);
      return or;
    }
    if (typeof raw !== "boolean") {
      this.wrong(name, `got ${words(raw)}; expected true or false`);
      return or;
    }
    return raw;
  }

  /** Words under one of several names; empty where there are none. */
  text(...names: readonly string[]): string {
    const name = this.#nameOf(names);
    const raw = name === undefined ? "" : this.#tree[name];
    if (typeof raw === "string") return raw;
    this.wrong(name ?? "", `got ${words(raw)}; expected words`);
    return "";
  }

  /** A list of words or numbers, undefined where there is none. */
  list(name: string): readonly (string | number)[] | undefined {
    const raw = this.raw(name);
    if (raw === undefined) return undefined;
    const right =
      Array.isArray(raw) &&
      raw.length <= 10_000 &&
      raw.every((item) => typeof item === "string" || Number.isFinite(item));
    if (right) return raw as (string | number)[];
    this.wrong(name, `got ${words(raw)}; expected a list of words or numbers`);
    return undefined;
  }

  wrong(key: string, message: string): void {
    this.#issues.push({ path: `${this.#name} ${key}`.trim(), message });
  }

  assume(sentence: string): void {
    this.assumed.push(sentence);
  }

  /** @throws CatalogError with everything that was wrong */
  throwIssues(): void {
    if (this.#issues.length > 0) throw new CatalogError(this.#issues);
  }

  #nameOf(names: readonly string[]): string | undefined {
    return names.find(
      (name) => Object.hasOwn(this.#tree, name) && (this.#tree[name] ?? null) !== null,
    );
  }

  #missing(names: readonly string[], { least = 1, or, why }: CountSpec): number {
    const [first = ""] = names;
    if (or !== undefined) {
      if (why !== undefined) this.assume(`${first} is not there: ${or} (${why})`);
      return or;
    }
    const others = names.length > 1 ? ` (or ${names.slice(1).join(", ")})` : "";
    this.wrong(
      first,
      `got nothing; expected a whole number >= ${least}${others}: give the model's whole config.json`,
    );
    return Math.max(1, least);
  }
}

/**
 * The tree that holds a language model's own keys: `text_config` of a model that also sees or
 * hears, with what stands beside it.
 *
 * @throws CatalogError when it is no mapping
 */
export function languageTree(json: unknown, name: string): Mapping {
  if (!isMapping(json)) {
    const message = `got ${words(json)}; expected the mapping of a Hugging Face config.json`;
    throw new CatalogError([{ path: name, message }]);
  }
  for (const key of ["text_config", "llm_config", "language_config"]) {
    const inner = Object.hasOwn(json, key) ? json[key] : undefined;
    if (isMapping(inner)) return { ...json, ...inner };
  }
  return json;
}

/**
 * A scenario before it is understood: plain trees of fields, one per source (preset, file, flag),
 * merged in order, each value remembering where it was written.
 */

export type TreeValue = string | number | boolean | null | TreeValue[] | Tree;
export interface Tree {
  [field: string]: TreeValue;
}
export type Path = readonly (string | number)[];

/** A place in a text; lines and columns from 1. */
export interface Span {
  readonly line: number;
  readonly col: number;
  readonly width: number;
}

/** Where one field was written: its name and its value. */
export interface Place {
  readonly key: Span | null;
  readonly value: Span | null;
}

export type LayerKind = "preset" | "file" | "flag";

export interface Layer {
  readonly kind: LayerKind;
  /** File as it was named, `preset NAME` or `--set PATH=VALUE`. */
  readonly name: string;
  readonly tree: Tree;
  readonly places: ReadonlyMap<string, Place>;
}

export interface Origin extends Place {
  readonly kind: LayerKind;
  readonly source: string;
}
/** By `pathKey`: who wrote each field of the merged tree. */
export type Origins = ReadonlyMap<string, Origin>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function pathKey(path: Path): string {
  return path.join("\u0001");
}

/** `faults.power_cap[0].cap`; names that hold dots are quoted. */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else {
      const name = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      text += text === "" ? name : `.${name}`;
    }
  }
  return text === "" ? "the file" : text;
}

/**
 * Reads `fleet.gpu`, `faults.power_cap[0].cap` or `catalog.models."qwen-2.5".layers`.
 *
 * @returns null when the text is no path
 */
export function parsePath(text: string): Path | null {
  const steps: (string | number)[] = [];
  const step = /(?:^|\.)(?:"([^"]+)"|([^."[\]=\s]+))|\[(\d{1,6})\]/y;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) return null;
    const name = match[1] ?? match[2];
    if (name !== undefined) steps.push(name);
    else if (steps.length === 0) return null;
    else steps.push(Number(match[3]));
  }
  return steps.length === 0 ? null : steps;
}

export function valueAt(tree: TreeValue, path: Path): TreeValue | undefined {
  let at: TreeValue | undefined = tree;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isTree(at) && Object.hasOwn(at, String(step))) at = at[String(step)];
    else return undefined;
  }
  return at;
}

/** Fields whose mapping is one choice: a later layer replaces it, never mixes into it. */
const WHOLE = new Set(
  [
    ...["demand.arrivals", "demand.lengths", "demand.trace", "faults.power_cap"],
    ...["turns", "first", "new", "output", "wait", "sub_agent_turns"].map(
      (law) => `demand.session.${law}`,
    ),
    ...["fleet.scaling.provision", "fleet.scaling.load"],
  ].map((path) => pathKey(path.split("."))),
);

/** What a later layer's choice takes out of the layers before it. */
const SUPERSEDES: readonly { readonly chosen: Path; readonly drops: readonly Path[] }[] = (
  [
    [
      "demand.trace.file",
      ...["demand.workload", "demand.lengths", "demand.arrivals", "demand.rate"],
      ...["demand.session", "demand.sessions", "demand.tokens_per_day"],
    ],
    ["demand.lengths", "demand.workload", "demand.trace", "demand.session"],
    ["demand.workload", "demand.lengths", "demand.trace", "demand.session"],
    ["demand.session", "demand.lengths", "demand.trace"],
    ["demand.sessions", "demand.rate", "demand.tokens_per_day"],
    ["demand.rate", "demand.sessions", "demand.tokens_per_day"],
    ["demand.tokens_per_day", "demand.rate", "demand.sessions"],
    ["promise.unit", "promise.tpot"],
    ["promise.tpot", "promise.unit"],
    ["fleet.flow.kind", "fleet.flow"],
    ["fleet.router", "fleet.router_signal"],
    ["fleet.scaling.signal", "fleet.scaling.target", "fleet.scaling.schedule"],
  ] as const
).map(([chosen, ...drops]) => ({
  chosen: chosen.split("."),
  drops: drops.map((path) => path.split(".")),
}));

/** A tree under construction: base layers first, each next one on top. */
export class LayeredTree {
  readonly tree: Tree = {};
  readonly origins = new Map<string, Origin>();
  /** Last layer that chose the kind of supply; what earlier layers set for another kind is moot. */
  #supplyAt = -1;
  #layers = 0;
  readonly #layerOf = new Map<string, number>();

  /** Puts a layer on top. A null removes what is below it. */
  add(layer: Layer): void {
    this.#layers++;
    for (const { chosen, drops } of SUPERSEDES) {
      if ((valueAt(layer.tree, chosen) ?? null) === null) continue;
      for (const path of drops) this.remove(path);
    }
    if ((layer.tree["supply"] ?? null) !== null && layer.tree["supply"] !== this.tree["supply"]) {
      this.#supplyAt = this.#layers;
    }
    this.#merge(this.tree, layer.tree, [], layer);
  }

  /** True when the field was set before a later layer chose another kind of supply. */
  isInherited(path: Path): boolean {
    const at = this.#layerOf.get(pathKey(path));
    return at !== undefined && at < this.#supplyAt;
  }

  remove(path: Path): void {
    const parent = valueAt(this.tree, path.slice(0, -1));
    const last = path.at(-1);
    if (last === undefined) return;
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (isTree(parent)) delete parent[String(last)];
    this.#forget(path);
  }

  /** The origin of a field, or of the nearest field around it. */
  originOf(path: Path): Origin | undefined {
    for (let length = path.length; length > 0; length--) {
      const origin = this.origins.get(pathKey(path.slice(0, length)));
      if (origin) return origin;
    }
    return undefined;
  }

  #merge(into: Tree, from: Tree, path: Path, layer: Layer): void {
    for (const [field, value] of Object.entries(from)) {
      const at = [...path, field];
      const below = Object.hasOwn(into, field) ? into[field] : undefined;
      if (value === null && below !== undefined) {
        this.remove(at);
        continue;
      }
      if (value === null && layer.kind === "flag") continue;
      if (isTree(value) && isTree(below) && !isWhole(at, value, below, layer)) {
        this.#merge(below, value, at, layer);
        continue;
      }
      if (below !== undefined) this.#forget(at);
      into[field] = structuredClone(value);
      this.#remember(value, at, layer);
    }
  }

  #remember(value: TreeValue, path: Path, layer: Layer): void {
    const place = layer.places.get(pathKey(path)) ?? { key: null, value: null };
    this.origins.set(pathKey(path), { ...place, kind: layer.kind, source: layer.name });
    this.#layerOf.set(pathKey(path), this.#layers);
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) this.#remember(item, [...path, i], layer);
    } else if (isTree(value)) {
      for (const [field, item] of Object.entries(value)) {
        this.#remember(item, [...path, field], layer);
      }
    }
  }

  #forget(path: Path): void {
    const key = pathKey(path);
    for (const known of [...this.origins.keys()]) {
      if (known === key || known.startsWith(`${key}\u0001`)) {
        this.origins.delete(known);
        this.#layerOf.delete(known);
      }
    }
  }
}

/**
 * A priced value `{value | range, source ...}` is replaced whole: halves of two would lie. A flag
 * may still change one field of a trace.
 */
function isWhole(path: Path, above: Tree, below: Tree, layer: Layer): boolean {
  const priced = (tree: Tree) => Object.hasOwn(tree, "value") || Object.hasOwn(tree, "range");
  const key = pathKey(path);
  if (layer.kind === "flag" && key === TRACE_KEY && !Object.hasOwn(above, "file")) return false;
  return WHOLE.has(key) || priced(above) || priced(below);
}

const TRACE_KEY = pathKey(["demand", "trace"]);

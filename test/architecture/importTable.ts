/** Who may import whom: the layers of the sources, from the bottom up. */

export interface Layer {
  readonly name: string;
  /** The files of the layer, by path from the root of the checkout. */
  readonly files: RegExp;
  /** Other layers it may import, by name; every layer may import itself. */
  readonly layers: readonly string[];
  /** Packages it may import, by name; their subpaths are included. */
  readonly packages: readonly string[];
  /** Files of the layer that may import Node's own modules; the others `node:path` alone. */
  readonly node?: RegExp;
}

export const SOURCES = ["sim", "scenarios", "reports", "ui"] as const;

const BASE =
  "units invariant facts records plan stackPlan workPlan physical terms laterTerms contractTerms financeTerms financeMetrics marketPlan marketStake marketOutcome marketReason computeReturn trustWorth lockInWorth outcome costCategories metric statement strategy comparison validation metrics dayCurve counterfactuals toilTerms waterfall randomness monteCarlo fading fleetYears yearTerms usualShares";
const TOOLS = ["base", "engine", "random", "stats"];
const THINGS = [...TOOLS, "hardware", "models"];
const ENTITIES = [...THINGS, "workload", "timing", "network", "faults", "facility", "cluster"];
const PHYSICS = [...ENTITIES, "serving", "training"];

export const LAYERS: readonly Layer[] = [
  { name: "base", files: root(BASE), layers: [], packages: [] },
  inSim("engine", ["base"]),
  inSim("random", ["base"], ["seedrandom"]),
  inSim("stats", ["base"], ["jstat", "d3-array"]),
  inSim("hardware", ["base"]),
  inSim("models", ["base"]),
  inSim("workload", TOOLS),
  inSim("timing", THINGS),
  inSim("network", THINGS),
  inSim("faults", THINGS),
  inSim("facility", THINGS),
  inSim("cluster", THINGS),
  inSim("serving", ENTITIES),
  inSim("training", ENTITIES),
  { name: "world", files: /^sim\/world(\.ts$|\/)/, layers: PHYSICS, packages: [] },
  {
    name: "simulate",
    files: root("simulate fleetFit staticBatch"),
    layers: [...PHYSICS, "world"],
    packages: [],
  },
  inSim("money", ["base", "stats"], ["financial"]),
  inSim("leaks", ["base", "stats"]),
  inSim("market", ["base", "stats"]),
  inSim("fleet", ["base", "stats"]),
  inSim("published", ["base", "stats", "models", "faults", "money"]),
  {
    name: "price",
    files: root("price switchedOutcome mergedOutcome brokerLines"),
    layers: ["base", "money", "leaks", "market"],
    packages: [],
  },
  inSim("experiment", [
    ...["base", "stats", "random", "simulate", "price", "money", "leaks", "market", "fleet"],
  ]),
  {
    name: "scenarios",
    files: /^scenarios\//,
    layers: ["base"],
    packages: ["zod", "yaml", "csv-parse"],
    node: /^scenarios\/(load\w*\.ts$|traces\/|store\/)/,
  },
  {
    name: "reports",
    files: /^reports\//,
    layers: ["base", "stats"],
    packages: ["d3", "react", "react-dom", "csv-stringify"],
    node: /^reports\/write\.ts$/,
  },
  {
    // The library's door also hands out formulas, which no other face needs.
    name: "library",
    files: /^ui\/(library\.ts$|formulas\/)/,
    layers: [
      ...["base", "stats", "models", "faults", "money", "market", "leaks", "fleet", "published"],
      ...["scenarios", "reports", "experiment", "simulate", "price", "ui"],
    ],
    packages: [],
  },
  {
    name: "ui",
    files: /^ui\//,
    layers: ["base", "scenarios", "reports", "experiment", "simulate", "price", "published"],
    packages: ["ink", "react", "commander", "comlink"],
    node: /^ui\//,
  },
];

/** Names of the platform: what a pure layer must not touch, whatever it imports. */
const PLATFORM =
  "Date performance console process globalThis global window document navigator fetch require " +
  "Buffer Worker setTimeout setInterval setImmediate queueMicrotask crypto";

/** `sim/` is pure, and so is a report: numbers in, text out. */
export const PURE: readonly { readonly files: RegExp; readonly names: ReadonlySet<string> }[] = [
  { files: /^sim\//, names: new Set(PLATFORM.split(" ")) },
  { files: /^reports\/(?!write\.ts$)/, names: new Set(PLATFORM.split(" ")) },
];

/** Pure tables: the only files that may be longer than 400 lines, with what a row is. */
export const LONG_TABLES: ReadonlyMap<string, string> = new Map([
  ["scenarios/catalog/models.ts", "one row per model"],
  ["scenarios/catalog/sources.ts", "one row per source"],
]);

function root(names: string): RegExp {
  return new RegExp(`^sim/(${names.replaceAll(" ", "|")})\\.ts$`);
}

function inSim(name: string, layers: readonly string[], packages: readonly string[] = []): Layer {
  return { name, files: new RegExp(`^sim/${name}/`), layers, packages };
}

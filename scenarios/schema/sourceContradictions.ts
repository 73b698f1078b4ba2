import type { ScenarioConfig } from "../scenario.ts";
import { has } from "./effectRule.ts";
import type { Finding } from "./finding.ts";
import { isTree, type Path, type Tree, valueAt } from "./layers.ts";
import { ECONOMICS_OF_WHOLE, OF_WHOLE } from "./sources.ts";
import { mayServeBound, trustModeOf } from "./trust.ts";
import { nearestWords } from "./words.ts";

/** What is wrong with sources and split as such; each source is checked as a scenario of its own. */
export function sourceFindings(config: ScenarioConfig, tree: Tree): Finding[] {
  const { sources, split, demand } = config;
  const names = Object.keys(sources ?? {});
  if (sources === undefined || names.length === 0) {
    if (split === undefined && sources === undefined) return copiesFindings(config);
    const message = "a split of no sources: there is nothing to split the demand over";
    return [
      { code: "CM-E0302", message, path: [split ? "split" : "sources"], expected: "sources" },
    ];
  }
  if (split === undefined) {
    const message = `${names.length} sources and no split at sources`;
    const [first = "", second = first] = names;
    return [
      {
        ...{ code: "CM-E0201", message, path: ["sources"], expected: "split" },
        fix: `write split: {kind: base-burst, base: ${first}, burst: ${second}, size: auto}`,
      },
    ];
  }
  const closed = typeof demand.arrivals === "object" && demand.arrivals.closed_loop !== undefined;
  return [
    ...(closed ? [closedLoop(["sources"])] : []),
    ...switchFindings(config),
    ...names.flatMap((name) => overlayFindings(name, tree)),
    ...splitFindings(config, names),
    ...names.flatMap((name) => unusedFindings(name, config)),
  ];
}

function copiesFindings(config: ScenarioConfig): Finding[] {
  const { copies = 1, demand } = config;
  if (copies === 1) return [];
  const closed = typeof demand.arrivals === "object" && demand.arrivals.closed_loop !== undefined;
  return [...(closed ? [closedLoop(["copies"])] : []), ...switchFindings(config)];
}

function switchFindings({ economics }: ScenarioConfig): Finding[] {
  if (economics.switch === undefined) return [];
  const path = ["economics", "switch"];
  return [
    {
      code: "CM-E0302",
      message:
        "economics.switch is counted for one source of tokens, and this scenario has several",
      path,
      expected: "no sources and no copies",
      sets: [[path, null]],
    },
  ];
}

function closedLoop(path: Path): Finding {
  return {
    code: "CM-E0302",
    message: `${path.join(".")} splits a rate of requests, and a closed loop has none`,
    path,
    expected: "another process at demand.arrivals",
  };
}

/** One demand, one promise, one horizon: what a source may not change. */
function overlayFindings(name: string, tree: Tree): Finding[] {
  const refuse = (path: Path): Finding => ({
    code: "CM-E0302",
    message: `source "${name}" cannot have ${path.slice(2).join(".")} of its own: all sources serve one demand under one promise`,
    path,
    atKey: true,
    sets: [[path, null]],
  });
  const at = ["sources", name];
  const economics = ECONOMICS_OF_WHOLE.map((field) => [...at, "economics", field]);
  return [...OF_WHOLE.map((field) => [...at, field]), ...economics]
    .filter((path) => valueAt(tree, path) !== undefined)
    .map(refuse);
}

function splitFindings({ split }: ScenarioConfig, names: readonly string[]): Finding[] {
  if (split === undefined) return [];
  const unknown = (path: Path, name: string | undefined): Finding[] => {
    if (name === undefined || names.includes(name)) return [];
    const suggestions = nearestWords(name, names);
    const [first] = suggestions;
    return [
      {
        ...{ code: "CM-E0203", message: `no source "${name}" at ${path.join(".")}`, path },
        ...{ expected: `one of ${names.join(", ")}`, suggestions },
        ...(first === undefined ? {} : { sets: [[path, first]] as const }),
      },
    ];
  };
  switch (split.kind) {
    case "base-burst": {
      const same = split.base === split.burst;
      const message = `"${split.base}" is base and burst at split.burst`;
      const path = ["split", "burst"];
      return [
        ...unknown(["split", "base"], split.base),
        ...unknown(path, split.burst),
        ...(same ? [{ code: "CM-E0302", message, path, expected: "another source" } as const] : []),
      ];
    }
    case "shares": {
      const stated = Object.keys(split.shares);
      const sum = Object.values(split.shares).reduce((total, share) => total + share, 0);
      const off = Math.abs(sum - 1) > 1e-6;
      const percent = Number((100 * sum).toPrecision(4));
      return [
        ...stated.flatMap((name) => unknown(["split", "shares", name], name)),
        ...(off
          ? [
              {
                code: "CM-E0304",
                message: `shares that sum to ${percent} % at split.shares`,
                path: ["split", "shares"],
                expected: "100 %",
              } as const,
            ]
          : []),
      ];
    }
    case "cheapest":
      return unknown(["split", "incumbent"], split.incumbent);
  }
}

/** A source, or a part of one, that the split never looks at. */
function unusedFindings(name: string, { sources, split }: ScenarioConfig): Finding[] {
  const dead = (path: Path, why: string): Finding => ({
    code: "CM-E0301",
    message: `"${path.join(".")}" has no effect here: ${why}`,
    path,
    atKey: true,
    sets: [[path, null]],
  });
  const used =
    split?.kind === "base-burst"
      ? [split.base, split.burst].includes(name)
      : split?.kind !== "shares" || Object.hasOwn(split.shares, name);
  if (!used) return [dead(["sources", name], "the split does not name it")];
  const limited = sources?.[name]?.capacity !== undefined && split?.kind !== "cheapest";
  const why = "only a broker routes by what an offer takes (split.kind: cheapest)";
  return limited ? [dead(["sources", name, "capacity"], why)] : [];
}

/** What a source of a kind of split cannot be, judged on the source as a scenario of its own. */
export function splitSourceFindings(
  name: string,
  source: ScenarioConfig,
  { split }: ScenarioConfig,
  tree: Tree,
): Finding[] {
  const { supply, fleet } = source;
  const at = (...path: string[]): Path => {
    const own = ["sources", name, ...path];
    return valueAt(tree, own) === undefined ? path : own;
  };
  const found: Finding[] = [];
  const scales = [fleet, ...Object.values(fleet.pools ?? {})].some((pool) => pool.scaling);
  if (supply !== "api" && scales && split?.kind !== "shares") {
    found.push({
      code: "CM-E0302",
      message: `source "${name}" has a scaler of its own, and the split decides by the hour what it serves`,
      path: at("fleet", "scaling"),
      expected: "no fleet.scaling; rented on demand, a fleet follows the hour",
    });
  }
  const auto = split?.kind === "base-burst" && (split.size ?? "auto") === "auto";
  if (auto && split.base === name && supply === "api") {
    found.push({
      code: "CM-E0302",
      message: `a base of whole replicas (split.size: auto), and source "${name}" is an API`,
      path: ["split", "size"],
      expected: 'a rate such as "40/s" or a share such as "60 %"',
    });
  }
  if (auto && split.base === name && supply !== "api" && fleet.count !== "auto") {
    found.push({
      code: "CM-E0302",
      message: `split.size: auto finds how many replicas source "${name}" has, and fleet.count states it`,
      path: at("fleet", "count"),
      expected: "auto",
    });
  }
  const held = supply === "owned" || (supply === "rented" && fleet.contract.startsWith("reserved"));
  if (split?.kind === "cheapest" && held) {
    found.push({
      code: "CM-E0302",
      message: `a broker leaves an offer from one month to the next, and source "${name}" cannot be left`,
      path: at("supply"),
      expected: "an API, or chips rented on demand",
    });
  }
  return [...found, ...trustFindings(name, source, split, at)];
}

/** Shares that change by the hour or the month leave no constant part of what is bound or may be lost. */
function trustFindings(
  name: string,
  source: ScenarioConfig,
  split: ScenarioConfig["split"],
  at: (...path: string[]) => Path,
): Finding[] {
  if (split === undefined || split.kind === "shares") return [];
  const found: Finding[] = [];
  const expected = "split.kind: shares";
  const { residency } = source.demand;
  if (residency !== undefined && !mayServeBound(trustModeOf(source), residency)) {
    found.push({
      ...{ code: "CM-E0302", path: ["demand", "residency"], expected },
      message: `source "${name}" may not serve bound demand (demand.residency), and split.kind: ${split.kind} has no constant share for those that may`,
    });
  }
  if (source.economics.trust !== undefined) {
    found.push({
      ...{ code: "CM-E0302", path: at("economics", "trust"), expected },
      message: `economics.trust of source "${name}" is counted on a constant share of the demand, and split.kind: ${split.kind} has none`,
    });
  }
  return found;
}

export function hasSources(tree: Tree): boolean {
  return has(tree, "sources") && isTree(tree["sources"]);
}

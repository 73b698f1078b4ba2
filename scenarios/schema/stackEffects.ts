import { mayHaveSessions } from "./demandEffects.ts";
import { beside, type EffectRule, has, isOn, numberOf } from "./effectRule.ts";
import { FLOW_FIELDS, FLOWS } from "./flows.ts";
import { isTree, type Path, type Tree, type TreeValue, valueAt } from "./layers.ts";
import { VARIANT_RULES } from "./variantContradictions.ts";

/** Settings of the serving stack that another one makes moot, in the fleet and in each pool. */

/** A lever of the fleet and of every pool. */
const lever = (...fields: readonly string[]): string[] =>
  fields.flatMap((field) => [`fleet.${field}`, `fleet.pools.*.${field}`]);
const flow = (...fields: readonly string[]): string[] =>
  fields.flatMap((field) => [`fleet.flow.${field}`, `fleet.service_flows.*.${field}`]);

/** A field of the pool that a lever stands in. */
function ofPool(tree: Tree, at: Path, field: string): TreeValue | undefined {
  return valueAt(tree, [...at.slice(0, at[1] === "pools" ? 3 : 1), field]);
}

/** Whether the engine of the pool answers in static batches; a pool has the fleet's unless it says. */
function isStatic(tree: Tree, at: Path): boolean {
  return (ofPool(tree, at, "policy") ?? valueAt(tree, ["fleet", "policy"])) === "static";
}

/** Every flow of the fleet. */
function flowsOf(tree: Tree): Tree[] {
  const services = valueAt(tree, ["fleet", "service_flows"]);
  const all = [
    valueAt(tree, ["fleet", "flow"]),
    ...Object.values(isTree(services) ? services : {}),
  ];
  return all.filter((one): one is Tree => isTree(one));
}

/** Names of the pools that a flow passes, in the words of the file. */
export function poolNamesOf(stated: Tree): TreeValue[] {
  const tiers = Array.isArray(stated["tiers"]) ? stated["tiers"] : [];
  const named = ["pool", "prefill", "decode", "encoder"].map((field) => stated[field]);
  const tierPools = tiers.map((tier) => (isTree(tier) ? tier["pool"] : undefined));
  return [...named, ...tierPools].filter((name) => name !== undefined);
}

const entries = (value: TreeValue | undefined): number => (Array.isArray(value) ? value.length : 0);
const bySchedule = (tree: Tree, at: Path): boolean => beside(tree, at, "signal") === "schedule";

/** One rule per field that only some kinds of flow have. */
function flowRules(): EffectRule[] {
  const names = new Set(
    Object.values(FLOW_FIELDS).flatMap((fields) => fields.map((field) => field.replace("!", ""))),
  );
  return [...names].map((name) => {
    const kinds = FLOWS.filter((kind) =>
      FLOW_FIELDS[kind].some((field) => field.replace("!", "") === name),
    );
    return {
      fields: flow(name),
      applies: (tree, _, at) => (kinds as readonly unknown[]).includes(beside(tree, at, "kind")),
      why: `it belongs to a flow of kind ${kinds.join(" or ")}`,
    };
  });
}

export const STACK_RULES: readonly EffectRule[] = [
  {
    fields: lever("batch_wait"),
    applies: (tree, _, at) => isStatic(tree, at),
    why: "only a static batch waits to fill (policy: static)",
  },
  {
    fields: lever("cache", "speculation"),
    applies: (tree, _, at) => !isOn(valueAt(tree, at)) || !isStatic(tree, at),
    why: "a static batch computes every prompt and writes every token (policy: static)",
  },
  {
    fields: lever("preemption", "token_budget"),
    applies: (tree, _, at) => !isStatic(tree, at),
    why: "a static batch is admitted whole: nobody is preempted, no prompt is cut (policy: static)",
  },
  {
    fields: lever("queue"),
    applies: (tree, _, at) =>
      valueAt(tree, at) === "fcfs" ||
      Math.max(1, entries(valueAt(tree, ["demand", "classes"]))) +
        entries(valueAt(tree, ["demand", "services"])) >
        1,
    why: "all requests are of one class (demand.classes, demand.services)",
  },
  {
    fields: lever("swap_bandwidth"),
    applies: (tree, _, at) => ofPool(tree, at, "preemption") === "swap",
    why: "nothing is swapped (preemption: swap)",
  },
  {
    fields: lever("router_signal"),
    applies: (tree, _, at) => ofPool(tree, at, "router") === "weighted",
    why: "only the router weighted reads it",
  },
  {
    fields: lever("parallel.micro_batches"),
    applies: (tree, _, at) => numberOf(beside(tree, at, "pipeline"), 1) > 1,
    why: "there is no pipeline to split a batch for (parallel.pipeline)",
  },
  {
    fields: lever("parallel.expert_skew"),
    applies: (tree, _, at) => numberOf(beside(tree, at, "expert"), 1) > 1,
    why: "the experts are not spread over chips (parallel.expert)",
  },
  {
    fields: lever("cache"),
    applies: (tree, _, at) => !isOn(valueAt(tree, at)) || mayHaveSessions(tree),
    why: "no prompt is known to begin like another: no sessions, and no trace with block ids",
  },
  {
    fields: lever("cache.write"),
    applies: (tree, _, at) => entries(beside(tree, at, "tiers")) > 0,
    why: "there is no store behind the chips' memory (cache.tiers)",
  },
  {
    fields: lever("cache.between_turns"),
    applies: (tree) => mayHaveSessions(tree),
    why: "no request is a turn of a session",
  },
  {
    fields: lever("cache.tiers.*.store_bandwidth"),
    applies: (tree, _, at) => {
      const scope = beside(tree, at, "scope");
      const isRemote = beside(tree, at, "store") === "remote";
      return scope === "fleet" || (scope === undefined && isRemote);
    },
    why: "a store of one replica has the bandwidth to that replica (scope: fleet)",
  },
  {
    fields: lever("speculation.precision"),
    applies: (tree, _, at) => ![undefined, "heads"].includes(beside(tree, at, "draft") as string),
    why: "heads have the format of the model that they stand on",
  },
  {
    fields: lever("scaling.target", "scaling.min", "scaling.max", "scaling.every").concat(
      lever("scaling.down_after"),
    ),
    applies: (tree, _, at) => !bySchedule(tree, at),
    why: "the clock decides (scaling.schedule)",
  },
  {
    fields: lever("scaling.schedule"),
    applies: (tree, _, at) => bySchedule(tree, at),
    why: "load decides (scaling.signal: schedule follows the clock)",
  },
  {
    fields: ["fleet.main_replicas"],
    applies: (tree) =>
      has(tree, "fleet.pools") && (valueAt(tree, ["fleet", "count"]) ?? "auto") === "auto",
    why: "it is the main pool's part in a unit of several pools that is sized (count: auto)",
  },
  {
    fields: ["fleet.pools.*"],
    applies: (tree, _, at) =>
      flowsOf(tree).some((stated) => poolNamesOf(stated).includes(String(at[2]))),
    why: "no request passes it (fleet.flow, fleet.service_flows)",
  },
  ...flowRules(),
  ...VARIANT_RULES,
  {
    fields: flow("score_error"),
    applies: (tree, _, at) => beside(tree, at, "start") === "by-score",
    why: "no score decides where a request starts (start: by-score)",
  },
  {
    fields: flow("tiers.*.caught", "tiers.*.false_alarms"),
    applies: (tree, _, at) => Number(at.at(-2)) + 1 < entries(valueAt(tree, at.slice(0, -2))),
    why: "there is no tier after the last one to send an answer on to",
  },
];

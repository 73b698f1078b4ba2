import type { EnginePlan, PoolPlan } from "../../sim/plan.ts";
import type { RouterKind, SpeculationPlan } from "../../sim/stackPlan.ts";
import { modelEntry } from "../catalog/catalog.ts";
import type { ScenarioConfig } from "../scenario.ts";
import type { StatedSpeculation } from "../schema/levers.ts";
import { cachePlan } from "./cache.ts";
import { type PoolContext, rowOf } from "./poolContext.ts";
import { scalingLaw } from "./scaling.ts";

/** The levers of one pool -> the optional parts of its plan; an absent lever leaves no part. */

type Fleet = ScenarioConfig["fleet"];
/** What a pool states of levers: the fleet's own fields, or those of a pool beside it. */
export type StatedLevers = Pick<
  Fleet,
  | "policy"
  | "batch_wait"
  | "queue"
  | "preemption"
  | "swap_bandwidth"
  | "router_signal"
  | "parallel"
  | "cache"
  | "kv_compression"
  | "speculation"
  | "scaling"
  | "quality"
>;

export const ROUTER_KINDS: Readonly<Record<Fleet["router"], RouterKind>> = {
  "least-outstanding": "leastOutstanding",
  "round-robin": "roundRobin",
  "least-kv": "leastKv",
  "power-of-two": "powerOfTwo",
  "prefix-affinity": "prefixAffinity",
  "session-affinity": "sessionAffinity",
  "adapter-affinity": "adapterAffinity",
  weighted: "weighted",
};

const POLICIES = {
  mixed: "mixed",
  "prefill-first": "prefillFirst",
  "decode-first": "decodeFirst",
  static: "static",
} as const;

const GB = 1e9;

/** Parts of `EnginePlan` that say who goes when. */
export function enginePolicy(
  stated: StatedLevers,
  context: PoolContext,
): Pick<EnginePlan, "policy" | "batchWaitS" | "queue" | "preemption" | "swapBytesPerS"> {
  const { inputs, base } = context;
  const { policy, batch_wait: wait, queue, preemption } = stated;
  if (policy) inputs.chosen(`${base}.policy`, "what a step holds", policy);
  if (wait !== undefined) inputs.chosen(`${base}.batch_wait`, "wait for a batch", wait, "s");
  if (queue) inputs.chosen(`${base}.queue`, "who goes first", queue);
  if (preemption) inputs.chosen(`${base}.preemption`, "memory of the preempted", preemption);
  const swapGb =
    preemption === "swap"
      ? inputs.priced({
          path: `${base}.swap_bandwidth`,
          label: "bandwidth for swapping",
          unit: "GB/s",
          stated: stated.swap_bandwidth,
          baseUnits: GB,
          row: () => rowOf(context, "swap_gb_per_s"),
        })
      : null;
  return {
    ...(policy ? { policy: POLICIES[policy] } : {}),
    ...(wait === undefined ? {} : { batchWaitS: wait }),
    ...(queue ? { queue } : {}),
    ...(preemption ? { preemption } : {}),
    ...(swapGb === null ? {} : { swapBytesPerS: swapGb * GB }),
  };
}

type LeverParts = Pick<
  PoolPlan,
  "routerSignal" | "cache" | "kvCompression" | "speculation" | "scaling" | "quality"
>;

export function leverParts(stated: StatedLevers, context: PoolContext): LeverParts {
  const { inputs, base } = context;
  const { router_signal: signal, kv_compression: kv, quality } = stated;
  if (signal) {
    const words = `${signal.length} steps, the first ${signal[0]?.weights.join(" : ") ?? ""}`;
    inputs.chosen(`${base}.router_signal`, "weights of the replicas", words);
  }
  if (kv) {
    const { bytes, quality_loss: loss } = kv;
    inputs.chosen(`${base}.kv_compression.bytes`, "KV bytes kept", bytes, "share");
    const path = `${base}.kv_compression.quality_loss`;
    inputs.stated(path, "answers lost to KV compression", loss, "share", "uncertainty");
  }
  if (quality) {
    inputs.stated(`${base}.quality`, "answers that are accepted", quality, "share", "uncertainty");
  }
  return {
    ...(signal
      ? { routerSignal: signal.map(({ from, weights }) => ({ fromS: from, weights })) }
      : {}),
    ...(stated.cache ? { cache: cachePlan(stated.cache, context) } : {}),
    ...(kv ? { kvCompression: { bytesRatio: kv.bytes, qualityLoss: kv.quality_loss.value } } : {}),
    ...(stated.speculation ? { speculation: speculation(stated.speculation, context) } : {}),
    ...(stated.scaling ? { scaling: scalingLaw(stated.scaling, context) } : {}),
    ...(quality ? { quality: quality.value } : {}),
  };
}

function speculation(stated: StatedSpeculation, context: PoolContext): SpeculationPlan {
  const { inputs, base, scenario, weightFormat } = context;
  const { draft, tokens, acceptance } = stated;
  const at = (field: string): string => `${base}.speculation.${field}`;
  inputs.chosen(at("draft"), "who drafts", draft);
  inputs.chosen(at("tokens"), "tokens drafted", tokens, "tokens/step");
  if (acceptance) {
    const words = `${acceptance.low} to ${acceptance.high}`;
    inputs.chosen(at("acceptance"), "drafts accepted", words, "share", "uncertainty");
  } else {
    const noted = (end: "low" | "high"): void => {
      const row = rowOf(context, `acceptance_${end}`);
      inputs.row(row, `catalog.serving.acceptance_${end}`, `drafts accepted, ${end} end`);
    };
    if (!inputs.list.some(({ path }) => path === "catalog.serving.acceptance_low")) {
      noted("low");
      noted("high");
    }
  }
  return {
    draftTokens: tokens,
    acceptance: acceptance ?? {
      low: rowOf(context, "acceptance_low").value,
      high: rowOf(context, "acceptance_high").value,
    },
    draft:
      draft === "heads"
        ? { kind: "heads" }
        : {
            kind: "model",
            model: modelEntry(scenario.catalog, draft).facts,
            weightFormat: stated.precision ?? weightFormat,
          },
  };
}

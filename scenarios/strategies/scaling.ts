import type { LognormalPart, ScalingLawPlan } from "../../sim/stackPlan.ts";
import type { StatedLaw } from "../schema/law.ts";
import { DEFAULT_TARGETS, type StatedScaling } from "../schema/scaling.ts";
import type { Inputs } from "./inputs.ts";
import { lawWords, lognormalParts } from "./laws.ts";
import { type PoolContext, rowOf } from "./poolContext.ts";

/** Replicas that come and go: the law, and how long a replica takes to come up. */

/** Time to load a model, measured on a fleet of many variants. */
const LOADS = {
  "base-model": [
    { weight: 0.358, mu: 1.084, sigma: 0.335 },
    { weight: 0.642, mu: 3.434, sigma: 0.318 },
  ],
  adapter: [
    { weight: 0.124, mu: 0.508, sigma: 0.735 },
    { weight: 0.876, mu: 1.514, sigma: 0.243 },
  ],
} as const satisfies Readonly<Record<string, readonly LognormalPart[]>>;

/** Kolmogorov-Smirnov distance of each fit is said with it. */
const LOAD_SOURCES = {
  "base-model":
    "fit to base-model loads of the Alibaba GenTD26 trace: warm and cold page cache, median 22.7 s (KS 0.089)",
  adapter: "fit to adapter loads of the Alibaba GenTD26 trace: median 4.4 s (KS 0.016)",
} as const;

export function scalingLaw(stated: StatedScaling, context: PoolContext): ScalingLawPlan {
  const { inputs, base, replicas } = context;
  const { signal, min, every, down_after: downAfterS, schedule = [] } = stated;
  const at = (field: string): string => `${base}.scaling.${field}`;
  const numbers = schedule.map((step) => step.replicas);
  const byClock = signal === "schedule";
  const target = byClock ? DEFAULT_TARGETS.schedule : (stated.target ?? DEFAULT_TARGETS[signal]);
  const minReplicas = byClock ? Math.min(...numbers) : min;
  const maxReplicas = byClock
    ? Math.max(1, replicas ?? 1, ...numbers)
    : (stated.max ?? replicas ?? Math.max(1, min));
  inputs.chosen(at("signal"), "replicas follow", signal);
  if (byClock) {
    const words = schedule.map((step) => `${step.replicas} from ${step.from} s`).join(", ");
    inputs.chosen(at("schedule"), "replicas by the clock", words);
  } else {
    inputs.chosen(at("target"), "value that is held", target);
    inputs.chosen(at("min"), "fewest replicas", minReplicas, "replicas");
    inputs.chosen(at("max"), "most replicas", maxReplicas, "replicas");
    inputs.chosen(at("every"), "time between decisions", every, "s");
    inputs.chosen(at("down_after"), "low load before a replica goes", downAfterS, "s");
  }
  return {
    signal,
    target,
    minReplicas,
    maxReplicas,
    periodS: every,
    downAfterS,
    provision: provision(stated, context),
    load: load(stated, context),
    schedule: schedule.map((step) => ({ fromS: step.from, replicas: step.replicas })),
  };
}

function provision({ provision: stated }: StatedScaling, context: PoolContext): LognormalPart[] {
  const { inputs, base } = context;
  const path = `${base}.scaling.provision`;
  if (stated !== undefined) {
    const parts = lognormalParts(stated);
    inputs.chosen(path, "order to boot of a replica", partsWords(parts), "s", "uncertainty");
    return parts;
  }
  const median = rowOf(context, "provision_median_s");
  inputs.row(median, path, "order to boot of a replica, median", "uncertainty", null, "s");
  const sigma = rowOf(context, "provision_sigma").value;
  return [{ weight: 1, mu: Math.log(median.value), sigma }];
}

function load({ load: stated }: StatedScaling, context: PoolContext): readonly LognormalPart[] {
  const path = `${context.base}.scaling.load`;
  return loadLaw(stated, path, "time to load the model", context.inputs);
}

/** The law of a load: a measured one by its name, or as stated. */
export function loadLaw(
  stated: keyof typeof LOADS | StatedLaw,
  path: string,
  label: string,
  inputs: Inputs,
): readonly LognormalPart[] {
  if (typeof stated !== "string") {
    const parts = lognormalParts(stated);
    inputs.chosen(path, label, partsWords(parts), "s", "uncertainty");
    return parts;
  }
  const parts = LOADS[stated];
  const labels = { source: LOAD_SOURCES[stated], asOf: "2026", grade: "B" } as const;
  const common = { low: null, high: null, unit: "s", role: "uncertainty", term: null } as const;
  inputs.list.push({ path, label, value: partsWords(parts), ...common, ...labels });
  return parts;
}

function partsWords(parts: readonly LognormalPart[]): string {
  return String(lawWords({ kind: "lognormals", parts, min: 0, max: Number.POSITIVE_INFINITY }));
}

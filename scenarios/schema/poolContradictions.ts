import type { ModelFacts } from "../../sim/facts.ts";
import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./layers.ts";

/** Routers and scalers that do not fit the replicas of their pool. */

export type Fleet = ScenarioConfig["fleet"];
export type Levers = Pick<
  Fleet,
  | "parallel"
  | "cache"
  | "kv_compression"
  | "speculation"
  | "scaling"
  | "router_signal"
  | "router"
  | "tp"
  | "block_tokens"
>;

/** One pool as it is read: what it leaves out filled in. */
export interface Pool extends Levers {
  readonly path: Path;
  /** Null where its model is not in the catalogue. */
  readonly model: ModelFacts | null;
  readonly modelName: string;
  /** Replicas; null where they are sized. */
  readonly replicas: number | null;
  readonly holdsAdapters: boolean;
}

export function routerFindings(pool: Pool, sessions: boolean): Finding[] {
  const { router, router_signal: signal, path, replicas } = pool;
  const at = [...path, "router"];
  if (router === "prefix-affinity" && !pool.cache) {
    return [
      {
        code: "CM-E0304",
        message: "prefix-affinity without a prefix cache: no replica knows any prefix",
        path: at,
        expected: `${[...path, "cache"].join(".")}, or another router`,
        sets: [[[...path, "cache"], "on"]],
      },
    ];
  }
  if (router === "adapter-affinity" && !pool.holdsAdapters) {
    return [
      {
        code: "CM-E0304",
        message: "adapter-affinity without adapters: no replica is better than another",
        path: at,
        expected: "fleet.variants with serve: adapters, or another router",
        sets: [[at, "least-outstanding"]],
      },
    ];
  }
  if (router === "session-affinity" && !sessions) {
    return [
      {
        code: "CM-E0304",
        message: "session-affinity without sessions: no request belongs with another",
        path: at,
        expected: "a workload of sessions (agent, multi-turn), or another router",
        sets: [[at, "least-outstanding"]],
      },
    ];
  }
  if (router !== "weighted") return [];
  const signalAt = [...path, "router_signal"];
  if (!signal) {
    return [
      {
        code: "CM-E0201",
        message: 'missing field "router_signal": the router weighted chooses by it',
        path: signalAt,
        expected: "[{from: 0 s, weights: [1, 1, ...]}], one weight per replica",
      },
    ];
  }
  if (replicas === null) {
    return [
      {
        code: "CM-E0302",
        message: "weights are stated replica by replica, and fleet.count: auto sizes their number",
        path: ["fleet", "count"],
        expected: "a number of replicas",
        sets: [[["fleet", "count"], String(signal[0]?.weights.length ?? 1)]],
      },
    ];
  }
  return signal.flatMap(({ from, weights }, i): Finding[] => {
    const wrong =
      weights.length !== replicas
        ? `${weights.length} weights for ${replicas} replicas`
        : weights.every((weight) => weight === 0)
          ? "weights that are all 0"
          : i > 0 && from <= (signal[i - 1]?.from ?? 0)
            ? "a step that starts no later than the one before it"
            : null;
    return wrong === null
      ? []
      : [
          {
            code: "CM-E0304",
            message: wrong,
            path: [...signalAt, i],
            expected: `${replicas} weights, one above 0, steps in ascending order of time`,
          },
        ];
  });
}

export function scalingFindings({ scaling, replicas, path }: Pool): Finding[] {
  if (!scaling) return [];
  const at = (field: string): Path => [...path, "scaling", field];
  if (scaling.signal === "schedule") {
    const steps = scaling.schedule;
    if (!steps) {
      return [
        {
          code: "CM-E0201",
          message: 'missing field "schedule": scaling by the clock follows it',
          path: at("schedule"),
          expected: "[{from: 0 s, replicas: 4}, ...]",
        },
      ];
    }
    const late = steps.findIndex((step, i) => i > 0 && step.from <= (steps[i - 1]?.from ?? 0));
    if (late < 0) return [];
    return [
      {
        code: "CM-E0304",
        message: `step ${late} of the schedule starts no later than the one before it`,
        path: [...at("schedule"), late, "from"],
        expected: "steps in ascending order of time",
      },
    ];
  }
  const { min, max = replicas } = scaling;
  if (max === null) {
    return [
      {
        code: "CM-E0201",
        message: 'missing field "max": with fleet.count: auto nothing bounds the replicas',
        path: at("max"),
        expected: "the most replicas",
      },
    ];
  }
  if (min <= max) return [];
  return [
    {
      code: "CM-E0304",
      message: `scaling between ${min} and ${max} replicas`,
      path: at("min"),
      expected: "min <= max",
    },
  ];
}

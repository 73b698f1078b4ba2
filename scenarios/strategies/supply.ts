import type { TimingCoefficients } from "../../sim/facts.ts";
import type { ApiPlan, FaultPlan, FleetPlan, PowerPlan } from "../../sim/plan.ts";
import { SECONDS_PER_HOUR } from "../../sim/units.ts";
import { catalogRow, chipEntry, modelEntry, timingFor } from "../catalog/catalog.ts";
import { snakeCase } from "../catalog/fields.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { pathText } from "../schema/layers.ts";
import { contractPlan } from "./apiContract.ts";
import { attributeWords } from "./attributeWords.ts";
import { roundTripS } from "./distance.ts";
import { frontParts } from "./flows.ts";
import type { Inputs } from "./inputs.ts";
import { enginePolicy, leverParts, ROUTER_KINDS } from "./levers.ts";
import type { PoolContext } from "./poolContext.ts";
import { chipOf, chipsOf, kvFormatOf, parallelPart } from "./pools.ts";
import { servedTokens } from "./served.ts";
import { spotPart } from "./spot.ts";
import { variantsPart } from "./variants.ts";

/** The supply of a scenario: an API, or a fleet with its engine, faults and power. */

export function apiPlan(scenario: Scenario, inputs: Inputs): ApiPlan {
  const { config, catalog } = scenario;
  const { api } = config;
  const row = (name: string) => () => catalogRow(catalog, "apiService", name);
  const limit = (key: "tokens_per_minute" | "requests_per_minute", label: string): number => {
    const path = `api.${key}`;
    const unit = key === "tokens_per_minute" ? "tokens/min" : "requests/min";
    const stated = api[key];
    if (stated === undefined) {
      return inputs.priced({ path, label, unit, stated: undefined, row: row(key) });
    }
    inputs.chosen(path, label, stated, unit, "uncertainty");
    return stated === "none" ? Number.POSITIVE_INFINITY : stated;
  };
  const contextTokens = servedTokens(scenario);
  const ttftS = inputs.priced({
    path: "api.ttft",
    label: "assumed time to first token",
    unit: "s",
    stated: api.ttft,
    row: row("assumed_ttft_s"),
  });
  const plan: ApiPlan = {
    kind: "api",
    ...contractPlan(scenario, inputs, ttftS),
    assumedTpotS: inputs.priced({
      path: "api.tpot",
      label: "assumed time per output token",
      unit: "s",
      stated: api.tpot,
      row: row("assumed_tpot_s"),
    }),
    tokensPerMinute: limit("tokens_per_minute", "token rate limit"),
    requestsPerMinute: limit("requests_per_minute", "request rate limit"),
    contextTokens,
    contextPolicy: api.context_policy,
  };
  inputs.chosen("api.context", "longest context", contextTokens, "tokens");
  inputs.chosen("api.context_policy", "longer requests", api.context_policy);
  return plan;
}

/** @param pue facility watts per watt of IT load, as the terms have it */
export function fleetPlan(scenario: Scenario, pue: number, inputs: Inputs): FleetPlan {
  const { config, catalog } = scenario;
  const { fleet } = config;
  const entry = chipEntry(catalog, fleet.gpu);
  const model = modelEntry(catalog, config.model);
  const kvFormat = fleet.kv_precision ?? kvFormatOf(fleet.precision);
  const chipsPerReplica = chipsOf(fleet.tp, fleet.parallel);
  const contextTokens = servedTokens(scenario);
  inputs.chosen("fleet.gpu", "chip", entry.label);
  inputs.chosen("fleet.precision", "weights and arithmetic", fleet.precision);
  inputs.chosen("fleet.kv_precision", "KV cache", kvFormat);
  const tpWords = fleet.parallel ? "tensor-parallel chips" : "chips per replica";
  inputs.chosen("fleet.tp", tpWords, fleet.tp, "chips");
  inputs.chosen("fleet.count", "replicas", fleet.count, "replicas");
  inputs.chosen("fleet.router", "router", fleet.router);
  inputs.chosen("fleet.max_batch", "largest batch", fleet.max_batch, "sequences");
  inputs.chosen("fleet.token_budget", "tokens per step", fleet.token_budget, "tokens");
  inputs.chosen("fleet.block_tokens", "KV block", fleet.block_tokens, "tokens");
  inputs.chosen("fleet.memory_share", "memory for the engine", fleet.memory_share, "share");
  inputs.chosen("fleet.context", "longest context", contextTokens, "tokens");
  inputs.chosen("fleet.context_policy", "longer requests", fleet.context_policy);
  noteRows(inputs, ["catalog", "chips", entry.id], entry.label, entry.rows, isPhysical);
  const timing = catalog.timing[entry.family] ?? {};
  noteRows(inputs, ["catalog", "timing", entry.family], "step times", timing, () => true);
  const main: PoolContext = {
    ...{ scenario, inputs, base: "fleet", model: model.facts, weightFormat: fleet.precision },
    ...{ chipsPerReplica, blockTokens: fleet.block_tokens },
    replicas: fleet.count === "auto" ? null : fleet.count,
  };
  if (fleet.main_replicas !== undefined) {
    const label = "replicas of the main pool in one unit";
    inputs.chosen("fleet.main_replicas", label, fleet.main_replicas, "replicas");
  }
  return {
    kind: "fleet",
    chip: chipOf(scenario, fleet.parallel, inputs),
    model: model.facts,
    timing: timingOf(scenario, entry.family, inputs),
    weightFormat: fleet.precision,
    kvFormat,
    chipsPerReplica,
    ...parallelPart(fleet.tp, fleet.parallel, inputs, "fleet"),
    replicas: fleet.count === "auto" ? (fleet.main_replicas ?? 1) : fleet.count,
    router: ROUTER_KINDS[fleet.router],
    engine: {
      maxBatch: fleet.max_batch,
      tokenBudget: fleet.token_budget,
      blockTokens: fleet.block_tokens,
      memoryShare: fleet.memory_share,
      contextTokens,
      contextPolicy: fleet.context_policy,
      ...enginePolicy(fleet, main),
    },
    ...leverParts(fleet, main),
    ...variantsPart(fleet.variants, main),
    faults: faultPlan(scenario, inputs),
    power: powerPlan(config, pue, inputs),
    ...frontParts(scenario, main),
  };
}

/** Timing of the chips with the way to the users, and what portable kernels lose. */
function timingOf(scenario: Scenario, family: string, inputs: Inputs): TimingCoefficients {
  const { catalog, config } = scenario;
  const timing = timingFor(catalog, family);
  const requestOverheadS = timing.requestOverheadS + roundTripS(scenario, inputs);
  const { kernels, portability_loss: stated } = config.fleet;
  if (kernels !== undefined) inputs.chosen("fleet.kernels", "kernels", kernels);
  if (kernels !== "portable") return { ...timing, requestOverheadS };
  const loss = inputs.priced({
    ...{ path: "fleet.portability_loss", label: "speed that portable kernels lose", unit: "share" },
    ...{ stated, row: () => catalogRow(catalog, "contracts", "portable_speed_loss_share") },
  });
  const computeShare = Object.fromEntries(
    Object.entries(timing.computeShare).map(([format, share]) => [format, share * (1 - loss)]),
  ) as TimingCoefficients["computeShare"];
  const memoryShare = timing.memoryShare * (1 - loss);
  return { ...timing, computeShare, memoryShare, requestOverheadS };
}

const PRICES = /Usd|ratedServerWatts|chipsPerServer/;
function isPhysical(attribute: string): boolean {
  return !PRICES.test(attribute);
}

function noteRows(
  inputs: Inputs,
  base: readonly string[],
  label: string,
  rows: object,
  counts: (attribute: string) => boolean,
): void {
  for (const [attribute, row] of Object.entries(rows as Record<string, CatalogRow | undefined>)) {
    if (row === undefined || !counts(attribute)) continue;
    const name = snakeCase(attribute);
    inputs.row(row, pathText([...base, name]), `${label}: ${attributeWords(name)}`);
  }
}

function faultPlan(scenario: Scenario, inputs: Inputs): FaultPlan {
  const { faults } = scenario.config;
  const row = (name: string) => catalogRow(scenario.catalog, "failures", name);
  const isOff = (setting: unknown): boolean => setting === "off" || setting === false;
  const failing = !isOff(faults.replicas);
  const stalling = !isOff(faults.stalls);
  const own = typeof faults.replicas === "object" ? faults.replicas : {};
  const stall = typeof faults.stalls === "object" ? faults.stalls : {};
  // A rented node is swapped for a spare; an owned one waits for its repair.
  const rented = scenario.config.supply === "rented";
  if (!failing) inputs.chosen("faults.replicas", "replica failures", "off");
  if (!stalling) inputs.chosen("faults.stalls", "stalled all-reduces", "off");
  const spot = rented && scenario.config.fleet.contract === "spot";
  const repairs = failing || spot || faults.forced.length > 0;
  const unless = (used: boolean, read: () => number): number => (used ? read() : 0);
  const mtbfHours = unless(failing, () =>
    inputs.priced({
      path: "faults.replicas.mtbf",
      label: "chip-hours between failures",
      unit: "h",
      stated: own.mtbf,
      baseUnits: SECONDS_PER_HOUR,
      row: () => inverse(row("failures_per_chip_hour"), "h"),
    }),
  );
  const repairHours = unless(repairs, () =>
    inputs.priced({
      path: "faults.replicas.repair",
      label: rented ? "median time to a swapped node" : "median repair time",
      unit: "h",
      stated: own.repair,
      baseUnits: SECONDS_PER_HOUR,
      row: () => row(rented ? "swap_median_hours" : "repair_median_hours"),
    }),
  );
  return {
    failuresPerChipS: mtbfHours > 0 ? 1 / (mtbfHours * SECONDS_PER_HOUR) : 0,
    repairMedianS: repairHours * SECONDS_PER_HOUR,
    repairSigma: unless(repairs, () =>
      inputs.priced({
        path: "faults.replicas.repair_sigma",
        label: "spread of the repair time",
        unit: "ln h",
        stated: own.repair_sigma,
        row: () => row(rented ? "swap_sigma" : "repair_sigma"),
      }),
    ),
    reloadS: unless(repairs, () =>
      inputs.priced({
        path: "faults.replicas.reload",
        label: "time to load the model",
        unit: "s",
        stated: own.reload,
        row: () => row("reload_s"),
      }),
    ),
    retryDelayS: inputs.priced({
      path: "faults.retry_delay",
      label: "client's wait before a retry",
      unit: "s",
      stated: faults.retry_delay,
      row: () => row("retry_delay_s"),
    }),
    maxTries: inputs.priced({
      path: "faults.max_tries",
      label: "tries in all",
      unit: "tries",
      stated: faults.max_tries,
      row: () => row("max_tries"),
    }),
    stallProbability: unless(stalling, () =>
      inputs.priced({
        path: "faults.stalls.probability",
        label: "steps held up by a stall",
        unit: "1/step",
        stated: stall.probability,
        row: () => row("stall_probability"),
      }),
    ),
    stallS: unless(stalling, () =>
      inputs.priced({
        path: "faults.stalls.length",
        label: "length of a stall",
        unit: "s",
        stated: stall.length,
        row: () => row("stall_s"),
      }),
    ),
    forced: faults.forced.map(({ at, replica }) => ({ atS: at, replica })),
    ...spotPart(scenario, inputs),
  };
}

/** A rate as the time between events, its range turned over. */
function inverse(row: CatalogRow, unit: string): CatalogRow {
  const turned = (rate: number): number => Number((1 / rate).toPrecision(4));
  return { ...row, value: turned(row.value), low: turned(row.high), high: turned(row.low), unit };
}

function powerPlan(config: ScenarioConfig, pue: number, inputs: Inputs): PowerPlan {
  const cap = config.faults.power_cap;
  const watts = (power: number | "none"): number =>
    power === "none" ? Number.POSITIVE_INFINITY : power;
  const caps = Array.isArray(cap)
    ? cap.map((step) => ({ fromS: step.from, capWatts: watts(step.cap) }))
    : cap === "none"
      ? []
      : [{ fromS: 0, capWatts: cap }];
  const words = caps.map(({ fromS, capWatts }) => `${capWatts} W from ${fromS} s`).join(", ");
  inputs.chosen("faults.power_cap", "power cap of the facility", words === "" ? "none" : words);
  return { pue, caps };
}

import {
  apiPrice,
  type Catalog,
  chipEntry,
  chipFacts,
  modelFacts,
  resolveName,
} from "../catalog/catalog.ts";
import { CatalogError } from "../catalog/catalogError.ts";
import { CONTRACTS_BY_NAME, rentOffer } from "../catalog/rentOffers.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { requestsPerSession, sessionPlan } from "../strategies/sessions.ts";
import { volumeRate } from "../strategies/tokensPerRequest.ts";
import { contractFindings } from "./contractContradictions.ts";
import { DEFAULT_RATE_PER_S } from "./demand.ts";
import { workFindings } from "./demandContradictions.ts";
import { financeFindings } from "./financeContradictions.ts";
import type { Finding } from "./finding.ts";
import { marketFindings } from "./marketContradictions.ts";
import { DEFAULT_WINDOW_S, MOST_REQUESTS } from "./run.ts";
import { stackFindings } from "./stackContradictions.ts";
import { uncertaintyFindings } from "./uncertaintyContradictions.ts";
import { yearsFindings } from "./yearsContradictions.ts";

/** Values that are sound alone and impossible together. */

export function findContradictions(config: ScenarioConfig, catalog: Catalog): Finding[] {
  return [
    ...windowFindings(config, catalog),
    ...demandFindings(config),
    ...workFindings(config, catalog),
    ...faultFindings(config),
    ...chipFindings(config, catalog),
    ...stackFindings(config, catalog),
    ...priceFindings(config, catalog),
    ...financeFindings(config),
    ...uncertaintyFindings(config),
    ...yearsFindings(config),
    ...contractFindings(config, catalog),
    ...marketFindings(config),
  ];
}

function windowFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  const { run, demand, economics } = config;
  const found: Finding[] = [];
  const windowS = run.window ?? (demand.trace ? Infinity : DEFAULT_WINDOW_S);
  if (typeof run.warmup === "number" && run.warmup >= windowS) {
    found.push({
      code: "CM-E0304",
      message: `run.warmup of ${run.warmup} s leaves nothing of a window of ${windowS} s`,
      path: ["run", "warmup"],
      expected: "less than run.window",
    });
  }
  const sessionsPerS = demand.sessions?.value;
  // The served context changes lengths, never the number of turns.
  const volume = demand.tokens_per_day?.value;
  const knownModel = resolveName(catalog.models, config.model) !== undefined;
  const statedPerS =
    volume === undefined || demand.trace || !knownModel
      ? (demand.rate?.value ?? DEFAULT_RATE_PER_S)
      : volumeRate(volume, demand, modelFacts(catalog, config.model));
  const ratePerS =
    sessionsPerS === undefined || demand.trace
      ? statedPerS
      : sessionsPerS * requestsPerSession(sessionPlan(demand, 1e6));
  const requests = ratePerS * windowS;
  if (!demand.trace && requests > MOST_REQUESTS) {
    found.push({
      code: "CM-E0303",
      message: `about ${requests.toExponential(1)} requests in one window of ${windowS} s; a run simulates at most ${MOST_REQUESTS.toExponential(0)}`,
      path:
        run.window === undefined
          ? ["demand", sessionsPerS ? "sessions" : volume ? "tokens_per_day" : "rate"]
          : ["run", "window"],
      sets: [[["run", "window"], `${Math.max(1, Math.floor(MOST_REQUESTS / ratePerS))} s`]],
      note: "a window is a sample of the peak hour; years come from economics.horizon",
    });
  }
  const months = economics.horizon.value / SECONDS_PER_MONTH;
  if (Math.abs(months - Math.round(months)) > 1e-6) {
    found.push({
      code: "CM-E0119",
      message: `a horizon of ${months.toFixed(2)} months`,
      path: ["economics", "horizon"],
      expected: 'whole months, for example "36 months"',
      sets: [[["economics", "horizon"], `${Math.max(1, Math.round(months))} months`]],
    });
  }
  return found;
}

function demandFindings({ demand }: ScenarioConfig): Finding[] {
  const found: Finding[] = [];
  const { diurnal, lengths, arrivals } = demand;
  if (Array.isArray(diurnal) && diurnal.every((factor) => factor === 0)) {
    found.push({
      code: "CM-E0119",
      message: "24 hourly factors that are all 0 at demand.diurnal",
      path: ["demand", "diurnal"],
      expected: "at least one above 0",
    });
  }
  if (lengths && arrivals === "preset") {
    found.push({
      code: "CM-E0302",
      message: "demand.arrivals: preset is the workload's own, and demand.lengths replaces it",
      path: ["demand", "arrivals"],
      expected: "poisson, constant or a process of its own",
      sets: [[["demand", "arrivals"], "poisson"]],
    });
  }
  return found;
}

function faultFindings({ faults }: ScenarioConfig): Finding[] {
  const caps = Array.isArray(faults.power_cap) ? faults.power_cap : [];
  const late = caps.findIndex((cap, i) => i > 0 && cap.from <= (caps[i - 1]?.from ?? -1));
  if (late < 0) return [];
  return [
    {
      code: "CM-E0304",
      message: `step ${late} of faults.power_cap starts no later than the one before it`,
      path: ["faults", "power_cap", late, "from"],
      expected: "steps in ascending order of time",
    },
  ];
}

function chipFindings({ supply, fleet }: ScenarioConfig, catalog: Catalog): Finding[] {
  if (supply === "api" || resolveName(catalog.chips, fleet.gpu) === undefined) return [];
  const peaks = chipFacts(catalog, fleet.gpu).peakFlopsPerS;
  const formats = Object.keys(peaks);
  const found: Finding[] = [];
  if (!formats.includes(fleet.precision)) {
    const best = ["fp8", "bf16"].find((format) => formats.includes(format)) ?? "bf16";
    found.push({
      code: "CM-E0304",
      message: `${chipEntry(catalog, fleet.gpu).label} does not compute in ${fleet.precision} at fleet.precision`,
      path: ["fleet", "precision"],
      expected: `one of ${formats.join(", ")}`,
      sets: [[["fleet", "precision"], best]],
    });
  }
  if (fleet.block_tokens > (fleet.context ?? fleet.block_tokens)) {
    found.push({
      code: "CM-E0304",
      message: `a block of ${fleet.block_tokens} tokens is longer than the context of ${fleet.context}`,
      path: ["fleet", "block_tokens"],
      expected: "at most fleet.context",
    });
  }
  return found;
}

/** Prices that neither the file nor the catalogue knows. */
function priceFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  const { supply, economics, fleet, model } = config;
  const lacks = (path: string, what: string, example: string): Finding[] => [
    {
      code: "CM-E0201",
      message: `the catalogue has no ${what}, and ${path} does not state one`,
      path: path.split("."),
      fix: `write ${path}: ${example}`,
    },
  ];
  if (supply === "api") {
    const { input, output } = economics.api_price ?? {};
    if ((input && output) || hasApiPrice(catalog, model)) return [];
    return lacks(
      "economics.api_price",
      `API price of ${model}`,
      "{input: 0.5 USD/Mtok, output: 1.5 USD/Mtok}",
    );
  }
  if (resolveName(catalog.chips, fleet.gpu) === undefined) return [];
  const { rows, label } = chipEntry(catalog, fleet.gpu);
  if (supply === "owned") {
    const known = economics.gpu_price !== undefined || rows.serverUsdPerChip !== undefined;
    return known ? [] : lacks("economics.gpu_price", `price to buy ${label}`, "30000 USD");
  }
  const rent = rentOffer(catalog, fleet.gpu, CONTRACTS_BY_NAME[fleet.contract], fleet.vendor);
  if (economics.rent !== undefined || rent !== undefined) return [];
  return lacks("economics.rent", `${fleet.contract} rent of ${label}`, "2.2 USD/h");
}

function hasApiPrice(catalog: Catalog, model: string): boolean {
  try {
    apiPrice(catalog, model);
    return true;
  } catch (error) {
    if (error instanceof CatalogError) return false;
    throw error;
  }
}

const SECONDS_PER_MONTH = 2_628_000;

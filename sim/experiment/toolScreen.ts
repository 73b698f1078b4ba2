import type { ToolOption } from "../counterfactuals.ts";
import type { ChipFacts } from "../facts.ts";
import { fleetFit } from "../fleetFit.ts";
import type { FleetPlan, PromisePlan } from "../plan.ts";
import { staticBatch } from "../staticBatch.ts";
import type { Strategy } from "../strategy.ts";
import type { OwnTerms, RentTerms, Terms } from "../terms.ts";
import { HOURS_PER_YEAR } from "../units.ts";

/** Chips that could do the work instead, ranked on paper before the best few are simulated. */

/** What a request asks for on average. */
export interface MeanWork {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Chips of one replica that are tried. */
const WIDTHS = [1, 2, 4, 8, 16, 32, 64];
/** Decode steps that stand for an answer. */
const MOST_STEPS = 24;

export interface Screened {
  readonly option: ToolOption;
  readonly chipsPerReplica: number;
  /** Chips alone, at full replicas. */
  readonly usdPerRequest: number;
}

/**
 * Every chip at its cheapest width, the cheapest first: a full batch on the roofline, inside the
 * promise and the memory. What does not fit or is too slow is not there.
 */
export function screenTools(
  strategy: Strategy,
  options: readonly ToolOption[],
  work: MeanWork,
): readonly Screened[] {
  const { plan } = strategy;
  const found = options.flatMap((option) => {
    const widths = widthsOf(plan.supply.kind === "fleet" ? plan.supply : null, option.chip);
    const tried = widths.flatMap((chipsPerReplica): Screened[] => {
      const { plan: moved, terms } = withTool(strategy, option, chipsPerReplica);
      if (moved.supply.kind === "api") return [];
      const requestsPerS = fullRequestsPerS(moved.supply, work, plan.promise);
      if (!(requestsPerS > 0)) return [];
      const usdPerS = (chipsPerReplica * usdPerChipHour(terms, option.chip)) / 3600;
      return [{ option, chipsPerReplica, usdPerRequest: usdPerS / requestsPerS }];
    });
    return tried.toSorted((a, b) => a.usdPerRequest - b.usdPerRequest).slice(0, 1);
  });
  return found.toSorted((a, b) => a.usdPerRequest - b.usdPerRequest);
}

/** Numbers of chips that one replica may be spread over: as it is where its parts are stated. */
function widthsOf(fleet: FleetPlan | null, chip: ChipFacts): readonly number[] {
  if (fleet === null) return [];
  if (fleet.parallel !== undefined || fleet.pools !== undefined) return [fleet.chipsPerReplica];
  return WIDTHS.filter((width) => width === 1 || width <= chip.linkDomainChips);
}

/** The strategy on other chips, at their price. */
export function withTool(
  strategy: Strategy,
  option: ToolOption,
  chipsPerReplica: number,
): Strategy {
  const { plan, terms } = strategy;
  const { supply } = plan;
  if (supply.kind === "api" || (terms.kind !== "rent" && terms.kind !== "own")) return strategy;
  const { chip, timing } = option;
  const nic = {
    ...(supply.chip.nicBytesPerS !== undefined && { nicBytesPerS: supply.chip.nicBytesPerS }),
    ...(supply.chip.nicLatencyS !== undefined && { nicLatencyS: supply.chip.nicLatencyS }),
    ...chip,
  };
  const fleet: FleetPlan = {
    ...supply,
    ...{ chip: nic, timing, chipsPerReplica },
    ...(supply.pools && { pools: supply.pools.map((pool) => ({ ...pool, chip: nic, timing })) }),
  };
  return { ...strategy, plan: { ...plan, supply: fleet }, terms: termsOn(terms, option) };
}

/** The chip, how many of them serve together, and the price that it is compared at. */
export function toolWords(option: ToolOption, chipsPerReplica: number, terms: Terms): string {
  const { label, usd, priceKind } = option;
  const priceText = usd < 100 ? usd.toFixed(2) : thousands(Math.round(usd));
  const unit = terms.kind === "rent" ? "a chip-hour" : "a chip with its server";
  const kind = priceKind === "" ? "" : `, ${priceKind}`;
  return `${label} x ${chipsPerReplica} at $${priceText} ${unit}${kind}`;
}

function thousands(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}

function termsOn(terms: RentTerms | OwnTerms, { usd, port }: ToolOption): RentTerms | OwnTerms {
  const { poolPriceFactors: _, ...rest } = terms;
  const extraCosts = [...(terms.extraCosts ?? []), ...(port === undefined ? [] : [port])];
  const extra = extraCosts.length > 0 ? { extraCosts } : {};
  return rest.kind === "rent"
    ? { ...rest, ...extra, rentUsdPerChipHour: usd }
    : { ...rest, ...extra, serverUsdPerChip: usd };
}

/** Rough all-in price of a chip-hour, for ranking. */
function usdPerChipHour(terms: Terms, chip: ChipFacts): number {
  if (terms.kind === "rent") return terms.rentUsdPerChipHour;
  if (terms.kind !== "own") return Number.POSITIVE_INFINITY;
  const life = terms.serverLifeYears * HOURS_PER_YEAR;
  const bought = terms.serverUsdPerChip * (1 + terms.networkShare);
  const site =
    terms.site === "ownFacility"
      ? (chip.busyWatts * terms.facilityUsdPerWatt) / (terms.facilityLifeYears * HOURS_PER_YEAR)
      : (chip.busyWatts / 1000) * (terms.colocationUsdPerKwMonth / 730);
  return (
    bought * (1 / life + terms.maintenanceSharePerYear / HOURS_PER_YEAR) +
    site +
    (chip.busyWatts / 1000) * terms.pue * terms.electricityUsdPerKwh
  );
}

/** Requests/s of a replica whose batch is full; 0 where one request alone is too slow or too large. */
function fullRequestsPerS(fleet: FleetPlan, work: MeanWork, promise: PromisePlan): number {
  const { problem, kvTokens } = fleetFit(fleet);
  if (problem !== "") return 0;
  const input = Math.max(1, Math.round(work.inputTokens));
  const output = Math.max(1, Math.round(work.outputTokens));
  let best = 0;
  for (let batch = 1; batch <= fleet.engine.maxBatch; batch *= 2) {
    if (batch > 1 && batch * (input + output) > kvTokens) break;
    if (batch > 1 && batch * input > 4 * fleet.engine.tokenBudget && output === 1) break;
    const steps = Math.min(output, MOST_STEPS);
    const { prefillS, decodeS } = staticBatch(fleet, batch, input, steps);
    const firstS = output === 1 ? prefillS : prefillS / batch;
    if (decodeS > promise.tpotS || firstS > promise.ttftS) break;
    best = Math.max(best, batch / (prefillS + decodeS * (output - 1)));
  }
  return best;
}

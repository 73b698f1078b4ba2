import type { Comparison } from "../../sim/comparison.ts";
import type { FleetPlan } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { wordList } from "./fleets.ts";

/** What a comparison leaves out: the limits of the model, less what its strategies state. */

/** Mechanisms that are left out unless some strategy of the comparison states them. */
export interface Modelled {
  readonly quality: boolean;
  readonly lockIn: boolean;
  readonly governance: boolean;
  /** Tax and debt. */
  readonly finance: boolean;
  /** Months from order to service. */
  readonly delivery: boolean;
  /** Power that comes on stated dates. */
  readonly power: boolean;
  readonly changeOfChip: boolean;
  readonly changeOfModel: boolean;
  readonly changeOfSupply: boolean;
  readonly market: boolean;
  readonly prefixCaches: boolean;
  readonly speculation: boolean;
  readonly disaggregation: boolean;
}

export function modelledIn({ results, lockIn, trust, market }: Comparison): Modelled {
  const all = results.flatMap(({ strategy }) => withParts(strategy));
  const plans = all.map(({ plan }) => plan.supply);
  const fleets = plans.filter((supply): supply is FleetPlan => supply.kind === "fleet");
  const pools = fleets.flatMap((fleet) => [fleet, ...(fleet.pools ?? [])]);
  const flows = fleets.flatMap((fleet) => fleet.flows ?? []);
  const years = all.flatMap(({ horizon }) => horizon.years ?? []);
  const changes = all.flatMap(({ next, ...before }) =>
    next === undefined ? [] : [{ before, after: next.strategy }],
  );
  return {
    quality: results.some(({ metrics }) => metrics.accepted_share.value !== null),
    lockIn: lockIn !== undefined,
    governance: trust !== undefined,
    finance: all.some(({ terms }) => terms.finance !== undefined),
    delivery:
      years.some(({ purchase }) => (purchase?.leadMonths ?? 0) > 0) ||
      all.some(({ terms }) => terms.kind === "own" && (terms.leadMonths ?? 0) > 0),
    power: years.some(({ power }) => power !== undefined && power.length > 0),
    changeOfChip:
      all.some(({ refresh }) => refresh !== undefined) ||
      changes.some(({ before, after }) => chipsOf(before) !== chipsOf(after)),
    changeOfModel: changes.some(({ before, after }) => before.modelLabel !== after.modelLabel),
    changeOfSupply:
      changes.length > 0 || all.some(({ terms: { switchTo } }) => switchTo !== undefined),
    market: market !== undefined,
    prefixCaches: pools.some(({ cache }) => cache !== undefined),
    speculation: pools.some(({ speculation }) => speculation !== undefined),
    disaggregation: flows.some(({ kind }) => kind === "disaggregated"),
  };
}

/** A strategy, the sources that it is made of, and what takes over from it. */
function withParts(strategy: Strategy): readonly Strategy[] {
  const { portfolio, next } = strategy;
  return [
    strategy,
    ...(portfolio?.sources ?? []).flatMap((source) => withParts(source.strategy)),
    ...(next === undefined ? [] : withParts(next.strategy)),
  ];
}

/** Names of the chips that serve; none for an API, whose chips nobody sees. */
function chipsOf({ plan: { supply } }: Pick<Strategy, "plan">): string {
  if (supply.kind !== "fleet") return "";
  return [supply, ...(supply.pools ?? [])].map(({ chip }) => chip.id).join();
}

/** What is left out, in the words of someone who has to decide. */
export function notModelled(modelled: Modelled): readonly string[] {
  const left = (...parts: readonly (readonly [words: string, modelled: boolean])[]): string[] =>
    parts.filter(([, isModelled]) => !isModelled).map(([words]) => words);
  const changes = left(
    ["of the model", modelled.changeOfModel],
    ["of the chip", modelled.changeOfChip],
    ["of the supplier", modelled.changeOfSupply],
  );
  const levers = left(
    ["prefix caches", modelled.prefixCaches],
    ["speculative decoding", modelled.speculation],
    ["disaggregated prefill", modelled.disaggregation],
  );
  return [
    modelled.quality
      ? "Quality beyond the stated share of acceptable answers of each model."
      : "Quality: every strategy is taken to answer equally well, unless the verdict names different models.",
    sentenceOf([
      ...left(["lock-in", modelled.lockIn], ["data governance", modelled.governance]),
      "contract risk",
      "the time that management spends",
    ]),
    modelled.finance
      ? "Fees of raising capital, and what lenders ask for beyond their interest."
      : "Taxes, debt and the cost of raising capital, beyond the discount rate.",
    sentenceOf([
      ...left(["delivery times", modelled.delivery]),
      "sold-out chips",
      ...left(["the months in which a new site is built", modelled.power]),
    ]),
    modelled.market
      ? "Answers of those who sell chips, power and rent: their prices do not follow what is bought."
      : "Rivals: nobody answers with a price of their own, and demand does not follow the price.",
    "Queueing inside an API: its latency is an assumption and does not rise with load.",
    changes.length === 0
      ? "More than one change of chip or of supply during the horizon."
      : `Changes ${wordList(changes).replace(/ and (?=[^,]*$)/, " or ")} during the horizon.`,
    ...(levers.length === 0
      ? []
      : [sentenceOf(levers, levers.length < 3 ? ": not asked for here." : ".")]),
    "Failures that strike many replicas at once: replicas fail independently, also two in one server.",
    "Noise in the size of a fleet: it is decided once for a scenario, on arrivals of its own, and the intervals hold for that fleet.",
    "Scarcity: capacity on demand is always there, by the chip, after its start-up time.",
  ];
}

function sentenceOf(parts: readonly string[], end = "."): string {
  const words = wordList(parts);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${end}`;
}

import type { Strategy } from "../strategy.ts";
import { atLoad, type Delivery, delivered } from "./delivery.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FleetSupplyOptions } from "./fleetSupply.ts";
import { monthsOf, startReplicas } from "./horizon.ts";
import type { HorizonSource, PortfolioReading } from "./horizonSource.ts";

/** Strategies whose months are made of those of others: another load, or another supply later on. */

type Evaluate = (strategy: Strategy, options: FleetSupplyOptions) => Promise<Evaluation>;
/** A strategy that was run, before its months are counted and priced. */
export type Found = Omit<Evaluation, "months" | "outcomes">;

/** A supply that works on more or less than the demand: run at its load, read as the demand. */
export async function evaluateAtLoad(
  given: Strategy,
  delivery: Delivery,
  options: FleetSupplyOptions,
  evaluate: Evaluate,
): Promise<Found> {
  if (!(delivery.servedShare > 0)) {
    const reason = "may serve none of this demand: all of it is bound to other deployments";
    return {
      ...{ strategy: given, state: "infeasible", reason, sizing: null, peak: [] },
      ...{ map: null, source: null },
    };
  }
  const { months: _, outcomes: __, ...found } = await evaluate(atLoad(given, delivery), options);
  const { source } = found;
  if (source === null) return { ...found, strategy: given };
  const read = (multiple: number, replication: number) =>
    monthsOf(source, multiple, replication).map((row) => delivered(row, delivery, given.unit));
  const { meanRequestsPerS } = given.horizon;
  const horizon = { ...source.horizon, meanRequestsPerS };
  return { ...found, strategy: given, source: { ...reading([source], read), horizon } };
}

/** One supply up to a month, another from then on: each is run on the same demand. */
export async function evaluateSwitch(
  given: Strategy,
  { month, strategy: after }: NonNullable<Strategy["next"]>,
  options: FleetSupplyOptions,
  evaluate: Evaluate,
): Promise<Found> {
  const { next: _, ...before } = given;
  const { switchTo: __, ...terms } = given.terms;
  const first = await evaluate({ ...before, terms: terms as Strategy["terms"] }, options);
  const second = await evaluate(after, options);
  const { months: ___, outcomes: ____, ...found } = first;
  if (first.source === null) return { ...found, strategy: given };
  if (second.source === null) {
    const reason = `from month ${month + 1}: ${second.reason ?? "the supply that follows fails"}`;
    return { ...found, strategy: given, state: second.state, reason, source: null };
  }
  const sources = [first.source, second.source] as const;
  const read = (multiple: number, replication: number) => [
    ...monthsOf(sources[0], multiple, replication).slice(0, month),
    ...monthsOf(sources[1], multiple, replication).slice(month),
  ];
  return { ...found, strategy: given, source: reading(sources, read) };
}

/** The first of these sources, read otherwise; together they take no more than any of them does. */
function reading(
  sources: readonly [HorizonSource, ...HorizonSource[]],
  monthsAt: PortfolioReading["monthsAt"],
): HorizonSource {
  const [source] = sources;
  const replicasAt = (multiple: number): number => startReplicas(source, multiple);
  const mostMultiple = Math.min(
    ...sources.map(({ portfolio }) => portfolio?.mostMultiple ?? Number.POSITIVE_INFINITY),
  );
  return { ...source, portfolio: { monthsAt, replicasAt, mostMultiple } };
}

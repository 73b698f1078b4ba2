import type { DemandPlan } from "../plan.ts";
import { Streams } from "../random/streams.ts";

/**
 * What each service asks for, the main one first. The rate scale holds for all of them; a further
 * service has one class of its own (see `classPlans`).
 */
export function serviceDemands(demand: DemandPlan): readonly DemandPlan[] {
  const { services, ...main } = demand;
  return [
    main,
    ...(services ?? []).map(({ arrivals, lengths, cachedShare }) => ({
      arrivals,
      lengths,
      cachedShare,
      rateScale: demand.rateScale,
    })),
  ];
}

/**
 * Random streams of a service's demand: the main service draws from the run's own, so that a
 * further service leaves its requests as they were.
 *
 * @param seedPath `<seed>/rep-<i>`
 */
export function serviceStreams(seedPath: string, service: number, run: Streams): Streams {
  return service === 0 ? run : new Streams(`${seedPath}/service-${service}`);
}

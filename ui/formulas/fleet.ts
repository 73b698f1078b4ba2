/**
 * How demand and a fleet grow by month: trends, seasons, generations, software gains, power that
 * arrives by date, units bought ahead.
 */

/** Growth, saturation and seasons by month. Source: compounding and the logistic curve. */
export * as demandFactor from "../../sim/fleet/demandFactor.ts";
/** Demand as expected some months ahead. Source: the believed rate, compounded. */
export * as expectedFactor from "../../sim/fleet/expectedFactor.ts";
/** Share that the next generation of chips serves. Source: an even change-over. */
export * as generationShare from "../../sim/fleet/generationShare.ts";
/** Watts and units on the power that has arrived. Source: stated dates. */
export * as powerLimit from "../../sim/fleet/powerLimit.ts";
/** Tokens per chip-second after software gains. Source: compounding that fades. */
export * as softwareFactor from "../../sim/fleet/softwareFactor.ts";
/** Units bought ahead of need. Source: lead time and expected demand. */
export * as unitsByMonth from "../../sim/fleet/unitsByMonth.ts";

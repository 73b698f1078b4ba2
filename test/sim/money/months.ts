import type { MonthPhysical } from "../../../sim/physical.ts";
import { HOURS_PER_MONTH } from "../../../sim/units.ts";

/** The part of a month that a test of money cares about. */
export interface MonthSketch {
  readonly chips?: number;
  readonly itKwh?: number;
  readonly peakItWatts?: number;
  readonly inputTokens?: number;
  readonly cachedTokens?: number;
  readonly outputTokens?: number;
  /** Share of the tokens inside the promise. */
  readonly onTimeShare?: number;
}

/**
 * One month: chips busy half the time, a tenth of that on wasted work, 1 % of all time down, and
 * input, cached and output tokens causing 30 %, 10 % and 60 % of the rest.
 */
export function monthOf(month: number, sketch: MonthSketch = {}): MonthPhysical {
  const chips = sketch.chips ?? 8;
  const chipS = chips * HOURS_PER_MONTH * 3600;
  const busyS = chipS / 2;
  const usefulS = busyS * 0.9;
  const tokens = {
    input: sketch.inputTokens ?? 0,
    cached: sketch.cachedTokens ?? 0,
    output: sketch.outputTokens ?? 0,
  };
  const onTime = sketch.onTimeShare ?? 1;
  return {
    month,
    hours: HOURS_PER_MONTH,
    replicas: chips / 4,
    chips,
    chipTimeS: {
      arithmetic: usefulS * 0.5,
      memory: usefulS * 0.3,
      network: usefulS * 0.1,
      overhead: usefulS * 0.1,
      throttled: 0,
      wasted: busyS * 0.1,
      idle: chipS * 0.49,
      restart: chipS * 0.004,
      down: chipS * 0.006,
      off: 0,
    },
    causeS: {
      input: usefulS * 0.3,
      cached: usefulS * 0.1,
      output: usefulS * 0.6,
      wasted: busyS * 0.1,
    },
    itKwh: sketch.itKwh ?? chips * 0.7 * HOURS_PER_MONTH,
    peakItWatts: sketch.peakItWatts ?? chips * 1275,
    requests: 1000,
    onTimeRequests: 1000 * onTime,
    tokens: {
      ...tokens,
      onTimeInput: tokens.input * onTime,
      onTimeCached: tokens.cached * onTime,
      onTimeOutput: tokens.output * onTime,
    },
    doneFlops: 1,
    offeredFlops: 3,
  };
}

/** Equal months 1..count. */
export function flatMonths(count: number, sketch: MonthSketch = {}): MonthPhysical[] {
  return Array.from({ length: count }, (_, i) => monthOf(i + 1, sketch));
}

/** Months 1..n with these chips each. */
export function monthsWithChips(
  chips: readonly number[],
  sketch: MonthSketch = {},
): MonthPhysical[] {
  return chips.map((count, i) => monthOf(i + 1, { ...sketch, chips: count }));
}

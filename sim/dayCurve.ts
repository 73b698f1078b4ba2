import { invariant } from "./invariant.ts";

/**
 * A typical week: how demand moves over the hours of a day and between weekdays and weekends.
 * Factors multiply a mean rate; what they are relative to is the mean weekday hour.
 */
export interface DayCurve {
  readonly name: string;
  /** 24 factors from midnight on, local time; their mean is 1. */
  readonly hourly: readonly number[];
  readonly weekdayFactor: number;
  readonly weekendFactor: number;
  readonly source: string;
}

/** One level of demand and how long a week holds it. */
export interface DayLevel {
  readonly factor: number;
  readonly hoursPerWeek: number;
}

const WEEKDAYS = 5;
const WEEKEND_DAYS = 2;

/**
 * A curve from 24 hourly levels in any unit, scaled to a mean of 1.
 *
 * @throws RangeError unless there are 24 finite levels >= 0 with a positive sum
 */
export function dayCurve(
  name: string,
  hourlyLevels: readonly number[],
  weekdayFactor: number,
  weekendFactor: number,
  source: string,
): DayCurve {
  if (hourlyLevels.length !== 24) {
    throw new RangeError(`day curve of ${hourlyLevels.length} hours; expected 24`);
  }
  for (const level of [...hourlyLevels, weekdayFactor, weekendFactor]) {
    if (!(level >= 0 && level < Infinity)) {
      throw new RangeError(`day curve level of ${level}; expected a finite number >= 0`);
    }
  }
  const sum = hourlyLevels.reduce((total, level) => total + level, 0);
  if (!(sum > 0 && weekdayFactor + weekendFactor > 0)) {
    throw new RangeError("day curve without demand; expected one level > 0");
  }
  const hourly = hourlyLevels.map((level) => (level * 24) / sum);
  return { name, hourly, weekdayFactor, weekendFactor, source };
}

/** The highest hour of the week over the mean weekday hour. */
export function peakFactor(curve: DayCurve): number {
  return Math.max(...curve.hourly) * Math.max(curve.weekdayFactor, curve.weekendFactor);
}

/** The mean hour of the week over the mean weekday hour. */
export function meanFactor(curve: DayCurve): number {
  return (
    (WEEKDAYS * curve.weekdayFactor + WEEKEND_DAYS * curve.weekendFactor) /
    (WEEKDAYS + WEEKEND_DAYS)
  );
}

/** The distinct levels of the week, highest first; their hours sum to 168. */
export function levels(curve: DayCurve): DayLevel[] {
  const hours = new Map<number, number>();
  for (const hour of curve.hourly) {
    add(hours, hour * curve.weekdayFactor, WEEKDAYS);
    add(hours, hour * curve.weekendFactor, WEEKEND_DAYS);
  }
  const sorted = [...hours].sort(([a], [b]) => b - a);
  const week = sorted.map(([factor, hoursPerWeek]) => ({ factor, hoursPerWeek }));
  const total = week.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  invariant(total === 168, () => `day curve "${curve.name}" has ${total} h per week; expected 168`);
  return week;
}

function add(hours: Map<number, number>, factor: number, days: number): void {
  // Twelve digits: two products that are equal on paper are one level.
  const level = Number(factor.toPrecision(12));
  hours.set(level, (hours.get(level) ?? 0) + days);
}

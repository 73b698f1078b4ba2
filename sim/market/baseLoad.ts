import { sumOf } from "../stats/summation.ts";

/**
 * How much of a varying load to own and how much to rent by the hour. One more owned chip is paid
 * every hour and saves a rented one in the hours when load exceeds what is owned, so the optimum has
 * P(load > base) = k_own / k_rent (both per available hour).
 * Source: newsvendor (Arrow, Harris and Marschak, 1951) over a load-duration curve
 */
export interface BaseChoice {
  readonly base: number;
  /** Share of the hours in which load exceeds the base. */
  readonly burstHoursShare: number;
  /** Share of all work that is done on rented capacity. */
  readonly burstWorkShare: number;
  readonly usdPerHour: number;
}

/** Share of the hours in which an owned chip must be needed to be worth owning: k_own / k_rent. */
export function criticalHoursShare(ownUsdPerHour: number, rentUsdPerHour: number): number {
  return ownUsdPerHour / rentUsdPerHour;
}

/**
 * Mean cost of owning `base` units and renting what exceeds it, USD per hour.
 *
 * @param load units needed in each hour (equally likely)
 */
export function hybridUsdPerHour(
  load: readonly number[],
  base: number,
  ownUsdPerHour: number,
  rentUsdPerHour: number,
): number {
  checkLoad(load);
  const burst = sumOf(load.map((units) => Math.max(0, units - base))) / load.length;
  return ownUsdPerHour * base + rentUsdPerHour * burst;
}

/**
 * The cheapest base: the smallest load that is exceeded in no more than k_own / k_rent of the hours;
 * 0 when renting is never dearer.
 *
 * @throws RangeError without hours, or when a price is not above 0
 */
export function bestBase(
  load: readonly number[],
  ownUsdPerHour: number,
  rentUsdPerHour: number,
): BaseChoice {
  checkLoad(load);
  if (!(ownUsdPerHour > 0 && rentUsdPerHour > 0)) {
    throw new RangeError(
      `prices of ${ownUsdPerHour} own and ${rentUsdPerHour} rented USD per hour; expected above 0`,
    );
  }
  const sorted = [...load].sort((a, b) => a - b);
  const critical = criticalHoursShare(ownUsdPerHour, rentUsdPerHour);
  // Hours above sorted[i] are at most n - 1 - i; rounding must not add one.
  const allowed = Math.floor(critical * sorted.length + 1e-9);
  const base = critical >= 1 ? 0 : Math.max(0, sorted[sorted.length - 1 - allowed] ?? 0);
  const over = load.filter((units) => units > base);
  const workHours = sumOf(load);
  return {
    base,
    burstHoursShare: over.length / load.length,
    burstWorkShare: workHours > 0 ? (sumOf(over) - base * over.length) / workHours : 0,
    usdPerHour: hybridUsdPerHour(load, base, ownUsdPerHour, rentUsdPerHour),
  };
}

/** Load-duration curve: the load that is reached or exceeded in each share of the hours, falling. */
export function loadDuration(
  load: readonly number[],
): readonly { readonly hoursShare: number; readonly units: number }[] {
  checkLoad(load);
  return [...load]
    .sort((a, b) => b - a)
    .map((units, i) => ({ hoursShare: (i + 1) / load.length, units }));
}

function checkLoad(load: readonly number[]): void {
  if (load.length === 0) throw new RangeError("load of no hours; expected at least one");
  const wrong = load.find((units) => !(units >= 0));
  if (wrong !== undefined) throw new RangeError(`load of ${wrong} units; expected numbers >= 0`);
}

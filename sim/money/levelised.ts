import { HOURS_PER_YEAR } from "../units.ts";
import { capitalRecoveryFactor, discountFactor } from "./finance.ts";

/** Levelised yearly costs in closed form: level capital charges plus a constant year of opex. */

/** Capital that is repaid over its own life. */
export interface Capital {
  readonly usd: number;
  /** Fetched at the end of the life, USD. */
  readonly residualUsd: number;
  readonly lifeYears: number;
}

/** CRF x (K - RV/(1+r)^n) of each asset plus opex, USD per year. */
export function levelisedUsdPerYear(
  capital: readonly Capital[],
  opexUsdPerYear: number,
  ratePerYear: number,
): number {
  return capital.reduce((sum, { usd, residualUsd, lifeYears }) => {
    const netUsd = usd - residualUsd * discountFactor(ratePerYear, lifeYears);
    return sum + netUsd * capitalRecoveryFactor(ratePerYear, lifeYears);
  }, opexUsdPerYear);
}

/** One server in colocation: what it costs and draws. */
export interface ServerCost {
  readonly serverUsd: number;
  readonly chips: number;
  readonly networkUsdPerChip: number;
  readonly lifeYears: number;
  readonly ratePerYear: number;
  /** Share of the server's price fetched at the end of its life, network not included. */
  readonly residualShare: number;
  /** Contracted IT power, kW, and the mean share of it that is drawn. */
  readonly contractedKw: number;
  readonly loadShare: number;
  readonly pue: number;
  readonly electricityUsdPerKwh: number;
  readonly colocationUsdPerKwMonth: number;
  /** Share of the server's price, network not included. */
  readonly maintenanceSharePerYear: number;
  readonly staffUsdPerYear: number;
}

/** All-in cost of one chip for one hour in which it could work, USD. */
export function ownUsdPerChipHour(server: ServerCost): number {
  const capital: Capital = {
    usd: server.serverUsd + server.networkUsdPerChip * server.chips,
    residualUsd: server.serverUsd * server.residualShare,
    lifeYears: server.lifeYears,
  };
  const kwh = server.contractedKw * server.loadShare * server.pue * HOURS_PER_YEAR;
  const opexUsdPerYear =
    kwh * server.electricityUsdPerKwh +
    server.contractedKw * server.colocationUsdPerKwMonth * 12 +
    server.serverUsd * server.maintenanceSharePerYear +
    server.staffUsdPerYear;
  const usdPerYear = levelisedUsdPerYear([capital], opexUsdPerYear, server.ratePerYear);
  return usdPerYear / (server.chips * HOURS_PER_YEAR);
}

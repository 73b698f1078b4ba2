import type { DemandCurve, MarketFirm, MarketRules } from "../../../sim/marketPlan.ts";

/** A plain market for tests: nothing grows, learns, leaks or fights unless a test says so. */

/** 1000 Mtok a month at 1 USD for a full fleet, half of it avoidable; larger fleets cost the same. */
export function firmOf(id: string, changes: Partial<MarketFirm> = {}): MarketFirm {
  return {
    id,
    curve: [{ mtokPerMonth: 1, usdPerMtok: 1 }],
    avoidableShare: 0.5,
    quality: 0,
    capacityMtokPerMonth: 1000,
    leadMonths: 6,
    mostGrowthPerMonth: 0,
    capitalUsdPerMtokPerMonth: 20,
    ratePerYear: 0.12,
    cashUsd: 10_000,
    retentionPerMonth: 0,
    madeMtok: 1000,
    softwareFactor: 1,
    reinvestedShare: 0,
    users: null,
    entry: null,
    ...changes,
  };
}

export const DEMAND: DemandCurve = {
  referenceUsdPerMtok: 2,
  referenceMtokPerMonth: 1000,
  elasticity: 0,
};

export const RULES: MarketRules = {
  sense: { kind: "perDollar", alphaMtokPerUsd: 2 },
  ceilingUsdPerMtok: 20,
  ceilingDeclinePerYear: 0,
  costBasis: "average",
  demandGrowthPerYear: 0,
  learning: {
    hardwareGainPerYear: 0,
    algorithmGainPerYear: 0,
    fadeAfterYears: 3,
    wrightExponent: 0,
    reinvestment: null,
    leakPerYear: 0,
  },
  targetBusyShare: 0.8,
  reckoningMonths: 12,
  patienceMonths: 3,
  salvageShare: 0.1,
  war: null,
  warCutShare: 0.1,
};

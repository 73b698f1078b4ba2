import { expect, it } from "vitest";
import type { TrustMode } from "../../../sim/market/trust.ts";
import {
  expectedLossUsdPerYear,
  LOSS_FREQUENCY_BY_MODE,
  TRUST_PREMIUM_SHARE,
  trustValue,
} from "../../../sim/market/trust.ts";

const breach = {
  perYear: { low: 0.01, value: 0.02, high: 0.04 },
  severityUsd: { low: 1e6, value: 4e6, high: 1e7 },
  exposureShare: 0.5,
};
const bank = {
  mode: "governedOnPremises" as TrustMode,
  marginUsdPerYear: 1_000_000,
  boundShare: 0.3,
  servesBound: true,
  boundRevenueUsdPerYear: 600_000,
  premiumShare: TRUST_PREMIUM_SHARE,
  risks: [breach],
  complianceUsdPerYear: 50_000,
  auditUsdPerWorkloadYear: 1000,
  workloads: 10,
};

it("expected loss is frequency x severity x exposure, least where it is governed at home", () => {
  expect(expectedLossUsdPerYear("publicApi", [breach])).toEqual({
    low: 5000,
    value: 40_000,
    high: 200_000,
  });
  const by = (mode: TrustMode) => expectedLossUsdPerYear(mode, [breach, breach]).value;
  expect(by("governedOnPremises")).toBeLessThan(by("dedicatedCloud"));
  expect(by("dedicatedCloud")).toBeLessThan(by("publicApi"));
  expect(by("publicApi")).toBeLessThan(by("ungovernedOnPremises"));
  for (const { low, value, high } of Object.values(LOSS_FREQUENCY_BY_MODE)) {
    expect(low).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(high);
  }
});

it("trust is worth access and premium less loss and compliance", () => {
  const value = trustValue(bank);
  expect(value.accessUsdPerYear.value).toBe(300_000);
  expect(value.premiumUsdPerYear.value).toBeCloseTo(120_000, 6);
  expect(value.expectedLossUsdPerYear.value).toBeCloseTo(16_000, 6);
  expect(value.complianceUsdPerYear.value).toBe(60_000);
  expect(value.totalUsdPerYear.value).toBeCloseTo(344_000, 6);
  expect(value.totalUsdPerYear.low).toBeCloseTo(300_000 + 60_000 - 140_000 - 60_000, 6);
  expect(value.totalUsdPerYear.high).toBeCloseTo(300_000 + 180_000 - 1000 - 60_000, 6);
});

it("a mode that may not serve bound customers earns none of them", () => {
  const value = trustValue({ ...bank, mode: "publicApi", servesBound: false });
  expect(value.accessUsdPerYear.value).toBe(0);
  expect(value.premiumUsdPerYear.high).toBe(0);
  expect(value.totalUsdPerYear.high).toBeLessThan(0);
});

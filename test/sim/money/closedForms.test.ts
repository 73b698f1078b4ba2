import { describe, expect, it } from "vitest";
import { usdPerMtokAtPace, utilisationMultiplier } from "../../../sim/money/chipHourCost.ts";
import { quantityRatio, revenueRatio } from "../../../sim/money/elasticity.ts";
import {
  balancedBatch,
  computeBoundTokensPerS,
  napkinTokensPerS,
  tokensPerYear,
  weightReadsPerS,
} from "../../../sim/money/napkinServing.ts";
import { busyNodesForRates, busyNodesOfPhases } from "../../../sim/money/nodeBalance.ts";
import { kwhPerMtok, netGramsPerKwh, tokensPerSPerMw } from "../../../sim/money/powerPace.ts";
import { changeShare } from "../../../sim/money/priceIndex.ts";
import {
  chipHoursForFlops,
  servingMfuShare,
  trainingDays,
  trainingFlops,
  trainingMfuShare,
} from "../../../sim/money/trainingRun.ts";
import { sessionUsd, usdPerMediaMinute } from "../../../sim/money/unitPrices.ts";

describe("a training run on paper", () => {
  it("takes the hours that give back its share of peak", () => {
    const flops = trainingFlops(7e9, 2e12);
    expect(flops).toBe(8.4e22);
    const chipHours = chipHoursForFlops(flops, 1e15, 0.4);
    expect(trainingMfuShare(flops, chipHours, 1e15)).toBeCloseTo(0.4, 12);
    expect(trainingDays(flops, 100, 1e15, 0.4)).toBeCloseTo(chipHours / 100 / 24, 9);
  });

  it("spends three times the FLOPs of serving the same tokens", () => {
    const served = servingMfuShare(1000, 7e9, 1e15) * 1e15;
    expect(trainingFlops(7e9, 1000) / served).toBeCloseTo(3, 12);
  });

  it("refuses a share of peak that cannot be", () => {
    for (const share of [0, 1.01, Number.NaN]) {
      expect(() => chipHoursForFlops(1e20, 1e15, share)).toThrow(
        `share of peak of ${share}; expected above 0, at most 1`,
      );
    }
  });
});

describe("finished work", () => {
  const clip = {
    ...{ clipFlops: 3.6e17, playsS: 6, peakFlopsPerSPerChip: 1e15 },
    ...{ mfuShare: 0.5, usdPerChipHour: 2 },
  };

  it("costs the chip time of its clips: ten of 0.2 h at 2 USD/h fill a minute", () => {
    expect(usdPerMediaMinute(clip)).toBeCloseTo(4, 12);
    expect(usdPerMediaMinute({ ...clip, playsS: 3 })).toBeCloseTo(8, 12);
    expect(() => usdPerMediaMinute({ ...clip, playsS: 0 })).toThrow("clip of 0 s");
  });

  it("is billed by the kind of token", () => {
    const prices = { input: 4, cached: 0.4, output: 20 };
    const session = { inputTokens: 2e6, cachedShare: 0.75, outputTokens: 1e5 };
    expect(sessionUsd(session, prices)).toBeCloseTo(2 + 0.6 + 2, 12);
    expect(() => sessionUsd({ ...session, cachedShare: 1.2 }, prices)).toThrow(
      "cached share of 1.2; expected 0..1",
    );
  });
});

describe("the calculator of web pages", () => {
  const server = {
    ...{ chips: 4, flopsPerSPerChip: 1e15, memoryBytesPerSPerChip: 2e12 },
    ...{ activeParams: 1e10, bytesPerParam: 1 },
  };

  it("halves the arithmetic's pace at the balanced batch, and never exceeds it", () => {
    const batch = balancedBatch(server);
    const boundPerS = computeBoundTokensPerS(server);
    expect(batch).toBeCloseTo(boundPerS / weightReadsPerS(server), 12);
    expect(napkinTokensPerS(server, batch, 1)).toBeCloseTo(boundPerS / 2 / 2, 6);
    expect(napkinTokensPerS(server, 1e12, 1)).toBeLessThan(boundPerS / 2);
    expect(() => napkinTokensPerS(server, 0, 1)).toThrow("batch of 0; expected above 0");
  });

  it("counts a year of 8,760 hours", () => {
    expect(tokensPerYear(1, 2, 0.5)).toBe(31_536_000);
  });
});

describe("demand, power and carbon", () => {
  it("earn more from a lower price only above an elasticity of one", () => {
    expect(revenueRatio(0.8, 1)).toBeCloseTo(1, 12);
    expect(revenueRatio(0.8, 1.5)).toBeGreaterThan(1);
    expect(revenueRatio(0.8, 0.5)).toBeLessThan(1);
    expect(quantityRatio(0.5, 2)).toBeCloseTo(4, 12);
    expect(() => quantityRatio(0, 1)).toThrow("price ratio of 0; expected above 0");
    expect(() => quantityRatio(1, -1)).toThrow("elasticity of -1; expected >= 0");
  });

  it("count a megawatt's tokens and a token's energy as one another's inverse", () => {
    const mtokPerMwh = (tokensPerSPerMw(500, 1.5) * 3600) / 1e6;
    expect(kwhPerMtok(500, 1.5)).toBeCloseTo(1000 / mtokPerMwh, 12);
  });

  it("mix carbon by share", () => {
    expect(netGramsPerKwh(0, 20, 400)).toBe(400);
    expect(netGramsPerKwh(1, 20, 400)).toBe(20);
    expect(netGramsPerKwh(0.5, 20, 400)).toBe(210);
    expect(() => netGramsPerKwh(79, 20, 400)).toThrow("renewable share of 79; expected 0..1");
  });
});

describe("hours and nodes", () => {
  it("cost more the less they are used", () => {
    expect(utilisationMultiplier(0.5) * usdPerMtokAtPace(2, 1000)).toBeCloseTo(
      usdPerMtokAtPace(2, 500),
      12,
    );
    expect(() => utilisationMultiplier(0)).toThrow("used share of 0; expected above 0, at most 1");
  });

  it("add up over phases", () => {
    const phase = { tokens: 8.64e6, tokensPerSPerNode: 10 };
    expect(busyNodesOfPhases([], 86_400)).toBe(0);
    expect(busyNodesOfPhases([phase, phase], 86_400)).toBeCloseTo(
      2 * busyNodesForRates(8.64e6, 10, 86_400),
      12,
    );
  });

  it("change by a share of the first quote", () => {
    expect(changeShare(2, 1.5)).toBe(-0.25);
    expect(() => changeShare(0, 1)).toThrow("first quote of 0; expected above 0");
  });
});

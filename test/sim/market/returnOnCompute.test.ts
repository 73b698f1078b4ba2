import { expect, it } from "vitest";
import {
  averageReturn,
  bestComputeUsd,
  betaBetween,
  cashReturn,
  curveThrough,
  fittedBeta,
  inScalingTrap,
  marginalReturn,
  returnFromGrossMargin,
  returnOnInvestedCapital,
  trainingChargeUsdPerMonth,
  valueReturn,
  valueUsdAt,
} from "../../../sim/market/returnOnCompute.ts";

it("DeepSeek's published day returns 6.45 dollars per dollar of compute", () => {
  const day = {
    revenueUsd: 562_027,
    nonComputeVariableUsd: 0,
    consumerSurplusUsd: 87_072,
    computeUsd: 87_072,
  };
  expect(cashReturn(day)).toBeCloseTo(6.4547, 4);
  expect(valueReturn(day) - cashReturn(day)).toBeCloseTo(1, 12);
  expect(() => cashReturn({ ...day, computeUsd: 0 })).toThrow("compute of 0 USD");
});

it("gross margins of 40 % and 33 % are returns of 1.67 and 1.5", () => {
  expect(returnFromGrossMargin(0.4)).toBeCloseTo(1.667, 3);
  expect(returnFromGrossMargin(0.33)).toBeCloseTo(1.49, 2);
});

it("the next dollar brings beta times what the average one does", () => {
  const curve = curveThrough(300, 100, 0.5);
  expect(valueUsdAt(curve, 100)).toBeCloseTo(300, 9);
  expect(averageReturn(curve, 100)).toBeCloseTo(3, 12);
  expect(marginalReturn(curve, 100)).toBeCloseTo(1.5, 12);
  const step = valueUsdAt(curve, 100.001) - valueUsdAt(curve, 99.999);
  expect(step / 0.002).toBeCloseTo(1.5, 6);
  expect(betaBetween(300, 100, valueUsdAt(curve, 700), 700)).toBeCloseTo(0.5, 12);
});

it("the scaling trap lies beyond the spend whose last dollar brings one", () => {
  const curve = curveThrough(300, 100, 0.5);
  const best = bestComputeUsd(curve);
  expect(marginalReturn(curve, best)).toBeCloseTo(1, 12);
  expect(inScalingTrap(curve, best * 0.9)).toBe(false);
  expect(inScalingTrap(curve, best * 1.1)).toBe(true);
  // Average falls to 1 at (1/beta)^(1/(1-beta)) = 4 times that spend: a loss, no trap.
  expect(inScalingTrap(curve, best * 4.1)).toBe(false);
  expect(() => bestComputeUsd({ scale: 1, beta: 1 })).toThrow("exponent 1");
});

it("investors count after-tax profit on compute and prepaid capacity", () => {
  expect(returnOnInvestedCapital(100, 0.2, 700, 100)).toBeCloseTo(0.1, 12);
  expect(trainingChargeUsdPerMonth(12e6, 12)).toBe(1e6);
  expect(() => trainingChargeUsdPerMonth(1, 0)).toThrow("model life of 0");
});

it("the fitted exponent is that of the curve the points lie on, and the slope of best fit between", () => {
  const curve = curveThrough(300, 100, 0.4);
  const points = [30, 100, 250].map((usd) => [usd, valueUsdAt(curve, usd)] as const);
  expect(fittedBeta(points)).toBeCloseTo(0.4, 12);
  // Symmetric in the logarithms around a point that lies off: the ends decide.
  expect(
    fittedBeta([
      [1, 1],
      [10, 7],
      [100, 10],
    ]),
  ).toBeCloseTo(0.5, 12);
  expect(
    fittedBeta([
      [5, 1],
      [5, 2],
    ]),
  ).toBeNaN();
});

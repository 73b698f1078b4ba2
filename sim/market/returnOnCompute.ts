/** What a dollar of compute brings, in three registers that answer three different questions. */
export interface ComputeValue {
  readonly revenueUsd: number;
  /** Costs that grow with sales and are not compute: payment fees, support, data. */
  readonly nonComputeVariableUsd: number;
  /** What customers would have paid beyond the price. */
  readonly consumerSurplusUsd: number;
  readonly computeUsd: number;
}

/** Does it pay its bill? (revenue - other variable cost) / compute; 1 = it just does. */
export function cashReturn(value: ComputeValue): number {
  return (value.revenueUsd - value.nonComputeVariableUsd) / checked(value.computeUsd);
}

/** Is it worth it to everybody? (revenue + consumer surplus) / compute. */
export function valueReturn(value: ComputeValue): number {
  return (value.revenueUsd + value.consumerSurplusUsd) / checked(value.computeUsd);
}

/** Cash return that belongs to a gross margin on compute alone: 1 / (1 - margin). */
export function returnFromGrossMargin(grossMarginShare: number): number {
  return 1 / (1 - grossMarginShare);
}

/** Value with diminishing returns: V = A C^beta, beta 0.3 to 0.8. */
export interface ReturnCurve {
  readonly scale: number;
  readonly beta: number;
}

/** The curve through one observed point: A = V / C^beta. */
export function curveThrough(valueUsd: number, computeUsd: number, beta: number): ReturnCurve {
  return { scale: valueUsd / checked(computeUsd) ** beta, beta };
}

/** The exponent through two observed points: beta = ln(V1/V0) / ln(C1/C0). */
export function betaBetween(
  fromValueUsd: number,
  fromComputeUsd: number,
  toValueUsd: number,
  toComputeUsd: number,
): number {
  return Math.log(toValueUsd / fromValueUsd) / Math.log(toComputeUsd / fromComputeUsd);
}

/**
 * The exponent that fits many points best: the slope of ln V over ln C by least squares.
 *
 * @param points compute and value of each, above 0
 * @returns NaN when compute is the same at all of them
 */
export function fittedBeta(
  points: readonly (readonly [computeUsd: number, valueUsd: number])[],
): number {
  const logs = points.map(([computeUsd, valueUsd]) => [Math.log(computeUsd), Math.log(valueUsd)]);
  const meanOf = (at: 0 | 1): number =>
    logs.reduce((sum, pair) => sum + (pair[at] ?? 0), 0) / logs.length;
  const [meanX, meanY] = [meanOf(0), meanOf(1)];
  let [together, alone] = [0, 0];
  for (const [x = 0, y = 0] of logs) {
    together += (x - meanX) * (y - meanY);
    alone += (x - meanX) ** 2;
  }
  return alone > 0 ? together / alone : Number.NaN;
}

/** What a compute spend is worth: V = A C^beta, USD. */
export function valueUsdAt(curve: ReturnCurve, computeUsd: number): number {
  return curve.scale * computeUsd ** curve.beta;
}

/** Value per dollar of compute spent, V / C. */
export function averageReturn(curve: ReturnCurve, computeUsd: number): number {
  return valueUsdAt(curve, checked(computeUsd)) / computeUsd;
}

/** Does the next dollar pay? dV/dC = beta x average. */
export function marginalReturn(curve: ReturnCurve, computeUsd: number): number {
  return curve.beta * averageReturn(curve, computeUsd);
}

/** All spend together pays, the next dollar does not: marginal < 1 < average. */
export function inScalingTrap(curve: ReturnCurve, computeUsd: number): boolean {
  return marginalReturn(curve, computeUsd) < 1 && averageReturn(curve, computeUsd) > 1;
}

/** Spend at which the next dollar brings just a dollar, USD: (A beta)^(1 / (1 - beta)). */
export function bestComputeUsd(curve: ReturnCurve): number {
  if (!(curve.beta < 1)) {
    throw new RangeError(`returns of exponent ${curve.beta}; expected below 1 for a best spend`);
  }
  return (curve.scale * curve.beta) ** (1 / (1 - curve.beta));
}

/** Investors' register: after-tax operating profit over what is tied up, per year. */
export function returnOnInvestedCapital(
  operatingProfitUsdPerYear: number,
  taxShare: number,
  netComputeUsd: number,
  prepaidCapacityUsd: number,
): number {
  return (operatingProfitUsdPerYear * (1 - taxShare)) / checked(netComputeUsd + prepaidCapacityUsd);
}

/** Charge per month of a training run written off over the model's life (6 to 18 months), USD. */
export function trainingChargeUsdPerMonth(trainingUsd: number, modelLifeMonths: number): number {
  if (!(modelLifeMonths > 0)) {
    throw new RangeError(`model life of ${modelLifeMonths} months; expected above 0`);
  }
  return trainingUsd / modelLifeMonths;
}

function checked(computeUsd: number): number {
  if (!(computeUsd > 0)) throw new RangeError(`compute of ${computeUsd} USD; expected above 0`);
  return computeUsd;
}

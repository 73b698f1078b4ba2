const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6,
  1.5056327351493116e-7,
];
const LN_2PI = Math.log(2 * Math.PI);

/** Natural logarithm of the gamma function for x > 0. Source: Lanczos, g = 7, n = 9. */
export function lnGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`gamma function of ${x}; expected a number > 0`);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return LN_2PI / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Logarithm of the upper regularised incomplete gamma function Q(shape, x), x > 0. */
export function lnUpperGammaShare(shape: number, x: number): number {
  return lnShare(shape, lnGamma(shape), Math.log(x), true);
}

/**
 * Logarithm of the share below (P) or above (Q) exp(lnX). In logarithms, because with a small
 * shape most of the probability lies at values that a double cannot hold.
 */
export function lnShare(shape: number, lnGammaShape: number, lnX: number, above: boolean): number {
  const x = Math.exp(lnX);
  const lnFactor = shape * lnX - x - lnGammaShape;
  if (x < shape + 1) {
    const lnBelow = Math.min(0, lnFactor + Math.log(series(shape, x)));
    return above ? Math.log(-Math.expm1(lnBelow)) : lnBelow;
  }
  const lnAbove = Math.min(0, lnFactor + Math.log(continuedFraction(shape, x)));
  return above ? lnAbove : Math.log(-Math.expm1(lnAbove));
}

function series(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** Modified Lentz evaluation. Source: Press et al., "Numerical Recipes", 6.2. */
function continuedFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 100_000; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = a * d + b;
    c = b + a / c;
    d = 1 / (d === 0 ? 1e-300 : d);
    if (c === 0) c = 1e-300;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/**
 * Probability that a standard normal variable is at most z; right to 1e-15, and
 * to 8 digits of the value itself far out.
 * Source: Hart (1968) as arranged by West, "Better approximations to cumulative normal functions" (2005)
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  const tail = x > 37 ? 0 : upperTail(x);
  return z > 0 ? 1 - tail : tail;
}

const TOP = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const BOTTOM = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];
/** Where the rational form hands over to the continued fraction. */
const FAR = 7.07106781186547;

function upperTail(x: number): number {
  const density = Math.exp((-x * x) / 2);
  if (x < FAR) return (density * polynomial(TOP, x)) / polynomial(BOTTOM, x);
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return density / fraction / Math.sqrt(2 * Math.PI);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

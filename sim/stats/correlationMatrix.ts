/** Square, symmetric, ones on the diagonal. */
export type CorrelationMatrix = readonly (readonly number[])[];

const SWEEPS = 60;
const PROJECTIONS = 500;
const CLOSE = 1e-10;

/**
 * The possible correlation matrix nearest to a wished one: a with b at 0.9, b with c at 0.9 and a with
 * c at -0.9 cannot all hold. A possible one comes back as it is.
 *
 * Source: Higham, "Computing the nearest correlation matrix" (2002), alternating projections
 */
export function nearestCorrelation(wished: CorrelationMatrix): CorrelationMatrix {
  if (lowerFactor(wished) !== null) return wished;
  let y = wished.map((row) => [...row]);
  let correction = y.map((row) => row.map(() => 0));
  for (let step = 0; step < PROJECTIONS; step++) {
    const r = y.map((row, i) => row.map((value, j) => value - correction[i]![j]!));
    const x = positivePart(r);
    correction = x.map((row, i) => row.map((value, j) => value - r[i]![j]!));
    const next = x.map((row, i) => row.map((value, j) => (i === j ? 1 : value)));
    const moved = Math.max(...next.flatMap((row, i) => row.map((v, j) => Math.abs(v - y[i]![j]!))));
    y = next;
    if (moved < CLOSE) break;
  }
  return y.map((row, i) => row.map((_, j) => (i === j ? 1 : (y[i]![j]! + y[j]![i]!) / 2)));
}

/**
 * Lower triangle L with L L' = matrix (Cholesky), a hair of rounding forgiven.
 *
 * @returns null for a matrix that no random numbers can have
 */
export function lowerFactor(matrix: CorrelationMatrix): readonly (readonly number[])[] | null {
  const lower: number[][] = matrix.map((row) => row.map(() => 0));
  for (const [i, row] of matrix.entries()) {
    for (let j = 0; j <= i; j++) {
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!;
      if (i === j) {
        if (rest < -1e-7) return null;
        lower[i]![i] = Math.sqrt(Math.max(0, rest));
      } else if (lower[j]![j]! > 1e-7) lower[i]![j] = rest / lower[j]![j]!;
      else if (Math.abs(rest) > 1e-5) return null;
    }
  }
  return lower;
}

/** The matrix without its negative eigenvalues. */
function positivePart(matrix: CorrelationMatrix): number[][] {
  const { values, vectors } = eigen(matrix);
  return matrix.map((row, i) =>
    row.map((_, j) =>
      values.reduce(
        (sum, value, k) => sum + Math.max(0, value) * vectors[i]![k]! * vectors[j]![k]!,
        0,
      ),
    ),
  );
}

/** Eigenvalues and eigenvectors (columns) of a symmetric matrix by Jacobi's rotations. */
function eigen(matrix: CorrelationMatrix): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += Math.abs(a[p]![q]!);
        if (a[p]![q] !== 0) rotate(a, v, p, q);
      }
    }
    if (off < 1e-14) break;
  }
  return { values: a.map((row, i) => row[i]!), vectors: v };
}

/** Turns the plane of two axes so that their element becomes 0. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(t * t + 1);
  const sin = t * cos;
  for (let k = 0; k < a.length; k++) {
    const [kp, kq] = [a[k]![p]!, a[k]![q]!];
    a[k]![p] = cos * kp - sin * kq;
    a[k]![q] = sin * kp + cos * kq;
  }
  for (let k = 0; k < a.length; k++) {
    const [pk, qk] = [a[p]![k]!, a[q]![k]!];
    a[p]![k] = cos * pk - sin * qk;
    a[q]![k] = sin * pk + cos * qk;
    const [vp, vq] = [v[k]![p]!, v[k]![q]!];
    v[k]![p] = cos * vp - sin * vq;
    v[k]![q] = sin * vp + cos * vq;
  }
}

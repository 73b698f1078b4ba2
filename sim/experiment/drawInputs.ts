import type { AppliedCorrelation, Correlation, Sampling } from "../monteCarlo.ts";
import { plainColumn, stratifiedColumn } from "../random/hypercube.ts";
import { normalQuantile } from "../random/normal.ts";
import { rangeQuantile } from "../random/statedRange.ts";
import { Streams } from "../random/streams.ts";
import { lowerFactor, nearestCorrelation } from "../stats/correlationMatrix.ts";
import { ranksOf } from "../stats/ranks.ts";
import { ownersOf, type UncertainInput } from "./uncertainInputs.ts";

export interface DrawPlan {
  readonly seed: string;
  readonly samples: number;
  readonly sampling: Sampling;
  readonly correlate: readonly Correlation[];
}

export interface Draws {
  /** By input, in the order given; by sample. */
  readonly values: readonly Float64Array[];
  readonly correlations: readonly AppliedCorrelation[];
}

/**
 * Values of every input for every sample. The stream of an input is `<seed>/monte-carlo/<path>`, so
 * that neither another input nor another order of strategies changes its draws; of several inputs
 * with one path the first by value has it, the others `<path>/2` and on.
 */
export function drawInputs(inputs: readonly UncertainInput[], plan: DrawPlan): Draws {
  const streams = new Streams(`${plan.seed}/monte-carlo`);
  const column = plan.sampling === "plain" ? plainColumn : stratifiedColumn;
  const names = streamNames(inputs);
  const order = inputs.map((_, i) => i).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const uniforms = inputs.map((_, i) => column(plan.samples, streams.stream(names[i] ?? "")));
  const correlations = correlate(inputs, order, uniforms, plan.correlate);
  const values = inputs.map(({ range, least, most }, i) =>
    Float64Array.from(uniforms[i]!, (u) =>
      Math.min(most, Math.max(least, rangeQuantile(range, u))),
    ),
  );
  return { values, correlations };
}

function streamNames(inputs: readonly UncertainInput[]): readonly string[] {
  const identity = ({ assumption: { value, low, high, source } }: UncertainInput): string =>
    JSON.stringify([low, high, source, value]);
  return inputs.map((input) => {
    const { path, value } = input.assumption;
    const before = inputs.filter(({ assumption }, i) => {
      if (assumption.path !== path || inputs[i] === input) return false;
      if (assumption.value !== value) return assumption.value < value;
      return identity(inputs[i]!) < identity(input);
    });
    return before.length === 0 ? path : `${path}/${before.length + 1}`;
  });
}

/**
 * Gives the stated inputs a Gaussian copula: each keeps its own uniform draws, in an order that has
 * the correlation of normal scores that is wished (Iman and Conover 1982).
 *
 * @param order of the inputs, by name: the first of a group keeps its order
 */
function correlate(
  inputs: readonly UncertainInput[],
  order: readonly number[],
  uniforms: Float64Array[],
  stated: readonly Correlation[],
): readonly AppliedCorrelation[] {
  const wishes = stated.map((correlation) => ({
    correlation,
    pairs: pairsOf(inputs, correlation),
  }));
  const touched = new Set(wishes.flatMap(({ pairs }) => pairs.flat()));
  const group = order.filter((i) => touched.has(i));
  const place = new Map(group.map((input, at) => [input, at]));
  const wished: number[][] = group.map((_, i) => group.map((__, j) => (i === j ? 1 : 0)));
  for (const { correlation, pairs } of wishes) {
    for (const [a, b] of pairs) {
      const [i, j] = [place.get(a) ?? 0, place.get(b) ?? 0];
      wished[i]![j] = correlation[2];
      wished[j]![i] = correlation[2];
    }
  }
  const used = nearestCorrelation(wished);
  if (group.length > 0) reorder(group, uniforms, lowerFactor(used) ?? []);
  return wishes.map(({ correlation: [path, other, wish], pairs }) => {
    const [pair] = pairs;
    if (pair === undefined) {
      const missing = [path, other].filter((one) =>
        inputs.every(({ assumption }) => assumption.path !== one),
      );
      const none = missing.length > 0 ? missing.join(" and ") : path;
      const reason = `${none} is no input here that is drawn`;
      return { path, other, stated: wish, used: null, found: null, reason };
    }
    const [a, b] = pair;
    const held = used[place.get(a) ?? 0]?.[place.get(b) ?? 0] ?? wish;
    const found = normalCorrelation(uniforms[a]!, uniforms[b]!);
    return { path, other, stated: wish, used: held, found, reason: null };
  });
}

/** Inputs that a correlation joins: those of one strategy, else any two; of one path, its variants. */
function pairsOf(
  inputs: readonly UncertainInput[],
  [path, other]: Correlation,
): readonly (readonly [number, number])[] {
  const at = (name: string): number[] =>
    inputs.flatMap(({ assumption }, i) => (assumption.path === name ? [i] : []));
  const [left, right] = [at(path), at(other)];
  if (path === other) {
    return left.flatMap((a, i) => left.slice(i + 1).map((b) => [a, b] as const));
  }
  const meets = (a: number, b: number): boolean => {
    const owners = ownersOf(inputs[a]!);
    return ownersOf(inputs[b]!).some((name) => owners.includes(name));
  };
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const apart = !right.some((one) => meets(a, one)) && !left.some((one) => meets(one, b));
      return meets(a, b) || apart ? [[a, b] as const] : [];
    }),
  );
}

function reorder(
  group: readonly number[],
  uniforms: Float64Array[],
  lower: readonly (readonly number[])[],
): void {
  const scores = uncorrelated(
    group.map((input) => Float64Array.from(uniforms[input]!, normalQuantile)),
  );
  for (const [row, input] of group.entries()) {
    const own = uniforms[input]!;
    const mixed = own.map((_, k) =>
      (lower[row] ?? []).reduce((sum, factor, j) => sum + factor * (scores[j]?.[k] ?? 0), 0),
    );
    const sorted = own.toSorted();
    uniforms[input] = Float64Array.from(ranksOf(mixed), (rank) => sorted[Math.round(rank)]!);
  }
}

/**
 * Scores without the correlation that chance gave them; as they are where there are too few samples
 * to tell.
 */
function uncorrelated(scores: readonly Float64Array[]): readonly Float64Array[] {
  const factor = lowerFactor(
    scores.map((a, i) => scores.map((b, j) => (i === j ? 1 : correlationOf(a, b)))),
  );
  if (factor?.every((row, i) => row[i]! > 0.1) !== true) return scores;
  const free: Float64Array[] = [];
  for (const [i, own] of scores.entries()) {
    const row = factor[i]!;
    const before = free.slice();
    free.push(
      own.map((score, k) => {
        const shared = before.reduce((sum, column, j) => sum + row[j]! * column[k]!, 0);
        return (score - shared) / row[i]!;
      }),
    );
  }
  return free;
}

/** Correlation of normal scores: what the copula was asked for. */
function normalCorrelation(a: Float64Array, b: Float64Array): number {
  return correlationOf(a.map(normalQuantile), b.map(normalQuantile));
}

function correlationOf(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((s, v) => s + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    xy += (x[k]! - mx) * (y[k]! - my);
    xx += (x[k]! - mx) ** 2;
    yy += (y[k]! - my) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

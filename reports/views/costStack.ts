import type { Comparison } from "../../sim/comparison.ts";
import { COST_CATEGORIES, type CostCategory } from "../../sim/costCategories.ts";
import type { Outcome } from "../../sim/outcome.ts";
import { meanInterval } from "../../sim/stats/interval.ts";
import { formatEstimate, formatValue, typographic } from "../format.ts";

const USD = "USD/1e6 tok";

/** A mean over replications as a number and as text with its half-width. */
export interface Mean {
  readonly value: number;
  readonly half: number | null;
  readonly text: string;
}

export interface StackView {
  readonly name: string;
  readonly total: Mean;
  readonly categories: readonly { readonly name: CostCategory; readonly mean: Mean }[];
  /** What idle, wasted and down chip time carries of the total; empty for an API. */
  readonly parts: readonly { readonly name: string; readonly state: string; readonly mean: Mean }[];
}

/** Levelised cost per million tokens by category, and the part that no token can be blamed for. */
export function costStacks({ results, level }: Comparison): StackView[] {
  return results.flatMap(({ strategy, outcomes, state }) => {
    if (state !== "ok") return [];
    const sound = outcomes.filter(({ lcotUsdPerMtok }) => Number.isFinite(lcotUsdPerMtok));
    if (sound.length === 0) return [];
    const mean = (pick: (outcome: Outcome) => number | null) =>
      meanOf(
        sound.map((outcome) => pick(outcome) ?? 0),
        level,
        USD,
      );
    const categories = COST_CATEGORIES.filter((name) =>
      sound.some(({ stackUsdPerMtok }) => (stackUsdPerMtok[name] ?? 0) !== 0),
    ).map((name) => ({ name, mean: mean(({ stackUsdPerMtok }) => stackUsdPerMtok[name] ?? 0) }));
    const parts = [
      { name: "of which idle chips", state: "idle", pick: (o: Outcome) => o.idleUsdPerMtok },
      { name: "of which wasted work", state: "wasted", pick: (o: Outcome) => o.wastedUsdPerMtok },
      { name: "of which down", state: "down", pick: (o: Outcome) => o.downUsdPerMtok },
    ].flatMap(({ name, state, pick }) =>
      sound.some((outcome) => pick(outcome) !== null) ? [{ name, state, mean: mean(pick) }] : [],
    );
    const total = mean(({ lcotUsdPerMtok }) => lcotUsdPerMtok);
    return [{ name: strategy.name, total, categories, parts }];
  });
}

/** Mean of finite values with its half-width; equal values leave no interval. */
export function meanOf(values: readonly number[], level: number, unit: string): Mean {
  const { mean, halfWidth } = meanInterval(values, level);
  const varies = values.some((value) => value !== values[0]);
  const half = varies ? halfWidth : null;
  const { value, half: halfText } = formatEstimate(mean, half, unit);
  return {
    value: mean,
    half,
    text: typographic(halfText === null ? value : `${value} +- ${halfText}`),
  };
}

/** One sentence: the cheapest and what its largest part is. */
export function costStackAnswer(stacks: readonly StackView[]): string {
  const sorted = [...stacks].sort((a, b) => a.total.value - b.total.value);
  const [cheapest, next] = sorted;
  if (cheapest === undefined) return "";
  const largest = [...cheapest.categories].sort((a, b) => b.mean.value - a.mean.value)[0];
  const idle = cheapest.parts.find(({ state }) => state === "idle");
  const against = next === undefined ? "" : ` against ${next.total.text} for ${next.name}`;
  const part =
    largest === undefined ? "" : ` Its largest part is ${largest.name} (${largest.mean.text}).`;
  const waste =
    idle === undefined
      ? ""
      : ` Idle chips carry ${typographic(formatValue(idle.mean.value / cheapest.total.value, "share"))} of it.`;
  return `${cheapest.name} delivers one million on-time tokens for ${cheapest.total.text}${against}.${part}${waste}`;
}

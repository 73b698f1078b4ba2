import type { Comparison, TornadoBar } from "../../sim/comparison.ts";
import type { BoxLimit, DrawnInput, MonteCarlo, WinningBox } from "../../sim/monteCarlo.ts";
import { formatInput, formatValue } from "../format.ts";
import { wordList } from "./fleets.ts";

/** What the ranges of the inputs do, in words. Never mixed with the noise of the simulation. */

/** `0.87`; what n samples cannot tell from certain is `> 0.99`. */
export function probabilityText(probability: number, samples: number): string {
  const least = Math.max(0.01, 1 / samples);
  const digits = least < 0.01 ? 3 : 2;
  if (probability > 1 - least) return `> ${(1 - least).toFixed(digits)}`;
  if (probability < least) return `< ${least.toFixed(digits)}`;
  return probability.toFixed(digits);
}

/** `P(producer cheaper than consumer) = 0.87`, the base against each of the others. */
export function pairTexts({ base, pairs, samples }: MonteCarlo): string[] {
  return pairs.flatMap(({ first, second, probability }) => {
    if (first !== base && second !== base) return [];
    const p = first === base ? probability : 1 - probability;
    const other = first === base ? second : first;
    const text = probabilityText(p, samples);
    const sign = /^[<>]/.test(text) ? text : `= ${text}`;
    return [`P(${base} cheaper than ${other}) ${sign}`];
  });
}

/** One sentence for each strategy that wins under stated conditions. */
export function boxSentence(box: WinningBox, samples: number): string {
  const { strategy, limits, density, coverage } = box;
  const where = wordList(limits.map(limitText));
  const inside = `${box.samples} of ${samples} samples`;
  return `${strategy} wins in ${percent(density)} of the samples where ${where} (${inside}, ${percent(coverage)} of its wins).`;
}

/** `API price of output tokens > $2.40/Mtok`, `demand < 62 % of plan`. */
export function limitText({ path, label, unit, value, side, limit }: BoxLimit): string {
  const sign = side === "above" ? ">" : "<";
  if (path === "demand.rate" || path === "demand.sessions") {
    return `demand ${sign} ${percent(limit / value)} of plan`;
  }
  return `${label} ${sign} ${amountText(limit, unit)}`;
}

/** `$2.36/Mtok`, `61 %`, `3.2 years` */
export function amountText(value: number, unit: string): string {
  const shown = Number((unit.startsWith("share") ? 100 * value : value).toPrecision(3));
  const digits = formatInput(shown, "");
  if (unit === "share") return `${digits} %`;
  if (unit.startsWith("share/")) return `${digits} %/${unit.slice("share/".length)}`;
  if (unit.startsWith("USD")) return `$${digits}${unit.slice("USD".length)}`.replace("$-", "-$");
  return unit === "" || unit === "ratio" ? digits : `${digits} ${unit}`;
}

/** Whose input it is, where not everyone has it. */
export function inputName({ label, strategies }: DrawnInput, all: number): string {
  return strategies.length === all ? label : `${label} (${strategies.join(" + ")})`;
}

/** The answer in one sentence: who is probably the cheapest, and what knowing more is worth. */
export function howSure({ outcomes, samples, base, inputs, perfectInformationUsd }: MonteCarlo) {
  const [best] = outcomes.toSorted((a, b) => b.bestProbability - a.bestProbability);
  if (best === undefined) return "";
  const p = probabilityText(best.bestProbability, samples);
  const turned =
    best.strategy === base ? "" : `, though ${base} is the cheapest at the values of today`;
  const chance = /^[<>]/.test(p) ? p : `= ${p}`;
  return (
    `${best.strategy} is most often the cheapest: P ${chance} over the stated ranges of ` +
    `${inputs.length} inputs${turned}. Knowing them all before deciding would be worth ` +
    `${formatValue(perfectInformationUsd, "USD")} at most.`
  );
}

/** Two digits: samples tell no more. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** Swings below this share of the largest say nothing where nothing else tells noise. */
const LEAST_SWING = 0.01;

/** Whether a bar cannot be told from nothing: it moves the lead by less than the simulation's noise. */
export function isFaint({ tornado, pairs, decision }: Comparison, { swing }: TornadoBar): boolean {
  const noise = pairs
    .filter(({ metric }) => metric === decision.metric)
    .map(({ halfWidth }) => halfWidth ?? 0);
  const largest = tornado[0]?.swing ?? 0;
  return swing < Math.max(LEAST_SWING * largest, noise.length > 0 ? Math.min(...noise) : 0);
}

/** What the ends of an input's range are: quantiles of an interval, or the ends of all. */
export function endWords(law: DrawnInput["law"] | undefined): readonly [string, string] {
  return law === undefined || law === "interval" ? ["P5", "P95"] : ["least", "most"];
}

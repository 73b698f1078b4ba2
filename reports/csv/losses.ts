import type { Comparison } from "../../sim/comparison.ts";
import { LEAK_WORDS, type Waterfall } from "../../sim/waterfall.ts";
import { type Column, column } from "./column.ts";

/** One leak of one strategy, by counterfactual or by attribution. */
export interface LossLine {
  readonly scenario: string;
  readonly view: "counterfactual" | "attribution";
  readonly stage: string;
  readonly tax: string;
  readonly isUseful: boolean;
  readonly usd: number;
  readonly share: number;
  readonly flops: number | null;
  readonly joules: number | null;
  readonly tokens: number | null;
  readonly chipHours: number | null;
  readonly shapleyUsd: number | null;
  readonly instead: string | null;
}

const text = (name: string, description: string, value: (line: LossLine) => string | null) =>
  column<LossLine>(
    { name, type: "string", description, value },
    { freeText: true, nullMeaning: "nothing stands in its place, or plain from the leak" },
  );
const number = (
  name: string,
  unit: string,
  description: string,
  value: (line: LossLine) => number | null,
  nullMeaning = "",
) => column<LossLine>({ name, type: "number", description, value }, { unit, nullMeaning });

const BARS_HAVE_NONE = "a counterfactual moves the whole fleet: no state of its chips";

export const LOSS_COLUMNS: readonly Column<LossLine>[] = [
  text("scenario", "Strategy.", ({ scenario }) => scenario),
  text("view", "counterfactual (cost without it) or attribution (state of chips).", (l) => l.view),
  text("stage", "Lever of the counterfactual, or state of the chips.", ({ stage }) => stage),
  text("tax", "Name of the leak.", ({ tax }) => tax),
  column<LossLine>({
    name: "is_useful",
    type: "boolean",
    description: "Part of the useful work that is left.",
    value: ({ isUseful }) => isUseful,
  }),
  number("usd", "USD", "Present value over the horizon.", ({ usd }) => usd),
  number("share", "share", "Of compute purchased.", ({ share }) => share),
  number("flops", "FLOP", "Dense peak offered in it.", ({ flops }) => flops, BARS_HAVE_NONE),
  number("joules", "J", "Energy at the meter.", ({ joules }) => joules, BARS_HAVE_NONE),
  number(
    "tokens",
    "tokens",
    "Tokens that the dollars buy at the cost without leaks.",
    ({ tokens }) => tokens,
    "the cost without leaks is not known",
  ),
  number("chip_hours", "h", "Chip time.", ({ chipHours }) => chipHours, BARS_HAVE_NONE),
  number(
    "shapley_usd",
    "USD",
    "Mean worth over all orders of removal.",
    ({ shapleyUsd }) => shapleyUsd,
    "not asked for (--shapley), or no bar",
  ),
  text("instead", "What stands in its place in the counterfactual.", ({ instead }) => instead),
];

/** Empty unless waterfalls were asked for. */
export function lossRows({ waterfalls = [] }: Comparison): LossLine[] {
  return waterfalls.flatMap(linesOf);
}

function linesOf(waterfall: Waterfall): LossLine[] {
  const { strategy: scenario, purchasedUsd, bars, usefulUsd, mtok, toilUsd } = waterfall;
  const tokensOf = (usd: number): number | null =>
    usefulUsd > 0 && bars.length > 0 ? (usd / usefulUsd) * mtok * 1e6 : null;
  const none = { flops: null, joules: null, chipHours: null, shapleyUsd: null, instead: null };
  const bar = (stage: string, tax: string, usd: number, isUseful: boolean): LossLine => ({
    ...{ scenario, view: "counterfactual", stage, tax, isUseful, usd, ...none },
    ...{ share: usd / purchasedUsd, tokens: tokensOf(usd) },
  });
  const toil = toilUsd === null ? [] : [bar("toil", "developer toil", toilUsd, false)];
  const leaks = bars.map(({ lever, usd, shapleyUsd, instead }) => ({
    ...bar(lever, LEAK_WORDS[lever].tax, usd, false),
    ...{ shapleyUsd, instead },
  }));
  const useful = bars.length === 0 ? [] : [bar("useful work", "useful work", usefulUsd, true)];
  const states = waterfall.attribution.map((part): LossLine => {
    const { stage, tax, isUseful, usd, flops, joules, tokens, chipS } = part;
    return {
      ...{ scenario, view: "attribution", stage, tax, isUseful, usd, flops, joules },
      ...{ share: usd / purchasedUsd, tokens: Number.isFinite(tokens) ? tokens : null },
      ...{ chipHours: chipS / 3600, shapleyUsd: null, instead: null },
    };
  });
  return [...toil, ...leaks, ...useful, ...states];
}

import type { Comparison } from "../../sim/comparison.ts";
import { LEAK_WORDS, type Waterfall } from "../../sim/waterfall.ts";
import { spentUsdOf } from "../views/waterfall.ts";
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
  readonly aloneUsd: number | null;
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
  number(
    "share",
    "share",
    "Of what was spent on compute and, where it is counted, toil.",
    ({ share }) => share,
  ),
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
    "alone_usd",
    "USD",
    "Its worth where it alone is taken away.",
    ({ aloneUsd }) => aloneUsd,
    "no leak of the counterfactuals",
  ),
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
  const { strategy: scenario, bars, usefulUsd, mtok, toilUsd } = waterfall;
  const spentUsd = spentUsdOf(waterfall);
  const tokensOf = (usd: number): number | null =>
    usefulUsd > 0 && bars.length > 0 ? (usd / usefulUsd) * mtok * 1e6 : null;
  const none = { flops: null, joules: null, chipHours: null, instead: null };
  const noOrder = { aloneUsd: null, shapleyUsd: null };
  const bar = (stage: string, tax: string, usd: number, isUseful: boolean): LossLine => ({
    ...{ scenario, view: "counterfactual", stage, tax, isUseful, usd, ...none, ...noOrder },
    ...{ share: usd / spentUsd, tokens: tokensOf(usd) },
  });
  const toil = toilUsd === null ? [] : [bar("toil", "developer toil", toilUsd, false)];
  const leaks = bars.map(({ lever, usd, aloneUsd, shapleyUsd, instead }) => ({
    ...bar(lever, LEAK_WORDS[lever].tax, usd, false),
    ...{ aloneUsd, shapleyUsd, instead },
  }));
  const useful = bars.length === 0 ? [] : [bar("useful work", "useful work", usefulUsd, true)];
  const states = waterfall.attribution.map((part): LossLine => {
    const { stage, tax, isUseful, usd, flops, joules, tokens, chipS } = part;
    return {
      ...{ scenario, view: "attribution", stage, tax, isUseful, usd, flops, joules },
      ...{ share: usd / spentUsd, tokens: Number.isFinite(tokens) ? tokens : null },
      ...{ chipHours: chipS / 3600, ...noOrder, instead: null },
    };
  });
  return [...toil, ...leaks, ...useful, ...states];
}

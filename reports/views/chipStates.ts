import type { AttributedPart, Waterfall } from "../../sim/waterfall.ts";
import { spentUsdOf } from "./waterfall.ts";

/** Where chip time went, by state, as a table's rows. */
export interface ChipStateRow {
  readonly state: string;
  readonly words: string;
  readonly usd: number;
  /** Of what was spent, the base of the bars too. */
  readonly share: number;
  readonly flops: number;
  readonly joules: number;
  readonly tokens: number;
}

export const CHIP_STATES_TITLE =
  "Where chip time went, by state: what was paid while chips were in it, not what mending saves";

/** What chips do in a state, in words of their own: the names of the leaks are the bars'. */
const STATE_WORDS: Readonly<Record<AttributedPart["stage"], string>> = {
  arithmetic: "calculate, at the pace that the chip reaches",
  memory: "wait for memory",
  network: "wait for links",
  overhead: "wait for launches and the host",
  throttled: "are held back by the power cap",
  wasted: "work on what is late or thrown away",
  idle: "have no work at the moment, though needed",
  "idle: no need": "are more than demand needs",
  restart: "start or reload",
  down: "are under repair",
  off: "are switched off",
  facility: "(cooling and losses of the site, PUE)",
  "other cost": "(people and contracts)",
};

/** States that some chip was in, the costs around them, and toil: together all that was spent. */
export function chipStateRows(waterfall: Waterfall): readonly ChipStateRow[] {
  const { attribution, toilUsd } = waterfall;
  const spentUsd = spentUsdOf(waterfall);
  if (attribution.length === 0) return [];
  const rows = attribution
    .filter(({ usd, flops, joules }) => usd !== 0 || flops !== 0 || joules !== 0)
    .map(({ stage, usd, flops, joules, tokens }) => ({
      ...{ state: stage, words: STATE_WORDS[stage], usd, flops, joules, tokens },
      share: usd / spentUsd,
    }));
  if (toilUsd === null) return rows;
  const none = { flops: 0, joules: 0, tokens: Number.NaN };
  const words = "(time of developers)";
  return [...rows, { state: "toil", words, usd: toilUsd, share: toilUsd / spentUsd, ...none }];
}

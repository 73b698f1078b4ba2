import type { Comparison } from "../../sim/comparison.ts";
import type { LockInWorth } from "../../sim/lockInWorth.ts";
import { formatDifference, formatPlain, formatValue } from "../format.ts";

/** What suppliers hold over the strategies, as rows of text; one column for each strategy. */

export interface LockInRow {
  readonly words: string;
  readonly cells: readonly string[];
}

const NONE = "n/a";
const usd = (value: number): string => formatValue(value, "USD");

export function lockInRows({ lockIn = [] }: Comparison): readonly LockInRow[] {
  const [first] = lockIn;
  if (first === undefined) return [];
  const row = (words: string, of: (one: LockInWorth) => string): LockInRow => ({
    ...{ words, cells: lockIn.map(of) },
  });
  const parts = first.parts.map(({ what }) =>
    row(`leaving: ${what}`, ({ parts: own }) =>
      usd(own.find((part) => part.what === what)?.usd ?? 0),
    ),
  );
  return [
    ...parts,
    row("leaving in all (S)", (one) => usd(one.switchingUsd)),
    row("paid to the supplier a year", (one) => usd(one.spendUsdPerYear)),
    row("lock-in index (S over a year's spend)", ({ index }) =>
      index === null ? NONE : `${formatPlain(index)} years`,
    ),
    row("rise that the supplier can ask at renewal", (one) => formatValue(one.riseShare, "share")),
    row("held up at renewals, present value", (one) => usd(one.heldUpUsd)),
    row("still to be paid at the first renewal, present value", ({ option }) =>
      option === null ? NONE : usd(option.presentCostUsd),
    ),
    row("movement of the two costs' ratio in a year", ({ option }) =>
      option === null ? NONE : threeOf(option.volatility, (value) => formatValue(value, "share")),
    ),
    row("right to leave then, by that movement", ({ option }) =>
      option === null ? NONE : threeOf(option.usd, usd),
    ),
  ];
}

/** `$29.5k ($2.57k to $92.0k)` */
function threeOf(
  [low, value, high]: readonly [number, number, number],
  text: (value: number) => string,
): string {
  return `${text(value)} (${text(low)} to ${text(high)})`;
}

/** What being easier to leave brings and costs, one row for each strategy that is. */
export function portabilityRows({ lockIn = [] }: Comparison): readonly (readonly string[])[] {
  return lockIn.flatMap(({ strategy, portability }) => {
    if (portability === null) return [];
    const { against, costUsd, heldUpUsd, optionUsd, netUsd } = portability;
    const amounts = [costUsd, heldUpUsd, optionUsd, netUsd].map((value) =>
      formatDifference(value, null, "USD"),
    );
    return [[`${strategy} against ${against}`, ...amounts]];
  });
}

export function lockInAnswer({ lockIn = [], monteCarlo }: Comparison): string {
  return lockIn
    .map(({ strategy, switchingUsd, index, heldUpUsd, portability }) => {
      const years = index === null ? "" : ` (${formatPlain(index)} years of its bills)`;
      const held = `${strategy} costs ${usd(switchingUsd)} to leave${years} and pays ${usd(heldUpUsd)} for it at renewals.`;
      if (portability === null) return held;
      const { against, costUsd, heldUpUsd: saved, optionUsd, netUsd } = portability;
      const worth = netUsd >= 0 ? "is worth it" : "is not worth it";
      return `${held} Against ${against}, being easier to leave ${worth}: it costs ${usd(costUsd)}, keeps ${usd(saved)} from the supplier and makes the right to leave worth ${usd(optionUsd)} more.${sampledWords(strategy, against, monteCarlo)}`;
    })
    .join(" ");
}

/** E[NPV] of one less that of the other, where the inputs were drawn. */
function sampledWords(strategy: string, against: string, drawn: Comparison["monteCarlo"]): string {
  const npvOf = (name: string): readonly number[] =>
    drawn?.outcomes.find((one) => one.strategy === name)?.npvUsd ?? [];
  const [own, other] = [npvOf(strategy), npvOf(against)];
  if (own.length === 0 || other.length !== own.length) return "";
  const mean = own.reduce((sum, value, i) => sum + value - (other[i] ?? 0), 0) / own.length;
  return ` Over ${own.length} draws of the inputs its net present value differs by ${formatDifference(mean, null, "USD")} on average, hold-up counted and the right to leave not.`;
}

/** What the option takes for granted. */
export const OPTION_ASSUMPTIONS =
  "The right to leave is Margrabe's option to exchange what is still to be paid at market prices for the same bill elsewhere and the cost of leaving, once, when the first term ends. It takes another supplier of equal cost today, a ratio of the two costs that moves like a lognormal walk, and a cost of leaving that moves with it; later renewals would make it worth more, and two markets that move together less.";

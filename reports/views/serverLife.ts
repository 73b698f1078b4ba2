import type { Statement } from "../../sim/statement.ts";
import { formatInput, formatValue, typographic } from "../format.ts";

/** How long servers should live against how long the books say. */
export interface ServerLife {
  /** The two lives, what the books show too early, and what that takes for granted. */
  readonly sentence: string;
  /** What the books show too early, in a clause; null where they show nothing too early. */
  readonly early: string | null;
}

/** Book life against economic life, or why there is none; null where no servers are owned. */
export function serverLife({ life }: Statement): ServerLife | null {
  if (life === undefined) return null;
  const { bookYears, economicYears, atMost, progressPerYear, reason } = life;
  const books = `life in the books ${years(bookYears)}`;
  if (economicYears === null || progressPerYear === null) {
    return { sentence: `${books}; no economic life: ${reason ?? "not known"}.`, early: null };
  }
  const least = `${years(economicYears)}${atMost ? " or more" : ""}`;
  const pace = typographic(formatValue(progressPerYear, "share"));
  const gapUsd = (life.economicUsdPerYear ?? 0) - (life.bookUsdPerYear ?? 0);
  const profit =
    gapUsd > 0
      ? `If a dollar of new servers does ${pace} more work each year, the books show ${usd(gapUsd)} of profit a year too early and hold ${usd(life.writeDownUsd)} too much by then.`
      : "The books are the more careful of the two.";
  const assumed =
    `It assumes that a dollar of new servers does ${pace} more work each year, that the old ones ` +
    "are sold by the stated resale curve, and that power, space and repair of a chip stay what they are.";
  return {
    sentence: `${books}, economic life ${least}. ${profit} ${assumed}`,
    early:
      gapUsd > 0
        ? `${usd(gapUsd)} of profit a year too early in the books of ${years(bookYears)}: the economic life is ${least}.`
        : null,
  };
}

function years(count: number): string {
  return `${formatInput(count, "")} ${count === 1 ? "year" : "years"}`;
}

function usd(value: number | null): string {
  return typographic(formatValue(value ?? 0, "USD"));
}

import type { BreakEven, TornadoBar } from "../comparison.ts";

const MOST_FLIPS = 5;

/**
 * What would reverse the order, nearest first (as a ratio to today): every priced input that can, and
 * demand. Each sentence begins with "flips if", and says so where the input's range ends before that.
 */
export function flipSentences(
  bars: readonly TornadoBar[],
  breakEven: BreakEven | null,
  winner: string,
  runnerUp: string,
): readonly string[] {
  const found = [
    ...bars.flatMap((bar) => inputFlip(bar, bars)),
    ...demandFlips(breakEven, winner, runnerUp),
  ];
  return found
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_FLIPS)
    .map((flip) => flip.sentence);
}

interface Flip {
  readonly distance: number;
  readonly sentence: string;
}

function inputFlip(bar: TornadoBar, bars: readonly TornadoBar[]): Flip[] {
  const { assumption, breakEvenValue } = bar;
  if (breakEvenValue === null || typeof assumption.value !== "number") return [];
  const { value, label, unit } = assumption;
  const shared = bars.some((other) => other !== bar && other.assumption.label === label);
  const name = shared ? `${label} (${bar.strategy})` : label;
  const moves = breakEvenValue < value ? "falls below" : "rises above";
  const { low, high } = assumption;
  const isBeyond =
    (low !== null && breakEvenValue < low) || (high !== null && breakEvenValue > high);
  const beyond = isBeyond ? ", beyond its range" : "";
  return [
    {
      distance: ratioDistance(breakEvenValue, value),
      sentence: `flips if ${name} ${moves} ${amount(breakEvenValue, unit)}${beyond}`,
    },
  ];
}

function demandFlips(breakEven: BreakEven | null, winner: string, runnerUp: string): Flip[] {
  if (breakEven === null) return [];
  const today = breakEven.todayRequestsPerS;
  return breakEven.crossings.flatMap(({ from, to, requestsPerS }) => {
    const falls = to === winner && from === runnerUp && requestsPerS < today;
    const rises = from === winner && to === runnerUp && requestsPerS > today;
    if (!falls && !rises) return [];
    const multiple = requestsPerS / today;
    const sentence = falls
      ? `flips if demand falls below ${digits(100 * multiple)} % of plan`
      : `flips if demand rises above ${digits(multiple)}x plan`;
    return [{ distance: Math.abs(Math.log(multiple)), sentence }];
  });
}

function ratioDistance(to: number, from: number): number {
  return to > 0 && from > 0 ? Math.abs(Math.log(to / from)) : Math.abs(to - from);
}

/** `$2.36/Mtok`, `61 %`, `3.2 years` */
function amount(value: number, unit: string): string {
  if (unit === "share") return `${digits(100 * value)} %`;
  if (unit === "USD") return `$${digits(value)}`;
  if (unit.startsWith("USD/")) return `$${digits(value)}/${unit.slice("USD/".length)}`;
  return unit === "" ? digits(value) : `${digits(value)} ${unit}`;
}

/** Three significant digits, written out. */
function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

import type { BreakEven, TornadoBar } from "../comparison.ts";
import type { Assumption } from "../outcome.ts";
import type { StartFlip } from "./startFlip.ts";

const MOST_FLIPS = 5;
/** More owners of an input than these are counted, not named. */
const MOST_OWNERS = 2;

/** What may reverse an order. */
export interface FlipSources {
  readonly tornado: readonly TornadoBar[];
  readonly breakEven: BreakEven | null;
  readonly startFlip: StartFlip | null;
}

/**
 * What would reverse the order: the nearest of the priced inputs that can and of demand (as a ratio
 * to today), then a later start. Each sentence begins with "flips if", and says so where the input's
 * range ends before that.
 */
export function flipSentences(
  { tornado, breakEven, startFlip }: FlipSources,
  winner: string,
  runnerUp: string,
): readonly string[] {
  const found = [
    ...tornado.flatMap((bar) => inputFlip(bar, tornado)),
    ...demandFlips(breakEven, winner, runnerUp),
  ];
  const nearest = found.toSorted((a, b) => a.distance - b.distance).slice(0, MOST_FLIPS);
  return [...nearest.map((flip) => flip.sentence), ...laterFlips(startFlip)];
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
  const whose = shared ? ` (${ownersOf(bar)})` : "";
  const moves = breakEvenValue < value ? "falls below" : "rises above";
  const { low, high } = assumption;
  const isBeyond =
    (low !== null && breakEvenValue < low) || (high !== null && breakEvenValue > high);
  const beyond = isBeyond ? ", beyond its range" : "";
  return [
    {
      distance: ratioDistance(breakEvenValue, value),
      sentence: `flips if ${
        trendWords(assumption, breakEvenValue, whose) ??
        `${label}${whose} ${moves} ${amount(breakEvenValue, unit)}`
      }${beyond}`,
    },
  ];
}

/** Whose input it is; of many, the first and how many others. */
function ownersOf({ strategy }: TornadoBar): string {
  const names = strategy.split(" + ");
  if (names.length <= MOST_OWNERS) return strategy;
  return `${names[0]} and ${names.length - 1} others`;
}

/** `rents fall by less than 8.8 % a year`, `rents rise by more than 5 % a year`; null for what is no trend. */
function trendWords({ label, value, unit }: Assumption, to: number, whose: string): string | null {
  const subject = /^fall of (.+)$/.exec(label)?.[1];
  if (subject === undefined || unit !== "share/year") return null;
  const one = subject.startsWith("the ") ? "s" : "";
  const rate = `${digits(100 * Math.abs(to))} % a year`;
  if (to < 0) return `${subject}${whose} rise${one} by more than ${rate}`;
  const than = to < Number(value) ? "less than" : "more than";
  return `${subject}${whose} fall${one} by ${than} ${rate}`;
}

function demandFlips(breakEven: BreakEven | null, winner: string, runnerUp: string): Flip[] {
  if (breakEven === null) return [];
  const today = breakEven.todayRequestsPerS;
  return breakEven.crossings.flatMap(({ from, to, requestsPerS }) => {
    const falls = to === winner && from === runnerUp && requestsPerS < today;
    const rises = from === winner && to === runnerUp && requestsPerS > today;
    if (!falls && !rises) return [];
    const multiple = requestsPerS / today;
    const rate = `(${digits(requestsPerS)} requests/s)`;
    const sentence = falls
      ? `flips if demand falls below ${digits(100 * multiple)} % of plan ${rate}`
      : `flips if demand rises above ${digits(multiple)}x plan ${rate}`;
    return [{ distance: Math.abs(Math.log(multiple)), sentence }];
  });
}

function laterFlips(flip: StartFlip | null): string[] {
  if (flip === null) return [];
  const { months, to } = flip;
  const later = months === 1 ? "a month" : `${months} months`;
  return [`flips if everything starts ${later} later (then ${to} is cheaper)`];
}

function ratioDistance(to: number, from: number): number {
  return to > 0 && from > 0 ? Math.abs(Math.log(to / from)) : Math.abs(to - from);
}

/** `$2.36/Mtok`, `61 %`, `3.2 years` */
function amount(value: number, unit: string): string {
  if (unit === "share") return `${digits(100 * value)} %`;
  if (unit.startsWith("share/")) return `${digits(100 * value)} %/${unit.slice("share/".length)}`;
  if (unit.startsWith("USD")) {
    return `${value < 0 ? "-" : ""}$${digits(Math.abs(value))}${unit.slice("USD".length)}`;
  }
  return unit === "" || unit === "ratio" ? digits(value) : `${digits(value)} ${unit}`;
}

/** Three significant digits, written out, thousands apart from 10,000 on. */
function digits(value: number): string {
  const text = String(Number(value.toPrecision(3)));
  return Math.abs(value) < 1e4 ? text : text.replace(/\B(?=(\d{3})+$)/g, ",");
}

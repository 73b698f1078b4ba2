import type { Comparison } from "../../sim/comparison.ts";
import type { Assumption } from "../../sim/outcome.ts";
import { LEAK_WORDS, type Lever, type Waterfall, type WaterfallBar } from "../../sim/waterfall.ts";
import { formatInput, formatUsdTick, formatValue } from "../format.ts";

/** A difference as large as this share of what was spent is worth a sentence. */
const TELLING_SHARE = 0.1;
const SECONDS_PER_HOUR = 3600;

/** From compute purchased to useful work, and to cash, as steps that meet end to end. */
export interface WaterfallStep {
  readonly label: string;
  readonly kind: "total" | "step";
  /** Where the bar begins and ends, USD; a total begins at 0. */
  readonly fromUsd: number;
  readonly toUsd: number;
  /** Class of its fill without the `seg-`: one of the states and categories of the page. */
  readonly colour: string;
  /** What stands in its place; empty where nothing needs saying. */
  readonly instead: string;
  readonly lever: Lever | null;
}

const COLOURS: Readonly<Record<Lever, string>> = {
  precision: "cost audit and drift",
  tool: "state throttled",
  network: "state network",
  memory: "state memory",
  idle: "state idle",
  reliability: "state down",
  promise: "state wasted",
};

/** Every bar of one strategy; toil, which is no part of compute, comes first where it is counted. */
export function waterfallSteps(waterfall: Waterfall): readonly WaterfallStep[] {
  const { purchasedUsd, toilUsd, bars, usefulUsd, revenueUsd } = waterfall;
  const plain = { instead: "", lever: null };
  const spentUsd = spentUsdOf(waterfall);
  const steps: WaterfallStep[] = [
    total(toilUsd === null ? "compute purchased" : "compute and toil", spentUsd),
  ];
  if (toilUsd !== null) {
    const ends = { fromUsd: spentUsd, toUsd: purchasedUsd };
    steps.push({ label: "developer toil", kind: "step", ...ends, colour: "cost toil", ...plain });
  }
  for (const { lever, usd, leftUsd, instead } of bars) {
    steps.push({
      ...{ label: LEAK_WORDS[lever].tax, kind: "step", lever, instead: instead ?? "" },
      ...{ fromUsd: leftUsd + usd, toUsd: leftUsd, colour: COLOURS[lever] },
    });
  }
  if (bars.length > 0) steps.push(total("useful work", usefulUsd));
  if (revenueUsd === null) return steps;
  const sold = { kind: "step", ...plain } as const;
  steps.push(
    {
      ...{ label: "price over useful work", ...sold, colour: "cost residual value" },
      ...{ fromUsd: bars.length > 0 ? usefulUsd : spentUsd, toUsd: revenueUsd },
    },
    total("revenue", revenueUsd),
    {
      ...{ label: "compute and what goes with it", ...sold, colour: "state restart" },
      ...{ fromUsd: revenueUsd, toUsd: revenueUsd - spentUsd },
    },
    total("cash before tax", revenueUsd - spentUsd),
  );
  return steps;
}

function total(label: string, toUsd: number): WaterfallStep {
  const plain = { instead: "", lever: null };
  return { label, kind: "total", fromUsd: 0, toUsd, colour: "state arithmetic", ...plain };
}

/** Change of a step: what a leak takes is negative. */
export function stepUsd({ kind, fromUsd, toUsd }: WaterfallStep): number {
  return kind === "total" ? toUsd : toUsd - fromUsd;
}

/** What the bill falls by where a leak alone is taken away, as a step; empty for what is no leak. */
export function aloneText(bar: WaterfallBar | undefined): string {
  if (bar === undefined) return "";
  return usd(bar.aloneUsd === 0 ? 0 : -bar.aloneUsd);
}

/** The waterfalls of a comparison that have bars, or an attribution, to show. */
export function waterfallsOf({ waterfalls = [] }: Comparison): readonly Waterfall[] {
  return waterfalls;
}

/** All that the bars begin with, the base of every share: compute, and toil where it is counted. */
export function spentUsdOf({ purchasedUsd, toilUsd }: Waterfall): number {
  return purchasedUsd + (toilUsd ?? 0);
}

/**
 * How much of what was spent is useful and what it is sold for, the largest leak, what an hour of
 * chips with work costs.
 */
export function waterfallAnswer(waterfall: Waterfall): string {
  const { strategy, usefulUsd, reason, revenueUsd, toilUsd } = waterfall;
  if (reason !== null) return `${strategy} has no waterfall: it ${reason}.`;
  const spentUsd = spentUsdOf(waterfall);
  const what = toilUsd === null ? "" : " on compute and toil";
  const left =
    revenueUsd === null
      ? ""
      : `; sold for ${usd(revenueUsd)}, it leaves ${usd(revenueUsd - spentUsd)} before tax`;
  const useful =
    `Of ${usd(spentUsd)} that ${strategy} spends${what}, ${usd(usefulUsd)} ` +
    `(${share(usefulUsd / spentUsd)}) would deliver the same accepted work without leaks${left}.`;
  return [useful, ...leakSentences(waterfall), ...chipHourSentence(waterfall)].join(" ");
}

/** The leak whose removal alone saves most; and where the order of removal decides, how much. */
function leakSentences(waterfall: Waterfall): string[] {
  const { bars } = waterfall;
  const spentUsd = spentUsdOf(waterfall);
  const largest = bars.toSorted((a, b) => b.aloneUsd - a.aloneUsd)[0];
  if (largest === undefined || !(largest.aloneUsd > 0)) return ["No leak was found."];
  const gapOf = (bar: WaterfallBar): number => Math.abs(bar.aloneUsd - bar.usd);
  const moved = bars.toSorted((a, b) => gapOf(b) - gapOf(a))[0];
  const { lever, instead, aloneUsd } = largest;
  const worth = `${usd(aloneUsd)} (${share(aloneUsd / spentUsd)})`;
  const leak = `Mended alone, the largest leak is ${leakWords(lever, instead)}: ${worth}`;
  if (moved === undefined || gapOf(moved) < TELLING_SHARE * spentUsd) return [`${leak}.`];
  const then = `${usd(moved.usd)} once those above it are gone`;
  if (moved === largest) return [`${leak}; the order matters: ${then}.`];
  const { tax } = LEAK_WORDS[moved.lever];
  return [`${leak}.`, `The order matters: ${tax} is ${usd(moved.aloneUsd)} alone, ${then}.`];
}

function leakWords(lever: Lever, instead: string | null): string {
  const { tax } = LEAK_WORDS[lever];
  return instead === null ? tax : `${tax} (${instead} instead)`;
}

/** States in which a chip neither waits for work nor is away, nor works for nothing. */
const AT_WORK: ReadonlySet<string> = new Set([
  ...["arithmetic", "memory", "network", "overhead", "throttled"],
]);

/** What an hour of a chip at work costs, people left out, and how much of it is arithmetic. */
export function chipHourSentence({ attribution }: Waterfall): string[] {
  const chips = attribution.filter(({ stage }) => stage !== "other cost");
  const sum = (of: (part: (typeof chips)[number]) => number): number =>
    chips.reduce((total, part) => total + of(part), 0);
  const paidS = sum(({ paidChipS }) => paidChipS);
  const workS = sum(({ stage, paidChipS }) => (AT_WORK.has(stage) ? paidChipS : 0));
  const arithmeticS = sum(({ stage, paidChipS }) => (stage === "arithmetic" ? paidChipS : 0));
  if (!(workS > 0)) return [];
  const usdPerHour = sum((part) => part.usd) / (paidS / SECONDS_PER_HOUR);
  return [
    `A chip-hour costs ${usd(usdPerHour)}, one with work ${usd((usdPerHour * paidS) / workS)} ` +
      `(${share(workS / paidS)} of the time; arithmetic: ${share(arithmeticS / paidS)}).`,
  ];
}

/** `30 to 50` of `35 %`: the unit stands beside today's value. */
export function rangeText({ low, high, unit }: Assumption): string {
  return low === null || high === null
    ? "n/a"
    : [low, high].map((end) => formatInput(end, unit).split(" ")[0]).join(" to ");
}

export function usd(value: number): string {
  return formatValue(value, "USD");
}

export function usdTick(value: number): string {
  return formatUsdTick(Number(value.toPrecision(3)));
}

/** Tenths of a percent: finer is beyond what counterfactuals know. */
export function share(value: number): string {
  const percent = (Number.isFinite(value) ? value * 100 : 0).toFixed(1);
  return `${percent === "-0.0" ? "0.0" : percent} %`;
}

import type { Comparison } from "../../sim/comparison.ts";
import { LEAK_WORDS, type Lever, type Waterfall, type WaterfallBar } from "../../sim/waterfall.ts";
import { formatUsdTick, formatValue } from "../format.ts";

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
  const spentUsd = purchasedUsd + (toilUsd ?? 0);
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

/** The waterfalls of a comparison that have bars, or an attribution, to show. */
export function waterfallsOf({ waterfalls = [] }: Comparison): readonly Waterfall[] {
  return waterfalls;
}

/** One sentence: how much of what was spent is useful, and the largest leak. */
export function waterfallAnswer(waterfall: Waterfall): string {
  const { strategy, purchasedUsd, usefulUsd, reason, bars } = waterfall;
  if (reason !== null) return `${strategy} has no waterfall: it ${reason}.`;
  const useful = share(usefulUsd / purchasedUsd);
  const largest = bars.toSorted((a, b) => b.usd - a.usd)[0];
  const leak =
    largest === undefined || !(largest.usd > 0)
      ? "No leak was found."
      : `The largest leak is ${leakWords(largest)}: ${usd(largest.usd)} (${share(largest.usd / purchasedUsd)}).`;
  return (
    `Of ${usd(purchasedUsd)} that ${strategy} spends, ${usd(usefulUsd)} (${useful}) would deliver the ` +
    `same accepted work without leaks. ${leak}`
  );
}

function leakWords({ lever, instead }: WaterfallBar): string {
  const { tax } = LEAK_WORDS[lever];
  return instead === null ? tax : `${tax} (${instead} instead)`;
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

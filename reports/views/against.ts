import type { Comparison, PairedDifference } from "../../sim/comparison.ts";
import type { MetricName } from "../../sim/metrics.ts";
import { formatDifference, formatValue } from "../format.ts";
import { servedShareOf } from "../servedShare.ts";
import { wordList } from "./fleets.ts";

/** The others that are told one by one; the rest stand in the table. */
const MOST_TOLD = 3;
/** Differences of less than this share of the cost are not told as money gained or lost. */
const SAME_SHARE = 1e-6;
/** What debt moves is told from this share of the whole on. */
const OWNERS_APART = 0.01;

/**
 * What the winner costs less than each of the others, nearest first, and what that is in present value:
 * `a costs $0.0126 less per 1M tokens than b (+$2.09M of present value)`. Empty with nothing to set
 * against, and where nothing works.
 */
export function againstEach(comparison: Comparison): string {
  const { decision, pairs, results } = comparison;
  const costs = pairs.filter(({ metric }) => metric === decision.metric);
  const [first] = costs;
  if (first === undefined) return "";
  const own = results.find(({ strategy }) => strategy.name === first.base);
  const cost = own?.metrics[decision.metric].value ?? 0;
  const told = costs.toSorted((a, b) => b.mean - a.mean).slice(0, MOST_TOLD);
  const parts = told.map((pair) => {
    if (Math.abs(pair.mean) <= SAME_SHARE * Math.abs(cost)) {
      return `as much as ${pair.other}${ownersNote(pair, comparison)}`;
    }
    const usd = formatValue(Math.abs(pair.mean), "USD");
    const sign = pair.mean < 0 ? "less" : "more";
    return `${usd} ${sign} than ${pair.other}${lateNote(pair, comparison)}${worthOf(pair, comparison)}`;
  });
  return `Per ${decision.unit} ${first.base} costs ${wordList(parts)}.`;
}

/** `, which answers 85.4 % on time`, where that is less than was promised to those it serves. */
function lateNote({ other }: PairedDifference, { results }: Comparison): string {
  const found = results.find(({ strategy }) => strategy.name === other);
  const onTime = found?.metrics.goodput_share.value ?? null;
  if (found === undefined || onTime === null) return "";
  const promised = found.strategy.plan.promise.quantile * servedShareOf(found);
  return onTime >= promised ? "" : `, which answers ${formatValue(onTime, "share")} on time`;
}

/** ` (+$795k to the owners)`: debt moves their part of plans that cost the same. */
function ownersNote({ base, other }: PairedDifference, { pairs }: Comparison): string {
  const owners = pairs.find(
    (pair) => pair.metric === "npv_equity_usd" && pair.base === base && pair.other === other,
  );
  if (owners === undefined || Math.abs(owners.mean) < 1) return "";
  return ` (${formatDifference(owners.mean, null, "USD")} to the owners)`;
}

/** ` (+$2.09M of net present value)`: after tax where both state it, and to the owners where debt moves it. */
function worthOf({ base, other }: PairedDifference, { pairs }: Comparison): string {
  const of = (name: MetricName): number | undefined =>
    pairs.find((pair) => pair.metric === name && pair.base === base && pair.other === other)?.mean;
  const afterTax = of("npv_after_tax_usd");
  const worth = afterTax ?? of("npv_usd");
  if (worth === undefined) return "";
  const usd = (value: number): string => formatDifference(value, null, "USD");
  const words = afterTax === undefined ? "net present value" : "net present value after tax";
  const owners = of("npv_equity_usd");
  const apart = owners !== undefined && Math.abs(owners - worth) > OWNERS_APART * Math.abs(worth);
  return ` (${usd(worth)} of ${words}${apart ? `, ${usd(owners)} to the owners` : ""})`;
}

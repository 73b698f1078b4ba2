import type { Decision, PairedDifference, TornadoBar, Verdict } from "../comparison.ts";
import type { Grade } from "../outcome.ts";
import type { Interval } from "../stats/interval.ts";
import { ratesApart } from "./capitalRate.ts";
import type { Contender } from "./contender.ts";

/** The sentences of a verdict. Names are shouted, money is USD in the decision's unit. */

/** Answers that differ by more than this share of the requests are mentioned. */
const SERVED_SLACK = 0.01;
const MOST_GAP = 100;

/** `PRODUCER is cheaper from month 19.` */
export function cheaper(
  best: Contender,
  next: Contender,
  { metric, unit }: Decision,
  fromMonth: number | null,
): string {
  const name = shout(best);
  const months = best.cumulativeUsd.length - 1;
  if (fromMonth === null) {
    const one = metric === "usd_per_unit" ? unit : "token";
    return (
      `${name} is cheaper per ${one} over ${months} months, ` +
      `though its cumulative cash does not end below that of ${shout(next)}${lessServed(best, next)}.`
    );
  }
  if (fromMonth <= 1) return `${name} is cheaper from the first month.`;
  const ownBeforeSale = (best.cumulativeUsd.at(-1) ?? 0) + best.resaleUsd;
  const otherBeforeSale = (next.cumulativeUsd.at(-1) ?? 0) + next.resaleUsd;
  if (fromMonth === months && best.resaleUsd > 0 && ownBeforeSale >= otherBeforeSale) {
    return `${name} is cheaper over ${months} months, but only once its chips are sold at the end.`;
  }
  return `${name} is cheaper from month ${fromMonth}.`;
}

/** Why the other may pay less and be the dearer one. */
function lessServed(best: Contender, next: Contender): string {
  return best.onTimeShare - next.onTimeShare > SERVED_SLACK ? ", which delivers less" : "";
}

/** `  Confidence: high (20 of 20 paired replications agree; gap = 6x its 95 % half-width)` */
export function confidenceNote(
  word: Verdict["confidence"],
  [agreeing, of]: readonly [number, number],
  gap: number,
  level: number,
  flippers: readonly TornadoBar[],
  grade: Grade | null,
): string {
  const gapText = gap > MOST_GAP ? `more than ${MOST_GAP}x` : `${Number(gap.toPrecision(2))}x`;
  const parts = [
    `${agreeing} of ${of} paired replications agree`,
    `gap = ${gapText} its ${percent(level)} half-width`,
    ...inputParts(flippers, grade),
  ];
  return `  Confidence: ${word} (${parts.join("; ")})`;
}

/** `  One replay: no interval (difference -$1.89 per 1M tokens)` */
export function pointNote(
  difference: PairedDifference,
  { unit }: Decision,
  replay: boolean,
  flippers: readonly TornadoBar[],
  grade: Grade | null,
): string {
  const parts = [
    `difference ${dollars(difference.mean)} per ${unit}`,
    ...inputParts(flippers, grade),
  ];
  return `  ${onePoint(replay)} (${parts.join("; ")})`;
}

export function evenPoint(
  best: Contender,
  next: Contender,
  difference: PairedDifference,
  { unit }: Decision,
  replay: boolean,
): string {
  return (
    `${shout(best)} and ${shout(next)} cost the same within 3 %.  ` +
    `${onePoint(replay)} (difference ${dollars(difference.mean)} per ${unit})`
  );
}

export function tie(
  best: Contender,
  next: Contender,
  difference: PairedDifference,
  { unit }: Decision,
  level: number,
): string {
  return (
    `${shout(best)} and ${shout(next)} tie: they cost the same within 3 % at ${percent(level)} ` +
    (difference.mean === 0 && difference.halfWidth === 0
      ? `(no difference per ${unit})`
      : `(difference ${interval(difference)} per ${unit})`)
  );
}

/** `NO CLEAR WINNER at 95 % (difference -$0.04 [-0.19, +0.11] per 1M tokens). ...` */
export function undecided(
  difference: PairedDifference,
  { unit }: Decision,
  level: number,
  replicationsNeeded: number | null,
): string {
  const first = `NO CLEAR WINNER at ${percent(level)} (difference ${interval(difference)} per ${unit}).`;
  if (replicationsNeeded === null)
    return `${first} No sensible number of replications would decide.`;
  const times = (replicationsNeeded / difference.n).toFixed(1);
  return `${first} ${times}x more replications would be needed: --reps ${replicationsNeeded}`;
}

/** `NEITHER OPTION IS FEASIBLE: producer does not fit ...; consumer exceeds the rate limit ...` */
export function nothingFeasible(dropped: readonly Contender[]): string {
  const [only] = dropped;
  if (dropped.length === 1 && only !== undefined) return droppedOut(only);
  const head = dropped.length === 2 ? "NEITHER OPTION IS FEASIBLE" : "NO OPTION IS FEASIBLE";
  return `${head}: ${dropped.map(({ name, reason }) => `${name} ${reason ?? "failed"}`).join("; ")}`;
}

/** `PRODUCER IS UNSTABLE: ...` */
export function droppedOut(contender: Contender): string {
  const word = contender.state === "unstable" ? "UNSTABLE" : "INFEASIBLE";
  return `${shout(contender)} IS ${word}: ${contender.reason ?? "no reason given"}.`;
}

export function onlyOneLeft(best: Contender): string {
  return `  ${shout(best)} is the only option left.`;
}

export function single(only: Contender, cost: Interval, { unit }: Decision): string {
  const half = cost.halfWidth === null ? "" : ` +- ${dollars(cost.halfWidth).replace("+$", "")}`;
  const mean = dollars(cost.mean).replace("+", "");
  return `${shout(only)} costs ${mean}${half} per ${unit}; nothing to compare it with.`;
}

/** The decision rests on a guess when its largest driver is one. */
export function restingOn(top: TornadoBar | null): string {
  if (top === null || top.assumption.grade !== "D") return "";
  return `, resting on a guess: ${top.assumption.label}`;
}

/** Demand that an option may not serve is not counted among its cost, so it is said. */
export function unservedNote(contenders: readonly Contender[]): string {
  const parts = contenders.flatMap(({ name, unservedShare = 0 }) =>
    unservedShare > 0 ? [`${name} may not serve ${percent(unservedShare)}`] : [],
  );
  return parts.length === 0 ? "" : `  Bound demand: ${parts.join(", ")} of requests.`;
}

/** Costs at several costs of capital are each right for their owner, and no one measure. */
export function ratesNote(contenders: readonly Contender[]): string {
  const members = contenders.flatMap(({ name, state, ratePerYear }) =>
    state === "ok" && ratePerYear !== undefined ? [{ name, ratePerYear }] : [],
  );
  const rates = ratesApart(members);
  return rates === "" ? "" : `  Each cost is at its own cost of capital: ${rates}.`;
}

/** Where the options do not answer the same share of requests in time, cost is not the only word. */
export function servedNote(best: Contender, next: Contender): string {
  if (Math.abs(best.onTimeShare - next.onTimeShare) <= SERVED_SLACK) return "";
  return (
    `  On time: ${best.name} ${percent(best.onTimeShare)} of requests, ` +
    `${next.name} ${percent(next.onTimeShare)}.`
  );
}

/**
 * Different models are named. Where every option counts its accepted answers they are compared by the
 * cost of one, and a reversed order is said; where only some do, quality is not compared.
 */
export function qualityNote(best: Contender, contenders: readonly Contender[]): string {
  const differ = new Set(contenders.map((contender) => contender.modelLabel)).size > 1;
  const models = differ ? `${servedWords(contenders)}; ` : "";
  const counted = contenders.flatMap((one) => (one.quality ? [{ one, ...one.quality }] : []));
  if (counted.length < contenders.length || counted.length < 2) {
    const names = counted.map(({ one }) => one.name).join(" and ");
    const some = counted.length > 0 ? ` (counted for ${names} alone)` : "";
    return models === "" && some === "" ? "" : `  ${models}quality not compared${some}.`;
  }
  const list = counted.map(
    ({ one, acceptedShare, usdPerAcceptedAnswer }) =>
      `${one.name} ${dollars(usdPerAcceptedAnswer).slice(1)} (${percent(acceptedShare)} accepted)`,
  );
  const shares = counted.map(({ acceptedShare }) => acceptedShare);
  const gap = Number((100 * (Math.max(...shares) - Math.min(...shares))).toPrecision(2));
  const [cheapest] = counted.toSorted((a, b) => a.usdPerAcceptedAnswer - b.usdPerAcceptedAnswer);
  const reversed =
    cheapest !== undefined &&
    cheapest.usdPerAcceptedAnswer < (best.quality?.usdPerAcceptedAnswer ?? 0)
      ? ` Per accepted answer ${shout(cheapest.one)} is cheaper.`
      : "";
  const apart = `${gap} ${gap === 1 ? "point" : "points"} apart`;
  return `  ${models}cost per accepted answer: ${list.join(", ")}; ${apart}.${reversed}`;
}

/** `a serves Llama-3.1-70B (API), b and c serve Llama-3.1-70B, fp8` */
function servedWords(contenders: readonly Contender[]): string {
  const labels = [...new Set(contenders.map(({ modelLabel }) => modelLabel))];
  const groups = labels.map((label) => {
    const names = contenders.filter((one) => one.modelLabel === label).map(({ name }) => name);
    const [last = "", ...before] = names.toReversed();
    const who = before.length > 0 ? `${before.toReversed().join(", ")} and ${last}` : last;
    return `${who} ${before.length > 0 ? "serve" : "serves"} ${label}`;
  });
  return groups.join(", ");
}

function inputParts(flippers: readonly TornadoBar[], grade: Grade | null): string[] {
  // Members may each have an input of this name.
  const labels = [...new Set(flippers.map((bar) => bar.assumption.label))];
  const names = labels.slice(0, 2);
  const others = labels.length - names.length;
  const more = others > 0 ? ` or ${others} other ${others === 1 ? "input" : "inputs"}` : "";
  return [
    ...(names.length > 0 ? [`${names.join(" or ")}${more} would flip it inside its range`] : []),
    ...(grade === null ? [] : [`lowest grade of the top drivers: ${grade}`]),
  ];
}

function onePoint(replay: boolean): string {
  return replay ? "A single replay: no interval" : "A single replication: no interval";
}

/** `-$0.04 [-0.19, +0.11]` */
function interval({ mean, halfWidth }: PairedDifference): string {
  if (halfWidth === null) return dollars(mean);
  const decimals = decimalsFor(Math.max(Math.abs(mean), halfWidth));
  const end = (usd: number): string => `${usd < 0 ? "-" : "+"}${Math.abs(usd).toFixed(decimals)}`;
  return `${dollars(mean, decimals)} [${end(mean - halfWidth)}, ${end(mean + halfWidth)}]`;
}

function dollars(usd: number, decimals = decimalsFor(Math.abs(usd))): string {
  return `${usd < 0 ? "-" : "+"}$${Math.abs(usd).toFixed(decimals)}`;
}

/** Cents, and two digits of what is less than ten of them. */
function decimalsFor(usd: number): number {
  if (!(usd > 0) || usd >= 0.1) return 2;
  return Math.min(8, 1 - Math.floor(Math.log10(usd)));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function shout({ name }: Contender): string {
  return name.toUpperCase();
}

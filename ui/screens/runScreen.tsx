import type { ReactElement } from "react";
import { formatEstimate, formatValue } from "../../reports/format.ts";
import type { RunFigures } from "../../reports/runFigures.ts";
import {
  arrange,
  bar,
  clock,
  cut,
  FEW_COLUMNS,
  FULL_COLUMNS,
  Lines,
  type Look,
  type ScreenLine,
  type Size,
} from "./lines.tsx";

/** How far a run is and what it knows so far. */
export interface RunSnapshot extends RunFigures {
  /** Names of the strategies that are run. */
  readonly title: string;
  readonly state: "RUNNING" | "STOPPING";
  /** What is under way (`producer: sizing`). */
  readonly stage: string;
  /** Stages done, of how many. */
  readonly done: number;
  readonly total: number;
  /** Simulated windows so far, and of the batch under way. */
  readonly simulations: number;
  readonly batch: { readonly done: number; readonly total: number };
  /** Levelised cost of each strategy that is priced already, USD per 1M tokens. */
  readonly costs: readonly {
    readonly name: string;
    readonly mean: number;
    readonly halfWidth: number | null;
    readonly n: number;
  }[];
  /** The last thing that went wrong, in words. */
  readonly incident: string | null;
  readonly elapsedS: number;
}

/** A run as it stands: title, cost so far, latency against the promise, where chip time goes. */
export function RunScreen({
  snapshot,
  size,
  look,
}: {
  readonly snapshot: RunSnapshot;
  readonly size: Size;
  readonly look: Look;
}): ReactElement {
  return <Lines lines={runLines(snapshot, size, look.ascii)} color={look.color} />;
}

/** The lines of the screen that fit its size. */
export function runLines(snapshot: RunSnapshot, size: Size, ascii: boolean): ScreenLine[] {
  const { title, state, stage, done, total, simulations, batch, elapsedS } = snapshot;
  const share = total > 0 ? done / total : 0;
  const line = (text: string, more: Partial<ScreenLine> = {}): ScreenLine => ({
    text,
    starred: false,
    ...more,
  });
  const runs = batch.total > 0 ? `${batch.done}/${batch.total}` : "none";
  const titleLine = line(`costmoat  ${state}  ${title}`, { tone: "title", starred: true });
  const barWidth = size.columns < FEW_COLUMNS ? 8 : 16;
  const stageLine = line(`* ${bar(share, barWidth, ascii)} ${stage}`, { starred: true });
  const workLine = line(
    `  runs of this stage ${runs}  windows ${simulations}  time ${clock(elapsedS)}`,
  );
  const groups = [
    [titleLine],
    [stageLine, workLine],
    ...costLines(snapshot, size, ascii).map((one) => [one]),
    [ttftLine(snapshot, size), ...busyLines(snapshot, ascii)],
    chipTimeLines(snapshot),
    snapshot.incident === null ? [] : [line(`  last: ${snapshot.incident}`)],
    [line("  Ctrl-C stop", { tone: "dim" })],
  ];
  return arrange(groups, size);
}

/** The costs in one line where it holds them all, else one line each: the figure is never cut. */
function costLines({ costs }: RunSnapshot, { columns }: Size, ascii: boolean): ScreenLine[] {
  const head = "* cost/1M tok  ";
  if (costs.length === 0) return [{ text: `${head}not known yet`, starred: true }];
  const texts = costs.map(({ name, mean, halfWidth }) => {
    const { value, half } = formatEstimate(mean, halfWidth, "USD/1e6 tok");
    const sign = ascii ? "+-" : "±";
    const relative = halfWidth === null ? "" : ` (${((100 * halfWidth) / mean).toFixed(1)} %)`;
    const cost = `${value}${half === null ? "" : ` ${sign}${half}`}`;
    const room = columns - head.length;
    const full = `${name} ${cost}${relative}`;
    return full.length <= room ? full : `${cut(name, room - cost.length - 1)} ${cost}`;
  });
  const joined = `${head}${texts.join("   ")}`;
  if (columns >= FULL_COLUMNS && joined.length <= columns) return [{ text: joined, starred: true }];
  return texts.map((text) => ({ text: `${head}${text}`, starred: true }));
}

function ttftLine({ ttft, tried }: RunSnapshot, { columns }: Size): ScreenLine {
  if (ttft === null) return { text: "* TTFT not known yet", starred: true };
  const { quantile, seconds, promiseS } = ttft;
  const missed = seconds > promiseS;
  const percentile = `p${Number((100 * quantile).toPrecision(4))}`;
  const values = `${formatValue(seconds, "s")}  promise ${formatValue(promiseS, "s")}`;
  const found = `* ${percentile} TTFT ${values}  ${missed ? "MISS" : "ok"}`;
  const text = columns < FEW_COLUMNS ? found : `${found}${triedWords(tried)}`;
  return { text, starred: true, ...(missed ? { tone: "bad" } : {}) };
}

/** `  at 12/s on 3 replicas`: the load that was tried last. */
function triedWords(tried: RunSnapshot["tried"]): string {
  if (tried === null) return "";
  const { requestsPerS, replicas } = tried;
  const fleet = replicas > 0 ? ` on ${replicas} ${replicas === 1 ? "replica" : "replicas"}` : "";
  return `  at ${Number(requestsPerS.toPrecision(3))}/s${fleet}`;
}

function busyLines({ busyShare }: RunSnapshot, ascii: boolean): ScreenLine[] {
  if (busyShare === null) return [];
  const percent = `${Math.round(100 * busyShare)} %`;
  return [{ text: `* busy ${percent}  ${bar(busyShare, 16, ascii)}`, starred: true }];
}

function chipTimeLines({ chipTime }: RunSnapshot): ScreenLine[] {
  const parts = chipTime
    .filter(({ share }) => share >= 0.005)
    .map(({ state, share }) => `${state} ${Math.round(100 * share)}`);
  if (parts.length === 0) return [];
  return [{ text: `  where chip time goes, %:  ${parts.join(" | ")}`, starred: false }];
}

/** The line that stays when the screen goes. */
export function runLine({ title, simulations, elapsedS }: RunSnapshot): string {
  return `costmoat: ${title}: ${simulations} simulated windows in ${elapsedS.toFixed(1)} s`;
}

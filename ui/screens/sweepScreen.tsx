import type { ReactElement } from "react";
import { arrange, clock, Lines, type Look, type ScreenLine, type Size } from "./lines.tsx";

/** How far a sweep is. */
export interface SweepSnapshot {
  readonly name: string;
  /** One per point, in the order of the design. */
  readonly cells: readonly ("waiting" | "running" | "done" | "cached" | "failed")[];
  /** By message, in the order in which each first came. */
  readonly failures: readonly { readonly message: string; readonly points: number }[];
  readonly elapsedS: number;
  /** Null before anything is known of it. */
  readonly etaS: number | null;
}

type Cell = SweepSnapshot["cells"][number];

const SIGNS: Readonly<Record<Cell, string>> = {
  waiting: ".",
  running: ":",
  done: "#",
  cached: "c",
  failed: "!",
};
/** Where several points share a cell, it shows what most needs to be seen. */
const LOUDEST: readonly Cell[] = ["failed", "running", "waiting", "done", "cached"];
const MOST_STRIP_ROWS = 4;
const MOST_FAILURES = 5;

/** A sweep as it stands: counts, one cell per point, failures by message. */
export function SweepScreen({
  snapshot,
  size,
  look,
}: {
  readonly snapshot: SweepSnapshot;
  readonly size: Size;
  readonly look: Look;
}): ReactElement {
  return <Lines lines={sweepLines(snapshot, size)} color={look.color} />;
}

/** The lines of the screen that fit its size; they hold ASCII only. */
export function sweepLines(snapshot: SweepSnapshot, size: Size): ScreenLine[] {
  const { name, cells, failures, etaS, elapsedS } = snapshot;
  const count = (wanted: Cell): number => cells.filter((cell) => cell === wanted).length;
  const failed = count("failed");
  const ended = count("done") + count("cached") + failed;
  const plain = (text: string, starred = false): ScreenLine => ({ text, starred });
  const counts = `* ${ended}/${cells.length} points  ${count("cached")} done before  ${count("running")} running`;
  const groups: ScreenLine[][] = [
    [{ text: `costmoat sweep  RUNNING  ${name}`, starred: true, tone: "title" }],
    [
      plain(counts, true),
      {
        ...plain(`* ${failed} ${failed > 0 ? "FAILED" : "failed"}`, true),
        ...(failed > 0 ? BAD : {}),
      },
      plain(
        `  ETA ${etaS === null ? "not known yet" : clock(Math.ceil(etaS))}  time ${clock(elapsedS)}`,
      ),
    ],
    ...strip(cells, size).map((text) => [plain(text)]),
    [plain("  . waiting  : running  # done  c done before  ! failed")],
    ...failures
      .slice(0, MOST_FAILURES)
      .map(({ message, points }) => [{ ...plain(`  ${points} x ${message}`), ...BAD }]),
    [{ ...plain("  Ctrl-C stop; finished points are kept"), tone: "dim" as const }],
  ];
  return arrange(groups, size);
}

const BAD = { tone: "bad" } as const;

/** One sign per point; where they do not fit, neighbours share one. */
function strip(cells: readonly Cell[], { columns }: Size): string[] {
  const width = Math.max(1, columns - 2);
  const perCell = Math.max(1, Math.ceil(cells.length / (width * MOST_STRIP_ROWS)));
  const signs: string[] = [];
  for (let at = 0; at < cells.length; at += perCell) {
    const part = cells.slice(at, at + perCell);
    const loudest = LOUDEST.find((cell) => part.includes(cell)) ?? "waiting";
    signs.push(SIGNS[loudest]);
  }
  const rows: string[] = [];
  for (let at = 0; at < signs.length; at += width) {
    rows.push(`  ${signs.slice(at, at + width).join("")}`);
  }
  return rows;
}

/** The screen for `mountLive`. */
export function drawSweep(snapshot: SweepSnapshot, size: Size, look: Look): ReactElement {
  return <SweepScreen snapshot={snapshot} size={size} look={look} />;
}

/** The line that stays when the screen goes. */
export function sweepLine({ name, cells, elapsedS }: SweepSnapshot): string {
  const ended = cells.filter((cell) => cell !== "waiting" && cell !== "running").length;
  const failed = cells.filter((cell) => cell === "failed").length;
  return `costmoat: ${name}: ${ended}/${cells.length} points, ${failed} failed, ${elapsedS.toFixed(1)} s`;
}

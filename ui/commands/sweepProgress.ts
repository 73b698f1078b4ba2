import type { Invocation } from "../context.ts";
import { isUnattended } from "../io.ts";
import type { PointFailure } from "../runners/sweepPoints.ts";
import type { SweepSnapshot } from "../screens/sweepScreen.tsx";
import type { OpenStudy } from "./sweepStudy.ts";

/** Shows on standard error how far a sweep is. */
export interface SweepProgress {
  update(key: string, state: "running" | "done" | "failed", failure?: PointFailure): void;
  close(): void;
}

type Cell = SweepSnapshot["cells"][number];

/** The state of every point as it changes; read by whatever shows it. */
export class SweepWatch {
  readonly #name: string;
  readonly #cells: Cell[];
  readonly #places = new Map<string, number[]>();
  readonly #failures = new Map<string, { message: string; points: number }>();
  readonly #startS: number;
  readonly #nowS: () => number;
  #ran = 0;
  #open = 0;

  constructor(study: OpenStudy, nowS: () => number) {
    this.#name = study.study.name;
    this.#nowS = nowS;
    this.#startS = nowS();
    this.#cells = study.points.map(({ key, strategy, issues }, i) => {
      const [issue] = issues;
      if (issue !== undefined) this.#fail(`${issue.code} ${issue.message}`, 1);
      this.#places.set(key, [...(this.#places.get(key) ?? []), i]);
      return strategy === null ? "failed" : study.records.has(key) ? "cached" : "waiting";
    });
    this.#open = this.#cells.filter((cell) => cell === "waiting").length;
  }

  update(key: string, state: "running" | "done" | "failed", failure?: PointFailure): void {
    const places = this.#places.get(key) ?? [];
    for (const place of places) this.#cells[place] = state;
    if (state === "running") return;
    this.#ran += places.length;
    if (failure) this.#fail(`${failure.code} ${failure.message}`, places.length);
  }

  get snapshot(): SweepSnapshot {
    const elapsedS = this.#nowS() - this.#startS;
    const left = this.#open - this.#ran;
    return {
      name: this.#name,
      cells: this.#cells,
      failures: [...this.#failures].map(([, failure]) => failure),
      elapsedS,
      etaS: left === 0 ? 0 : this.#ran === 0 ? null : (elapsedS / this.#ran) * left,
    };
  }

  #fail(message: string, points: number): void {
    const before = this.#failures.get(message)?.points ?? 0;
    this.#failures.set(message, { message, points: before + points });
  }
}

const SILENT: SweepProgress = { update: () => {}, close: () => {} };

/** A live view on a terminal, lines in a log, JSON lines, or nothing: as asked. */
export async function openSweepProgress(
  { flags, io }: Invocation,
  study: OpenStudy,
  jobs: number,
): Promise<SweepProgress> {
  if (flags.quiet || flags.progress === "none") return SILENT;
  const nowS = (): number => performance.now() / 1000;
  const watch = new SweepWatch(study, nowS);
  const { stderr } = io;
  if (flags.progress === "json") return jsonLines(study, watch, (text) => stderr.write(text));
  // A pseudo terminal without a window has no columns to draw in.
  const hasScreen = stderr.isTTY === true && stderr.columns !== 0 && !isUnattended(io);
  if (flags.progress === "auto" && hasScreen) {
    const [{ mountLive }, { drawSweep, sweepLine }] = await Promise.all([
      import("../screens/live.tsx"),
      import("../screens/sweepScreen.tsx"),
    ]);
    const asked = { ascii: flags.ascii, color: flags.color };
    const live = mountLive(io, asked, (size, look) => drawSweep(watch.snapshot, size, look));
    const close = (): void => live.unmount(sweepLine(watch.snapshot));
    return { update: (...change) => watch.update(...change), close };
  }
  return plainLines(watch, jobs, (text) => stderr.write(text));
}

function plainLines(watch: SweepWatch, jobs: number, write: (text: string) => void): SweepProgress {
  let shownShare = 0;
  let shownS = 0;
  const show = (): void => {
    const { cells, failures, etaS, elapsedS } = watch.snapshot;
    const done = cells.filter((cell) => cell !== "waiting" && cell !== "running").length;
    const share = done / cells.length;
    if (share - shownShare < 0.1 - 1e-9 && elapsedS - shownS < 30 && share < 1) return;
    [shownShare, shownS] = [share, elapsedS];
    const failed = failures.reduce((sum, { points }) => sum + points, 0);
    const eta = etaS === null ? "" : `, ETA ${Math.ceil(etaS)} s`;
    write(
      `[costmoat] ${Math.round(100 * share)} % ${done}/${cells.length} points, ${failed} failed${eta}\n`,
    );
  };
  const { cells } = watch.snapshot;
  const count = (wanted: Cell): number => cells.filter((cell) => cell === wanted).length;
  const workers = `${jobs} ${jobs === 1 ? "worker" : "workers"}`;
  write(
    `[costmoat] ${cells.length} points: ${count("cached")} done before, ${count("waiting")} to run on ${workers}\n`,
  );
  return {
    update: (key, state, failure) => {
      watch.update(key, state, failure);
      if (state !== "running") show();
    },
    close: () => write(`[costmoat] ended after ${watch.snapshot.elapsedS.toFixed(1)} s\n`),
  };
}

/** One JSON object per line; `t` is seconds since the start. */
function jsonLines(
  study: OpenStudy,
  watch: SweepWatch,
  write: (text: string) => void,
): SweepProgress {
  const say = (ev: string, more: object): void => {
    const t = Number(watch.snapshot.elapsedS.toFixed(3));
    write(`${JSON.stringify({ schema: "costmoat.progress/1", t, ev, ...more })}\n`);
  };
  say("sweep_started", { points: study.points.length, cached: study.records.size });
  return {
    update: (key, state, failure) => {
      watch.update(key, state, failure);
      if (state === "running") say("point_started", { id: key });
      else say("point_done", { id: key, status: state === "done" ? "ok" : "failed", ...failure });
    },
    close: () => say("sweep_ended", {}),
  };
}

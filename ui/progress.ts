import type { Progress } from "../sim/experiment/compare.ts";
import type { Runner } from "../sim/experiment/runner.ts";
import type { Invocation } from "./context.ts";
import { isUnattended } from "./io.ts";
import { plainProgress } from "./plain.ts";

/** Shows how far a command is, on standard error. */
export interface ProgressView {
  update(progress: Progress): void;
  /** Levelised cost of a strategy that is priced, one value per replication. */
  priced(name: string, usdPerMtok: readonly number[]): void;
  /** The same runner, watched. */
  over(runner: Runner): Runner;
  /** Leaves the terminal as it was. */
  close(): void;
}

const SILENT: ProgressView = {
  update: () => {},
  priced: () => {},
  over: (runner) => runner,
  close: () => {},
};

/** The view that was asked for: a live screen on a terminal, lines in a log, JSON lines, nothing. */
export async function openProgress(invocation: Invocation, title: string): Promise<ProgressView> {
  const { flags, io } = invocation;
  if (flags.quiet || flags.progress === "none") return SILENT;
  if (flags.progress === "json") return { ...SILENT, update: jsonLines(io.stderr) };
  // A pseudo terminal without a window has no columns to draw in.
  const hasScreen = io.stderr.isTTY === true && io.stderr.columns !== 0 && !isUnattended(io);
  if (flags.progress === "auto" && hasScreen) {
    return liveProgress(invocation, title);
  }
  return { ...SILENT, update: plainProgress(io.stderr, nowS, title) };
}

async function liveProgress({ flags, io }: Invocation, title: string): Promise<ProgressView> {
  const [{ createElement }, { mountLive }, { RunScreen, runLine }, { RunWatch }] =
    await Promise.all([
      import("react"),
      import("./screens/live.tsx"),
      import("./screens/runScreen.tsx"),
      import("./screens/runWatch.ts"),
    ]);
  const watch = new RunWatch(title, nowS, io.signal);
  const live = mountLive(io, { ascii: flags.ascii, color: flags.color }, (size, look) =>
    createElement(RunScreen, { snapshot: watch.snapshot, size, look }),
  );
  return {
    update: (progress) => watch.update(progress),
    priced: (name, usdPerMtok) => watch.priced(name, usdPerMtok),
    over: (runner) => watch.over(runner),
    close: () => live.unmount(runLine(watch.snapshot)),
  };
}

/** One JSON object per line; `t` is seconds since the start. */
function jsonLines(sink: { write(text: string): unknown }): ProgressView["update"] {
  const startS = nowS();
  return ({ stage, done, total }) => {
    const t = Number((nowS() - startS).toFixed(3));
    const line = { schema: "costmoat.progress/1", t, ev: "stage", stage, done, total };
    sink.write(`${JSON.stringify(line)}\n`);
  };
}

function nowS(): number {
  return performance.now() / 1000;
}

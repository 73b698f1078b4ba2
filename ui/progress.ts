import type { Progress } from "../sim/experiment/compare.ts";
import type { Invocation } from "./context.ts";
import { isUnattended } from "./io.ts";
import { plainProgress } from "./plain.ts";

/** Shows how far a command is, on standard error. */
export interface ProgressView {
  update(progress: Progress): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

/** The view that was asked for: lines, JSON lines, or nothing; auto never fills a log. */
export async function openProgress(invocation: Invocation, title: string): Promise<ProgressView> {
  const { flags, io } = invocation;
  const nowS = (): number => performance.now() / 1000;
  if (flags.quiet || flags.progress === "none") return { update: () => {}, close: () => {} };
  if (flags.progress === "json") return jsonProgress(io.stderr, nowS);
  if (flags.progress === "auto" && io.stderr.isTTY === true && !isUnattended(io)) {
    return plainProgress(io.stderr, nowS, title);
  }
  return plainProgress(io.stderr, nowS, title);
}

/** One JSON object per line; `t` is seconds since the start. */
function jsonProgress(sink: { write(text: string): unknown }, nowS: () => number): ProgressView {
  const startS = nowS();
  return {
    update: ({ stage, done, total }) => {
      const t = Number((nowS() - startS).toFixed(3));
      const line = { schema: "costmoat.progress/1", t, ev: "stage", stage, done, total };
      sink.write(`${JSON.stringify(line)}\n`);
    },
    close: () => {},
  };
}

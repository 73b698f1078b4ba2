import type { Progress } from "../sim/experiment/compare.ts";
import type { TextSink } from "./io.ts";

const STEP_SHARE = 0.1;
const STEP_S = 30;

/** Progress as lines for a log: one per 10 % or 30 s, and one at the end. */
export function plainProgress(
  sink: Pick<TextSink, "write">,
  nowS: () => number,
  title: string,
): { update(progress: Progress): void; close(): void } {
  const startS = nowS();
  let shownS = startS;
  let shownShare = Number.NEGATIVE_INFINITY;
  return {
    update: ({ stage, done, total }) => {
      const share = total > 0 ? done / total : 0;
      // A new round of replications starts again at 0.
      if (share < shownShare) shownShare = Number.NEGATIVE_INFINITY;
      const nextS = nowS();
      if (share - shownShare < STEP_SHARE - 1e-9 && nextS - shownS < STEP_S) return;
      shownShare = share;
      shownS = nextS;
      const percent = String(Math.round(100 * share)).padStart(3);
      sink.write(`[costmoat] ${percent} %  ${title}  ${stage}\n`);
    },
    close: () => {
      sink.write(`[costmoat] finished in ${(nowS() - startS).toFixed(1)} s\n`);
    },
  };
}

import type { Progress } from "../sim/experiment/compare.ts";
import type { TextSink } from "./io.ts";

const STEP_SHARE = 0.1;
const STEP_S = 30;

/** Progress as lines for a log: one per 10 % or 30 s. */
export function plainProgress(
  sink: Pick<TextSink, "write">,
  nowS: () => number,
  title: string,
): (progress: Progress) => void {
  let shownS = nowS();
  let shownShare = Number.NEGATIVE_INFINITY;
  return ({ stage, done, total }) => {
    const share = total > 0 ? done / total : 0;
    // A new round of replications starts again at 0.
    if (share < shownShare) shownShare = Number.NEGATIVE_INFINITY;
    const time = nowS();
    if (share - shownShare < STEP_SHARE - 1e-9 && time - shownS < STEP_S) return;
    shownShare = share;
    shownS = time;
    const percent = String(Math.round(100 * share)).padStart(3);
    sink.write(`[costmoat] ${percent} %  ${title}  ${stage}\n`);
  };
}

import type { Jump } from "./jump.ts";
import { ARITHMETIC, MEMORY, NETWORK, OVERHEAD, THROTTLED } from "./requestPool.ts";

/**
 * Steps of a jump that are over by now.
 *
 * @param strictly a step that ends at this very instant is not over
 */
export function stepsOver(jump: Jump, nowS: number, strictly: boolean): number {
  let done = jump.firstBoundaryAfter(nowS) - 1;
  if (strictly) return done > 0 && jump.boundaryS(done) === nowS ? done - 1 : done;
  if (jump.boundaryS(jump.steps) <= nowS) done = jump.steps;
  // The stall of a last step is still under way: the step is not over.
  return done === jump.steps && jump.stallS > 0 ? done - 1 : done;
}

/** Writes the seconds that the first step not yet charged has run until now, by part. */
export function brokenStepS(jump: Jump, nowS: number, seconds: Float64Array): void {
  const i = jump.charged;
  const elapsedS = nowS - jump.boundaryS(i);
  const stepS = jump.firstS + i * jump.slopeS;
  const run = Math.min(elapsedS / stepS, 1);
  // The parts of a jump are those without a power cap.
  seconds[ARITHMETIC] = (jump.arithmeticS + i * jump.arithmeticSlopeS) * run;
  seconds[MEMORY] = (jump.memoryS + i * jump.memorySlopeS) * run;
  seconds[NETWORK] = (jump.networkS + i * jump.networkSlopeS) * run + Math.max(0, elapsedS - stepS);
  seconds[OVERHEAD] = jump.overheadS * run;
  seconds[THROTTLED] = stepS * (run - run / jump.stretch);
}

/** Writes the seconds of the next `steps` steps not yet charged, by part; a stall is network. */
export function wholeStepsS(
  jump: Jump,
  steps: number,
  stallS: number,
  seconds: Float64Array,
): void {
  const indexSum = steps * jump.charged + steps * (steps - 1) * 0.5;
  seconds[ARITHMETIC] = steps * jump.arithmeticS + indexSum * jump.arithmeticSlopeS;
  seconds[MEMORY] = steps * jump.memoryS + indexSum * jump.memorySlopeS;
  seconds[NETWORK] = steps * jump.networkS + indexSum * jump.networkSlopeS + stallS;
  seconds[OVERHEAD] = steps * jump.overheadS;
  seconds[THROTTLED] = jump.stretch === 1 ? 0 : jump.throttledS(steps, indexSum);
}

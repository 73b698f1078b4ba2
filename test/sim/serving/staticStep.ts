import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";
import { type Parts, sum } from "./staticLedger.ts";

/** One step of a padded batch, as long as it would last undisturbed. */
export interface StaticStep {
  readonly startS: number;
  readonly endS: number;
  readonly parts: Parts;
  /** Length with its power cap, without its stall. */
  readonly cappedS: number;
  readonly stretch: number;
  readonly flops: number;
}

/** What a step holds: `done` steps of its batch came before it. */
export interface StaticWork {
  readonly requests: number;
  /** Longest prompt and answer of the batch, tokens. */
  readonly prompt: number;
  readonly answer: number;
  readonly done: number;
}

export function staticStep(
  { requests, prompt, answer, done }: StaticWork,
  cost: StepCost,
  startS: number,
  stretch: number,
  stallS: number,
): StaticStep {
  const isPrompt = done === 0;
  const work = {
    prefillTokens: isPrompt ? requests * prompt : 0,
    prefillPairs: isPrompt ? (requests * prompt * (prompt + 1)) / 2 : 0,
    priorTokens: 0,
    samples: answer > 0 ? requests : 0,
    sequences: isPrompt ? 0 : requests,
    contextTokens: isPrompt ? 0 : requests * (prompt + done),
  };
  const { seconds, parts } = iterationTime(work, cost);
  const cappedS = seconds * stretch;
  return {
    startS,
    endS: startS + cappedS + stallS,
    parts: { ...parts, network: parts.network + stallS, throttled: seconds * (stretch - 1) },
    cappedS,
    stretch,
    flops:
      (work.prefillTokens + work.sequences) * cost.flopsPerToken +
      work.contextTokens * cost.flopsPerContextToken +
      work.prefillPairs * cost.flopsPerPair +
      work.samples * cost.flopsPerSample,
  };
}

/** The seconds of a step until an instant inside it. */
export function brokenOff({ startS, parts, cappedS, stretch }: StaticStep, nowS: number): Parts {
  const elapsedS = nowS - startS;
  const run = Math.min(1, elapsedS / cappedS);
  const plainS = cappedS / stretch;
  const stallS = sum(parts) - cappedS;
  return {
    arithmetic: parts.arithmetic * run,
    memory: parts.memory * run,
    network: (parts.network - stallS) * run + Math.max(0, elapsedS - cappedS),
    overhead: parts.overhead * run,
    throttled: plainS * (stretch - 1) * run,
  };
}

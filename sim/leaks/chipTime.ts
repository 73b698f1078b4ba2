import type { CauseTime, ChipState, ChipTime } from "../physical.ts";
import { CAUSES, CHIP_STATES } from "../physical.ts";

/** Arithmetic on chip-seconds by state and by cause: the account of where the time went. */

/** States in which no step is under way. */
const NOT_BUSY: readonly ChipState[] = ["idle", "restart", "down", "off"];
const BUSY = CHIP_STATES.filter((state) => !NOT_BUSY.includes(state));

/** No chip-seconds in any state. */
export function zeroChipTime(): ChipTime {
  return chipTimeFrom(() => 0);
}

/** Chip-seconds of two accounts together, state by state. */
export function addChipTime(a: ChipTime, b: ChipTime): ChipTime {
  return chipTimeFrom((state) => a[state] + b[state]);
}

/** An account of chip-seconds, every state times a factor. */
export function scaleChipTime(time: ChipTime, factor: number): ChipTime {
  return chipTimeFrom((state) => time[state] * factor);
}

/** Chip-seconds in all states. */
export function totalChipS(time: ChipTime): number {
  return CHIP_STATES.reduce((sum, state) => sum + time[state], 0);
}

/** Chip-seconds in all states but `off`: the capacity that was offered, and paid for by the hour. */
export function offeredChipS(time: ChipTime): number {
  return totalChipS(time) - time.off;
}

/** Chip-seconds with a step under way, wasted work included. */
export function busyChipS(time: ChipTime): number {
  return BUSY.reduce((sum, state) => sum + time[state], 0);
}

/** Each state over all chip time, 0..1; all 0 without chip time. */
export function chipTimeShares(time: ChipTime): ChipTime {
  const totalS = totalChipS(time);
  return chipTimeFrom((state) => (totalS > 0 ? time[state] / totalS : 0));
}

/** Busy chip time over offered chip time (switched-off chips offer none), 0..1. */
export function busyShare(time: ChipTime): number {
  const offeredS = offeredChipS(time);
  return offeredS > 0 ? busyChipS(time) / offeredS : 0;
}

/** Model FLOPs utilisation: work done over the dense peak of the offered chip time, 0..1. */
export function mfuShare(doneFlops: number, offeredFlops: number): number {
  return offeredFlops > 0 ? doneFlops / offeredFlops : 0;
}

/** No busy chip-seconds for any cause. */
export function zeroCauseTime(): CauseTime {
  return { input: 0, cached: 0, output: 0, wasted: 0 };
}

/** Busy chip-seconds of two accounts together, cause by cause. */
export function addCauseTime(a: CauseTime, b: CauseTime): CauseTime {
  return {
    input: a.input + b.input,
    cached: a.cached + b.cached,
    output: a.output + b.output,
    wasted: a.wasted + b.wasted,
  };
}

/** An account of busy chip-seconds, every cause times a factor. */
export function scaleCauseTime(time: CauseTime, factor: number): CauseTime {
  return {
    input: time.input * factor,
    cached: time.cached * factor,
    output: time.output * factor,
    wasted: time.wasted * factor,
  };
}

/** Busy chip-seconds over all causes. */
export function totalCauseS(time: CauseTime): number {
  return CAUSES.reduce((sum, cause) => sum + time[cause], 0);
}

function chipTimeFrom(secondsOf: (state: ChipState) => number): ChipTime {
  return {
    arithmetic: secondsOf("arithmetic"),
    memory: secondsOf("memory"),
    network: secondsOf("network"),
    overhead: secondsOf("overhead"),
    throttled: secondsOf("throttled"),
    wasted: secondsOf("wasted"),
    idle: secondsOf("idle"),
    restart: secondsOf("restart"),
    down: secondsOf("down"),
    off: secondsOf("off"),
  };
}

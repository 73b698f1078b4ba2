import type { Comparison } from "../../sim/comparison.ts";
import { CHIP_STATES, type ChipState } from "../../sim/physical.ts";
import { sumOf } from "../../sim/stats/summation.ts";
import { type Mean, meanOf } from "./costStack.ts";
import { fleetsOf } from "./fleets.ts";

/** What each state of a chip means, in the words of the reports. */
export const STATE_WORDS: Readonly<Record<ChipState, string>> = {
  arithmetic: "doing matrix arithmetic at the rate the chip reaches",
  memory: "waiting for weights or KV cache from memory",
  network: "waiting for other chips of the replica",
  overhead: "waiting for the host between steps",
  throttled: "slowed by a power cap",
  wasted: "working on tokens that were late, lost or computed twice",
  idle: "powered, with nothing to do",
  restart: "loading the model after a repair",
  down: "failed and under repair",
  off: "switched off by the scaler: not paid for, draws nothing",
};

export interface ChipTimeView {
  readonly name: string;
  readonly chipHours: number;
  readonly states: readonly { readonly state: ChipState; readonly share: Mean }[];
}

/**
 * Shares of all chip time over the whole horizon, by state, mean over replications. The state
 * `off` is shown only where some fleet is scaled.
 */
export function chipTimes(comparison: Comparison): ChipTimeView[] {
  const fleets = fleetsOf(comparison);
  const scaled = fleets.some(({ result }) => result.months.flat().some((m) => m.chipTimeS.off > 0));
  const shown = CHIP_STATES.filter((state) => scaled || state !== "off");
  return fleets.flatMap(({ result }) => {
    const runs = result.months.map((months) => {
      const byState = shown.map((state) => sumOf(months.map((m) => m.chipTimeS[state])));
      return { byState, total: sumOf(byState) };
    });
    const sound = runs.filter(({ total }) => total > 0);
    if (sound.length === 0) return [];
    const states = shown.map((state, i) => ({
      state,
      share: meanOf(
        sound.map(({ byState, total }) => (byState[i] ?? 0) / total),
        comparison.level,
        "share",
      ),
    }));
    const chipHours = sumOf(sound.map(({ total }) => total)) / sound.length / 3600;
    return [{ name: result.strategy.name, chipHours, states }];
  });
}

export function chipTimeAnswer(views: readonly ChipTimeView[]): string {
  return views
    .map(({ name, states }) => {
      const text = (state: ChipState) => states.find((s) => s.state === state)?.share.text ?? "";
      return `Chips of ${name} computed for ${text("arithmetic")} of all hours, waited for memory for ${text("memory")} and stood idle for ${text("idle")}.`;
    })
    .join(" ");
}

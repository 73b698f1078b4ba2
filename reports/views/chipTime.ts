import type { Comparison } from "../../sim/comparison.ts";
import { CHIP_STATES, type ChipState, type WastedTime } from "../../sim/physical.ts";
import { sumOf } from "../../sim/stats/summation.ts";
import { type Mean, meanOf } from "./costStack.ts";
import { fleetsOf, wordList } from "./fleets.ts";

/** What each state of a chip means, in the words of the reports. */
export const STATE_WORDS: Readonly<Record<ChipState, string>> = {
  arithmetic: "doing matrix arithmetic at the rate the chip reaches",
  memory: "waiting for weights or KV cache from memory",
  network: "waiting for other chips of the replica",
  overhead: "waiting for the host between steps",
  throttled: "slowed by a power cap",
  wasted: "working on tokens that were late, lost or computed twice",
  idle: "powered, with nothing to do",
  restart: "loading the model, after a repair or when switched on",
  down: "failed and under repair",
  off: "switched off by the scaler: not paid for, draws nothing",
};

/** Wasted work by reason, in the words of the reports. */
export const WASTE_WORDS: Readonly<Record<keyof WastedTime, string>> = {
  late: "of requests that missed their promise",
  lost: "of requests lost with a replica",
  recomputed: "prompts computed again after a preemption",
  abandoned: "of requests whose client gave up",
  padding: "padding of static batches",
  escalated: "answers thrown away and asked of a larger model",
};
const ALWAYS_COUNTED: readonly string[] = ["late", "lost", "recomputed"];

export interface WasteRow {
  readonly name: string;
  readonly reason: keyof WastedTime;
  /** Of all chip time of the peak hour. */
  readonly share: Mean;
}

/** Reasons of wasted work in the peak hour; empty where there are only those of a plain fleet. */
export function wasteRows(comparison: Comparison): WasteRow[] {
  const reasons = Object.keys(WASTE_WORDS) as (keyof WastedTime)[];
  const rows = fleetsOf(comparison).flatMap(({ result }) =>
    result.state !== "ok"
      ? []
      : reasons.map((reason) => ({
          name: result.strategy.name,
          reason,
          share: meanOf(
            result.peak.map(({ wastedS, chipTimeS }) => {
              const totalS = sumOf(CHIP_STATES.map((state) => chipTimeS[state]));
              return totalS > 0 ? (wastedS[reason] ?? 0) / totalS : 0;
            }),
            comparison.level,
            "share",
          ),
        })),
  );
  const used = rows.filter(({ share }) => share.value > 0);
  return used.some(({ reason }) => !ALWAYS_COUNTED.includes(reason)) ? used : [];
}

/** What wasted chips do, with the reasons that were met beyond those of a plain fleet. */
export function wastedWords(rows: readonly WasteRow[]): string {
  const met = (reason: keyof WastedTime): boolean => rows.some((row) => row.reason === reason);
  const more = [
    ...(met("abandoned") ? ["given up by the client"] : []),
    ...(met("padding") ? ["padding"] : []),
    ...(met("escalated") ? ["thrown away for a better answer"] : []),
  ];
  if (more.length === 0) return STATE_WORDS.wasted;
  return `working on tokens that were late, lost, computed twice, ${wordList(more).replace(/ and /, " or ")}`;
}

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

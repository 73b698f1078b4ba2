import type { DrawnInput, SampledOutcome, WinningBox } from "../monteCarlo.ts";
import { winningBox } from "../stats/boxSearch.ts";

/** Who wins at least this often, and not nearly always, has conditions worth stating. */
const LEAST_WINS = 0.05;
const MOST_WINS = 0.95;
/** Inputs that a box may be cut from: those that explain most. */
const MOST_INPUTS = 6;

/** For each strategy that sometimes wins, the samples in which it nearly always does. */
export function winningBoxes(
  outcomes: readonly SampledOutcome[],
  inputs: readonly DrawnInput[],
): WinningBox[] {
  const used = inputs.filter(({ matters }) => matters).slice(0, MOST_INPUTS);
  const columns = used.map(({ draws }) => draws);
  return outcomes.flatMap(({ strategy, decisionUsd, bestProbability }) => {
    if (bestProbability < LEAST_WINS || bestProbability > MOST_WINS) return [];
    const wins = decisionUsd.map((own, k) =>
      outcomes.every((other) => own <= (other.decisionUsd[k] ?? Infinity)),
    );
    const box = winningBox(columns, wins);
    if (box === null) return [];
    const limits = box.limits.flatMap(({ column, side, limit }) => {
      const input = used[column];
      if (input === undefined) return [];
      const { path, unit, value } = input;
      return [{ path, label: ownLabel(input, inputs), unit, value, side, limit }];
    });
    const { density, coverage, samples } = box;
    return [{ strategy, limits, density, coverage, samples }];
  });
}

/** The label, with the strategies that it is of where another input goes by it too. */
function ownLabel({ label, strategies }: DrawnInput, all: readonly DrawnInput[]): string {
  const isShared = all.filter((other) => other.label === label).length > 1;
  return isShared ? `${label} (${strategies.join(" + ")})` : label;
}

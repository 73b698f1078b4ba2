import type { Decision } from "../comparison.ts";
import { laterTerms } from "../laterTerms.ts";
import type { Evaluation } from "./evaluation.ts";
import { meanCost } from "./meanCost.ts";

/** Later starts that are tried, months: no stated trend is worth more years than this. */
const MOST_MONTHS = 60;
const STEP_MONTHS = 6;

/** The first start that turns the order, months from the stated one, and who leads then. */
export interface StartFlip {
  readonly months: number;
  readonly to: string;
}

/**
 * Until when the answer holds if everything begins later, at the same demand and the prices of then:
 * rents, chips and API prices move until the first month of service. Looked for in steps of half a
 * year, then by the month; the physics is that of today.
 *
 * @returns null where the leader stays the leader, where nothing else works, or where power comes on
 *   dates, which a later start would find nearer: that would be another simulation
 */
export function startFlip(
  evaluations: readonly Evaluation[],
  decision: Decision,
): StartFlip | null {
  const working = evaluations.filter(({ outcomes }) => outcomes.length > 0);
  if (working.length < 2 || working.some(waitsForPower)) return null;
  const leaderAt = (months: number): string => {
    const costs = working.map((evaluation) => costAt(evaluation, decision, months));
    return working[costs.indexOf(Math.min(...costs))]?.strategy.name ?? "";
  };
  const today = leaderAt(0);
  let held = 0;
  while (held < MOST_MONTHS) {
    if (leaderAt(held + STEP_MONTHS) !== today) break;
    held += STEP_MONTHS;
  }
  if (held >= MOST_MONTHS) return null;
  for (let months = held + 1; months <= held + STEP_MONTHS; months++) {
    const to = leaderAt(months);
    if (to !== today) return { months, to };
  }
  return null;
}

function costAt(evaluation: Evaluation, decision: Decision, later: number): number {
  const { terms } = evaluation.strategy;
  return meanCost(evaluation, decision, later === 0 ? undefined : laterTerms(terms, later));
}

function waitsForPower({ strategy }: Evaluation): boolean {
  return strategy.horizon.years?.power !== undefined;
}

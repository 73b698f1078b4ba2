import type { Decision } from "../comparison.ts";
import { price } from "../price.ts";
import type { Terms } from "../terms.ts";
import { decisionUsd } from "./decision.ts";
import type { Evaluation } from "./evaluation.ts";

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
 * @returns null where the leader stays the leader, where nothing else works, or where a dated event
 *   (the next chip) does not move with the start
 */
export function startFlip(
  evaluations: readonly Evaluation[],
  decision: Decision,
): StartFlip | null {
  const working = evaluations.filter(({ outcomes }) => outcomes.length > 0);
  if (working.length < 2 || working.some(({ strategy }) => hasDates(strategy.terms))) return null;
  const leaderAt = (months: number): string => {
    const costs = working.map((evaluation) => meanCost(evaluation, decision, months));
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

/** Terms under which the first month of service comes later. */
export function laterTerms(terms: Terms, months: number): Terms {
  if (terms.kind !== "portfolio") return delayed(terms, months);
  const sources = Object.entries(terms.sources).map(([name, own]) => [name, delayed(own, months)]);
  return { ...terms, sources: Object.fromEntries(sources) as typeof terms.sources };
}

function delayed<T extends object>(terms: T, months: number): T {
  const { startMonths = 0 } = terms as { startMonths?: number };
  return { ...terms, startMonths: startMonths + months };
}

function hasDates(terms: Terms): boolean {
  const parts = terms.kind === "portfolio" ? Object.values(terms.sources) : [terms];
  return parts.some((part) => "launch" in part && part.launch !== undefined);
}

function meanCost(
  { strategy, months, outcomes }: Evaluation,
  decision: Decision,
  later: number,
): number {
  const priced =
    later === 0 ? outcomes : months.map((rows) => price(rows, laterTerms(strategy.terms, later)));
  return priced.reduce((sum, outcome) => sum + decisionUsd(decision, outcome), 0) / priced.length;
}

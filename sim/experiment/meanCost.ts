import type { Decision } from "../comparison.ts";
import { price } from "../price.ts";
import type { Terms } from "../terms.ts";
import { decisionUsd } from "./decision.ts";
import type { Evaluation } from "./evaluation.ts";

/** Mean over replications of the cost that decides, under the strategy's terms or others; USD. */
export function meanCost(
  { months, outcomes }: Evaluation,
  decision: Decision,
  terms?: Terms,
): number {
  const priced = terms === undefined ? outcomes : months.map((rows) => price(rows, terms));
  return priced.reduce((sum, outcome) => sum + decisionUsd(decision, outcome), 0) / priced.length;
}

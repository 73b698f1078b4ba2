import type { Assumption } from "../../sim/outcome.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { Scenario } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";
import { leavingTerms } from "./leaving.ts";

/** The strategy with the supply that takes over mid-horizon; itself where none does. */
export function withSwitch(
  strategy: Strategy,
  scenario: Scenario,
  inputs: Inputs,
  toStrategy: (scenario: Scenario) => Strategy,
): Strategy {
  const stated = scenario.config.economics.switch;
  const { next } = scenario;
  if (stated === undefined || next === undefined) return strategy;
  const { month } = stated;
  inputs.chosen("economics.switch.month", "last month of the first supply", month, "months");
  const leaving = leavingTerms(scenario, inputs, "switchTo.leaving");
  const after = toStrategy(next);
  const own = inputs.list;
  const assumptions = [...own, ...after.assumptions.flatMap((input) => laterInput(input, own))];
  return {
    ...strategy,
    terms: { ...strategy.terms, switchTo: { month, to: after.terms, leaving } },
    assumptions,
    modelLabel:
      after.modelLabel === strategy.modelLabel
        ? strategy.modelLabel
        : `${strategy.modelLabel}, then ${after.modelLabel}`,
    next: { month, strategy: after },
  };
}

/** What both supplies share is said once. */
const SHARED =
  /^(model|demand|promise|run)\b|^economics\.(horizon|discount_rate|carbon|finance|revenue)/;

/** An input of the second supply, under the path by which the scenario states it. */
function laterInput(input: Assumption, own: readonly Assumption[]): Assumption[] {
  if (SHARED.test(input.path)) return [];
  const same = own.some(
    ({ path, value, term }) => path === input.path && value === input.value && term === null,
  );
  if (same && input.term === null) return [];
  const term = input.term === null ? null : `switchTo.to.${input.term}`;
  return [
    { ...input, path: `economics.switch.to.${input.path}`, label: `${input.label} (after)`, term },
  ];
}

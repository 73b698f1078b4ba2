import type { Assumption } from "../../sim/outcome.ts";
import type { RefreshPlan, Strategy } from "../../sim/strategy.ts";
import type { Terms } from "../../sim/terms.ts";
import type { SuccessorTerms } from "../../sim/yearTerms.ts";
import type { Scenario } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";
import { wholeMonths } from "./wholeMonths.ts";

export interface Successor {
  readonly refresh: RefreshPlan;
  readonly terms: SuccessorTerms;
}

/** Rows of the next chip that are its own. */
const OWN_ROWS = /^catalog\.(chips|timing)\./;

/**
 * The same scenario on the next chip, from which physics and price of the refresh are taken; null
 * where there is none.
 *
 * @param alone makes a strategy of a scenario
 */
export function successorOf(
  scenario: Scenario,
  inputs: Inputs,
  alone: (scenario: Scenario) => Strategy,
): Successor | null {
  const { config } = scenario;
  const { refresh, ...fleet } = config.fleet;
  if (config.supply !== "owned" || refresh === undefined) return null;
  const { gpu_price: _, ...economics } = config.economics;
  const next: Scenario = {
    ...scenario,
    name: `${scenario.name} on ${refresh.to}`,
    config: {
      ...config,
      fleet: {
        ...fleet,
        gpu: refresh.to,
        ...(refresh.precision === undefined ? {} : { precision: refresh.precision }),
        ...(refresh.tp === undefined ? {} : { tp: refresh.tp }),
      },
      economics: {
        ...economics,
        ...(refresh.price === undefined ? {} : { gpu_price: refresh.price }),
      },
    },
  };
  const strategy = alone(next);
  const { terms } = strategy;
  if (terms.kind !== "own") throw new RangeError(`refresh of ${terms.kind} chips; expected own`);
  const afterMonths = wholeMonths(refresh.after, "up");
  const overMonths = Math.max(1, wholeMonths(refresh.over, "up"));
  inputs.chosen("fleet.refresh.to", "next chip", refresh.to);
  inputs.chosen("fleet.refresh.after", "first chips alone for", afterMonths, "months");
  inputs.chosen("fleet.refresh.over", "change takes", overMonths, "months");
  inputs.list.push(...ownRows(strategy.assumptions, refresh.to, inputs.list));
  return {
    refresh: { afterMonths, overMonths, strategy },
    terms: {
      serverUsdPerChip: terms.serverUsdPerChip,
      ...(terms.chipsPerServer === undefined ? {} : { chipsPerServer: terms.chipsPerServer }),
    },
  };
}

/** What the next chip brings in, its prices under their paths in the terms of the first. */
function ownRows(
  rows: readonly Assumption[],
  chip: string,
  known: readonly Assumption[],
): Assumption[] {
  const paths = new Set(known.map(({ path }) => path));
  return rows.flatMap((row) => {
    if (row.term === "serverUsdPerChip") {
      const label = `${row.label} of ${chip}`;
      return [{ ...row, label, path: "fleet.refresh.price", term: "successor.serverUsdPerChip" }];
    }
    if (!OWN_ROWS.test(row.path) || paths.has(row.path)) return [];
    const term = row.term === "chipsPerServer" ? "successor.chipsPerServer" : row.term;
    return [{ ...row, term }];
  });
}

/** Terms with the chips that follow. */
export function withSuccessor(terms: Terms, successor: Successor | null): Terms {
  return successor === null || terms.kind !== "own"
    ? terms
    : { ...terms, successor: successor.terms };
}

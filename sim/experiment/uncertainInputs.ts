import type { NotMoved } from "../monteCarlo.ts";
import type { Assumption } from "../outcome.ts";
import type { StatedRange } from "../random/statedRange.ts";
import type { Evaluation } from "./evaluation.ts";
import { isPriced } from "./movedTerms.ts";

/** What a draw of an input does to a strategy that has it. */
export type Move =
  /** A price: the same months are priced again. */
  | { readonly kind: "term"; readonly term: string }
  /** Demand of the first month, as a multiple of today's: months are read off the operating map. */
  | { readonly kind: "demand" }
  | { readonly kind: "growth" };

/** An input that the world chooses, of one or several strategies. */
export interface UncertainInput {
  readonly assumption: Assumption;
  readonly range: StatedRange;
  /** Draws beyond what the input can be at all are moved to these. */
  readonly least: number;
  readonly most: number;
  readonly moves: readonly { readonly owner: Evaluation; readonly move: Move }[];
}

export interface FoundInputs {
  readonly inputs: readonly UncertainInput[];
  readonly notMoved: readonly NotMoved[];
}

/**
 * Every uncertainty with a range. Levers are chosen and constants are known: neither is drawn. An
 * input that several strategies have with the same path, value, range and source is one input; one
 * that moves demand is drawn only where it moves that of all of them.
 */
export function uncertainInputs(evaluations: readonly Evaluation[]): FoundInputs {
  const found = new Map<string, UncertainInput>();
  const still = new Map<string, NotMoved>();
  for (const owner of evaluations) {
    const { name, assumptions } = owner.strategy;
    for (const assumption of assumptions) {
      const range = rangeOf(assumption);
      if (range === null) continue;
      const key = keyOf(assumption);
      const move = moveOf(assumption, owner);
      if (typeof move === "string") {
        const { path, label } = assumption;
        const others = still.get(key)?.strategies ?? [];
        const strategies = [...new Set([...others, name])];
        still.set(key, { path, label, strategies, reason: move });
        continue;
      }
      const moves = [...(found.get(key)?.moves ?? []), { owner, move }];
      found.set(key, { assumption, range, ...limitsOf(assumption, range), moves });
    }
  }
  const inputs = [...found].flatMap(([key, input]) => {
    const held = still.get(key);
    if (held === undefined || input.moves.every(({ move }) => move.kind === "term")) return [input];
    // One demand for all: what cannot move it everywhere moves it nowhere.
    still.set(key, { ...held, strategies: [...new Set([...ownersOf(input), ...held.strategies])] });
    return [];
  });
  return { inputs, notMoved: [...still.values()] };
}

/** Names of the strategies that have an input, each once. */
export function ownersOf({ moves }: UncertainInput): readonly string[] {
  return [...new Set(moves.map(({ owner }) => owner.strategy.name))];
}

function keyOf({ path, value, low, high, law, source }: Assumption): string {
  return JSON.stringify([path, value, low, high, law ?? "interval", source]);
}

/** An end that is not stated is the value itself. */
function rangeOf({ value, low, high, law, role }: Assumption): StatedRange | null {
  if (role !== "uncertainty" || typeof value !== "number") return null;
  const range = { value, low: low ?? value, high: high ?? value, law: law ?? "interval" };
  return range.low < range.high ? range : null;
}

const AGAIN = "it would have to be simulated again";

/** How the input is moved, or why it is not. */
function moveOf({ path, term }: Assumption, { strategy, source }: Evaluation): Move | string {
  if (term !== null) return isPriced(strategy.terms, term) ? { kind: "term", term } : AGAIN;
  const isDemand = path === "demand.rate" || path === "demand.sessions";
  if (!isDemand && path !== "demand.growth") return AGAIN;
  if (source === null || strategy.next !== undefined) return AGAIN;
  if (!isDemand) {
    return source.portfolio === undefined ? { kind: "growth" } : "its sources are sized together";
  }
  if (source.closedLoop === true) return "the clients of a closed loop wait for their answers";
  const services = strategy.plan.demand.services ?? [];
  return services.length > 0 ? "the services beside it keep their rates" : { kind: "demand" };
}

/** What a number can be at all: shares end at 1, what is positive stays so, a PUE is at least 1. */
function limitsOf(
  { unit }: Assumption,
  { low, high }: StatedRange,
): Pick<UncertainInput, "least" | "most"> {
  const isShare = unit.startsWith("share");
  const most = isShare && high <= 1 ? (unit === "share" ? 1 : 1 - 1e-6) : Infinity;
  if (unit === "ratio" && low >= 1) return { least: 1, most };
  return { least: low >= 0 ? 0 : isShare ? -1 + 1e-6 : -Infinity, most };
}

import type { Comparison } from "../sim/comparison.ts";
import { lockInAnswer } from "./views/lockIn.ts";
import { trustAnswer } from "./views/trustWorth.ts";
import { wrapped } from "./wrapped.ts";

/** The blocks "Leaving a supplier" and "Worth of trust" of a terminal; nothing where there is none. */

export function lockInBlock(comparison: Comparison, columns: number): readonly string[] {
  return block("Leaving a supplier", lockInAnswer(comparison), columns);
}

export function trustBlock(comparison: Comparison, columns: number): readonly string[] {
  return block("Worth of trust", trustAnswer(comparison), columns);
}

function block(head: string, answer: string, columns: number): readonly string[] {
  return answer === "" ? [] : [head, ...wrapped(answer, columns, "  ", "    ")];
}

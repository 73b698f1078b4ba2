import type { Comparison } from "../sim/comparison.ts";
import { wrapped } from "./marketText.ts";
import { lockInAnswer } from "./views/lockIn.ts";
import { trustAnswer } from "./views/trustWorth.ts";

/** The blocks "Leaving a supplier" and "Worth of trust" of a terminal; nothing where there is none. */

export function lockInBlock(comparison: Comparison): readonly string[] {
  return block("Leaving a supplier", lockInAnswer(comparison));
}

export function trustBlock(comparison: Comparison): readonly string[] {
  return block("Worth of trust", trustAnswer(comparison));
}

function block(head: string, answer: string): readonly string[] {
  return answer === "" ? [] : [head, ...wrapped(answer, "  ")];
}

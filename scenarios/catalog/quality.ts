import { type Rows, row } from "./row.ts";

/**
 * Quality that a model loses in a format against its bf16 weights, as a share of its score. The
 * formats without a row lose nothing that a test shows.
 */
export const QUALITY_LOSS_SHARE = {
  fp8: row("C", 0.002, "share", "mlsysim", "2026", [0, 0.01], "0.2 points of a score near 100"),
  int8: row("C", 0.005, "share", "mlsysim", "2026", [0, 0.02]),
  int4: row("C", 0.025, "share", "mlsysim", "2026", [0.01, 0.06]),
  fp4: row("D", 0.025, "share", "general-knowledge", "2026", [0.005, 0.06], "as int4"),
} satisfies Rows;

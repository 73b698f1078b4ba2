import type { Notice } from "../reports/envelope.ts";
import { unusualFleets } from "../reports/views/usualShares.ts";
import type { Comparison } from "../sim/comparison.ts";

/** What an owned fleet costs that fleets usually do not: a remark, never an error. */
export function unusualNotices(comparison: Comparison): Notice[] {
  return unusualFleets(comparison).flatMap(({ name, shares }) =>
    shares.map(({ line }) => ({
      code: "CM-W0105",
      message: `${name}: ${line}`,
      fix: "check the prices under economics.*; the report opens each cost down to its entries",
    })),
  );
}

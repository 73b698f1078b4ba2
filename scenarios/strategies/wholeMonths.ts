import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../sim/units.ts";

const MONTH_S = HOURS_PER_MONTH * SECONDS_PER_HOUR;

/** Months of a time; to the nearest, or "up": begun ones count. */
export function wholeMonths(seconds: number, to: "nearest" | "up" = "nearest"): number {
  const months = seconds / MONTH_S;
  return to === "nearest" ? Math.round(months) : Math.ceil(months - 1e-9);
}

import { type DayCurve, dayCurve } from "../../sim/dayCurve.ts";

const SERVEGEN_HOURS = [
  0.99, 1.0, 0.99, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.87, 1.05, 1.11, 0.97, 0.98, 1.05, 1.05,
  1.11, 1.08, 1.04, 1.14, 1.13, 1.07, 1.1, 1.09,
];

const BURSTGPT_HOURS = [
  0.96, 0.91, 0.59, 0.53, 0.38, 0.35, 0.2, 0.16, 0.18, 0.43, 0.9, 1.32, 1.79, 1.54, 1.84, 1.43,
  1.51, 1.39, 1.21, 1.61, 1.39, 1.2, 1.16, 1.05,
];

/** Ours: an office day whose highest hour is ten times its lowest. */
const OFFICE_HOURS = [
  0.24, 0.2, 0.2, 0.2, 0.2, 0.22, 0.3, 0.55, 1.05, 1.6, 1.9, 1.95, 1.7, 1.8, 2.0, 1.95, 1.8, 1.5,
  1.1, 0.8, 0.65, 0.55, 0.45, 0.32,
];

/** The typical weeks that come with the product; `flat` says that no curve is known. */
export const DAY_CURVES = {
  flat: dayCurve("flat", new Array<number>(24).fill(1), 1, 1, "no day curve: every hour is equal"),
  servegen: dayCurve(
    "servegen",
    SERVEGEN_HOURS,
    1,
    1,
    "ServeGen (arXiv 2505.09999, Apache-2.0), service m-large: hour of the day over the mean, 14 days; weekends not told apart",
  ),
  burstgpt: dayCurve(
    "burstgpt",
    BURSTGPT_HOURS,
    1,
    1,
    "BurstGPT (arXiv 2401.17644), file 1: hour of the day over the mean, 61 days, local time; weekends not told apart",
  ),
  office: dayCurve(
    "office",
    OFFICE_HOURS,
    1,
    0.32,
    "our shape, not measured hour by hour: weekday peak-to-trough of 10 and weekends at 0.32 of weekdays as in the Azure 2024 code trace (CC-BY-4.0)",
  ),
} as const satisfies Record<string, DayCurve>;

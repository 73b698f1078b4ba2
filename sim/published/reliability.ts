import {
  dalyIntervalS,
  exactEfficiencyShare,
  firstOrderWasteShare,
  youngIntervalS,
} from "../faults/checkpoints.ts";
import {
  annualFailureShare,
  chipHoursPerInterruption,
  gangMttfHours,
  hoursBetweenInterruptions,
} from "../faults/interruptions.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

const FAILURES_PER_NODE_DAY = 6.5 / 1000;
const CHIPS = 16_384;
const HOURS = 54 * 24;

/** Llama 3's mean time between unexpected interruptions. */
const MTTF_S = 11_135.08;
const USUAL = { checkpointS: 60, restartS: 300, mttfS: MTTF_S };
const LIGHT = { checkpointS: 10, restartS: 180, mttfS: MTTF_S };
const HEAVY = { checkpointS: 300, restartS: 600, mttfS: MTTF_S };

/** How often large jobs fail, and what they do about it. */
export const RELIABILITY_CASES: readonly PublishedCase[] = [
  {
    id: "E08-meta-mttf",
    what: "mean time until a job that needs all its nodes loses one",
    given: "6.50 failures per 1,000 node-days, nodes of 8 chips",
    source: TEXTS.metaReliability,
    note: "printed: 1.8 h and 0.23 h; measured at 1,024 chips: 7.9 h, as jobs end for other causes too",
    figures: [
      computed(["16,384 chips", "h", 1.803, 0.03, "recomputed"], gangMttfHours, [
        16_384 / 8,
        FAILURES_PER_NODE_DAY,
      ]),
      computed(["131,072 chips", "h", 0.2254, 0.03, "recomputed"], gangMttfHours, [
        131_072 / 8,
        FAILURES_PER_NODE_DAY,
      ]),
      computed(["1,024 chips", "h", 28.8, 0.03, "recomputed"], gangMttfHours, [
        1024 / 8,
        FAILURES_PER_NODE_DAY,
      ]),
    ],
  },
  {
    id: "E09-llama3",
    what: "interruptions of Llama 3 405B's training",
    given: "54 days on 16,384 H100: 466 interruptions, 419 unexpected, 148 + 72 of chip and memory",
    source: TEXTS.llama,
    note: "printed: every 3 h. The paper's percentages disagree with its counts; counts are used",
    figures: [
      computed(
        ["between unexpected ones", "h", 3.0931, 1e-3, "recomputed"],
        hoursBetweenInterruptions,
        [HOURS, 419],
      ),
      computed(["between any", "h", 2.7811, 1e-3, "recomputed"], hoursBetweenInterruptions, [
        HOURS,
        466,
      ]),
      computed(
        ["work between them", "chip-h", 50_677, 1e-3, "recomputed"],
        chipHoursPerInterruption,
        [CHIPS, HOURS, 419],
      ),
      computed(
        ["chips failing in a year", "share", 0.09076, 1e-3, "recomputed"],
        annualFailureShare,
        [148 + 72, CHIPS, HOURS],
      ),
    ],
  },
  {
    id: "E10-young-daly",
    what: "when to save, and what failures then leave",
    given: "11,135 s between failures; checkpoint 60 s and restart 300 s, 10 and 180, 300 and 600",
    source: TEXTS.daly,
    note: "above 90 % of the time, as reported for Llama 3, needs checkpoints of about 30 s or less",
    figures: [
      computed(["60 s: Young", "s", 1155.95, 1e-3, "theory"], youngIntervalS, [60, MTTF_S]),
      computed(["60 s: Daly", "s", 1116.29, 1e-3, "theory"], dalyIntervalS, [60, MTTF_S]),
      computed(
        ["60 s: waste, first order", "share", 0.13075, 1e-3, "theory"],
        firstOrderWasteShare,
        [youngIntervalS(60, MTTF_S), USUAL],
      ),
      efficiency("60 s: progress, exact", 0.87583, USUAL),
      computed(["10 s: Young", "s", 472, 1e-3, "theory"], youngIntervalS, [10, MTTF_S]),
      efficiency("10 s: progress, exact", 0.943, LIGHT),
      computed(["300 s: Young", "s", 2585, 1e-3, "theory"], youngIntervalS, [300, MTTF_S]),
      computed(["300 s: Daly", "s", 2389, 1e-3, "theory"], dalyIntervalS, [300, MTTF_S]),
      efficiency("300 s: progress, exact", 0.744, HEAVY),
    ],
  },
];

function efficiency(figure: string, published: number, costs: typeof USUAL) {
  const intervalS = dalyIntervalS(costs.checkpointS, costs.mttfS);
  return computed([figure, "share", published, 1e-3, "theory"], exactEfficiencyShare, [
    intervalS,
    costs,
  ]);
}

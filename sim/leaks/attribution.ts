import type { CostCategory } from "../costCategories.ts";
import type { LedgerEntry } from "../outcome.ts";
import { CHIP_STATES, type ChipState, type MonthPhysical } from "../physical.ts";
import { JOULES_PER_KWH } from "../units.ts";
import type { AttributedPart } from "../waterfall.ts";

/**
 * Where compute purchased went, by the states of chip time: every dollar, FLOP and joule stands in
 * exactly one row, so that the rows sum to what was purchased.
 * Source: economics ledger c0, c1, c2
 */

/** The leak that each state counts as. */
const STATE_TAX: Readonly<Record<ChipState, string>> = {
  arithmetic: "useful work",
  memory: "idle silicon: waiting for memory",
  network: "data traffic jam",
  overhead: "idle silicon: launch and host overhead",
  throttled: "power cap",
  wasted: "quality and promise",
  idle: "idle silicon: allocated, nothing to do",
  restart: "reliability",
  down: "reliability",
  off: "switched off",
};

/** Costs that go with chips; the others are people, contracts and risks around them. */
const CHIP_COSTS: ReadonlySet<CostCategory> = new Set([
  ...(["chip rent", "rent extras", "servers", "network", "facility", "colocation"] as const),
  ...(["lease", "power", "maintenance", "prepayment", "residual value"] as const),
]);

export interface AttributionInput {
  readonly months: readonly MonthPhysical[];
  readonly ledger: readonly LedgerEntry[];
  /** Present value of a dollar paid, and of what happens, in a ledger month. */
  readonly weightAt: (month: number) => number;
  /** Power of one chip with a step under way, and idle, watts. */
  readonly busyWatts: number;
  readonly idleWatts: number;
  readonly pue: number;
  /** Whether energy is bought apart from the chips. */
  readonly paysPower: boolean;
  /** Chips that are off cost nothing. */
  readonly byTheHour: boolean;
  /** By month: chip-seconds of units that no demand needed. */
  readonly unneededChipS: readonly number[];
}

/** Chips paid by the hour start because demand rose; others because they had failed. */
function taxOf(stage: ChipState | "idle: no need", { byTheHour }: AttributionInput): string {
  if (stage === "idle: no need") return "idle silicon: no need for it";
  return stage === "restart" && byTheHour ? "starting with the demand" : STATE_TAX[stage];
}

/**
 * Dollars by chip-seconds, FLOPs as the dense peak that a state's chips offered, joules by state and
 * facility. Toil is no part of it: it has a line of its own.
 */
export function attributionOf(input: AttributionInput): readonly AttributedPart[] {
  const { months, ledger, weightAt, pue } = input;
  const usdOf = (counts: (category: CostCategory) => boolean): number =>
    ledger
      .filter(({ category }) => counts(category))
      .reduce((sum, { usd, month }) => sum + usd * weightAt(month), 0);
  const facilityShare = input.paysPower ? 1 - 1 / pue : 0;
  const facilityUsd = usdOf((category) => category === "power") * facilityShare;
  const chipUsd = usdOf((category) => CHIP_COSTS.has(category)) - facilityUsd;
  const otherUsd = usdOf((category) => !CHIP_COSTS.has(category) && category !== "toil");

  const stages = [...CHIP_STATES, "idle: no need"] as const;
  const rows = new Map(stages.map((stage) => [stage, { chipS: 0, paid: 0, flops: 0, joules: 0 }]));
  let itJoules = 0;
  for (const month of months) {
    const times = stagesOf(month, input.unneededChipS[month.month - 1] ?? 0);
    const offeredS = stages.reduce((sum, at) => sum + (at === "off" ? 0 : times[at]), 0);
    const flopsPerS = offeredS > 0 ? month.offeredFlops / offeredS : 0;
    const drawn = stages.reduce((sum, at) => sum + times[at] * wattsOf(at, input), 0);
    const monthJoules = month.itKwh * JOULES_PER_KWH;
    itJoules += monthJoules;
    for (const stage of stages) {
      const row = rows.get(stage)!;
      const chipS = times[stage];
      row.chipS += chipS;
      row.paid += stage === "off" && input.byTheHour ? 0 : chipS * weightAt(month.month);
      row.flops += stage === "off" ? 0 : chipS * flopsPerS;
      if (drawn > 0) row.joules += (monthJoules * chipS * wattsOf(stage, input)) / drawn;
    }
  }
  const paidS = [...rows.values()].reduce((sum, { paid }) => sum + paid, 0);
  const parts = stages.map((stage): AttributedPart => {
    const { chipS, paid: paidChipS, flops, joules } = rows.get(stage)!;
    const usd = paidS > 0 ? (chipUsd * paidChipS) / paidS : 0;
    const tax = taxOf(stage, input);
    const isUseful = stage === "arithmetic";
    return { stage, tax, chipS, paidChipS, usd, flops, joules, tokens: Number.NaN, isUseful };
  });
  const none = { chipS: 0, paidChipS: 0, flops: 0, joules: 0, tokens: Number.NaN };
  return [
    ...parts,
    {
      ...{ stage: "facility", tax: "facility overhead (PUE)", ...none, usd: facilityUsd },
      ...{ joules: itJoules * (pue - 1), isUseful: false },
    },
    { stage: "other cost", tax: "people and contracts", ...none, usd: otherUsd, isUseful: true },
  ];
}

type Stage = ChipState | "idle: no need";

/** Chip time by state, the idle part split: beyond what was needed, and needed but without work. */
function stagesOf({ chipTimeS }: MonthPhysical, unneededS: number): Record<Stage, number> {
  const noNeed = Math.min(chipTimeS.idle, unneededS);
  return { ...chipTimeS, idle: chipTimeS.idle - noNeed, "idle: no need": noNeed };
}

/** Power of a chip in a state; one under repair is off, one that reloads is idle. */
function wattsOf(stage: Stage, { busyWatts, idleWatts }: AttributionInput): number {
  if (stage === "down" || stage === "off") return 0;
  return stage === "idle" || stage === "idle: no need" || stage === "restart"
    ? idleWatts
    : busyWatts;
}

/** Rows of several replications as their mean, row by row. */
export function meanAttribution(
  all: readonly (readonly AttributedPart[])[],
): readonly AttributedPart[] {
  const [first = []] = all;
  return first.map((part, i) => {
    const mean = (pick: (row: AttributedPart) => number): number =>
      all.reduce((sum, rows) => sum + pick(rows[i] ?? part), 0) / all.length;
    return {
      ...part,
      chipS: mean(({ chipS }) => chipS),
      paidChipS: mean(({ paidChipS }) => paidChipS),
      usd: mean(({ usd }) => usd),
      flops: mean(({ flops }) => flops),
      joules: mean(({ joules }) => joules),
    };
  });
}

/** The same rows with the tokens that each row's dollars would make without leaks. */
export function withTokens(
  parts: readonly AttributedPart[],
  usdPerTokenWithoutLeaks: number,
): readonly AttributedPart[] {
  return parts.map((part) => ({ ...part, tokens: part.usd / usdPerTokenWithoutLeaks }));
}

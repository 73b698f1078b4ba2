import type { PriceSense } from "./cappedLogit.ts";
import type { CostCurve } from "./costCurve.ts";
import type { DemandCurve } from "./demandCurve.ts";
import type { FreeTier } from "./freeTier.ts";
import type { Reinvestment } from "./learning.ts";

/** People who use a supplier's own product, some of them for money, beside what it sells by the token. */
export interface MarketUsers extends FreeTier {
  readonly userGrowthPerMonth: number;
  readonly usageGrowthPerMonth: number;
  /** The smallest free quota it would offer, Mtok per user and month. */
  readonly leastFreeMtokPerUserMonth: number;
  /** Percent of paying users lost per percent of price. */
  readonly paidElasticity: number;
}

/** What a firm that waits outside needs before it comes in. */
export interface EntryTerms {
  readonly sunkUsd: number;
  readonly paybackYears: number;
  /** Share of its fleet that it expects to fill. */
  readonly plannedBusyShare: number;
}

/** One supplier at the start. */
export interface MarketFirm {
  readonly id: string;
  /** All-in cost of full fleets, by what they deliver with the reference engine, month 0. */
  readonly curve: CostCurve;
  /** Part of that cost which stops when it stops selling, 0..1. */
  readonly avoidableShare: number;
  /** What customers like about it besides price, in units of utility. */
  readonly quality: number;
  /** What its present fleet delivers with its own engine, Mtok per month, > 0. */
  readonly capacityMtokPerMonth: number;
  /** Months between ordering capacity and having it, a whole number. */
  readonly leadMonths: number;
  /** Most capacity ordered in a month, over what it has. */
  readonly mostGrowthPerMonth: number;
  /** Price of a fleet per Mtok a month; its charge is in the curve, interest until it runs is not. */
  readonly capitalUsdPerMtokPerMonth: number;
  readonly ratePerYear: number;
  readonly cashUsd: number;
  /** Share of its customers who do not look around in a month, 0..1. */
  readonly retentionPerMonth: number;
  /** Made in all before month 0, for the learning curve. */
  readonly madeMtok: number;
  /** Cost with its engine over cost with the reference engine; this lead can leak. */
  readonly softwareFactor: number;
  /** Share of profit spent on efficiency, 0..1. */
  readonly reinvestedShare: number;
  readonly users: MarketUsers | null;
  /** null = sells from month 0. */
  readonly entry: EntryTerms | null;
}

export interface MarketLearning {
  /** Gains that everybody has, per year: newer chips, public algorithms. */
  readonly hardwareGainPerYear: number;
  readonly algorithmGainPerYear: number;
  /** After so many years both fade. */
  readonly fadeAfterYears: number;
  readonly wrightExponent: number;
  readonly reinvestment: Reinvestment | null;
  /** Share of the gap to the best engine that rivals take over in a year, 0..1. */
  readonly leakPerYear: number;
}

/** One firm undercuts the cheapest of its rivals for some months. */
export interface WarPlan {
  readonly aggressor: string;
  readonly fromMonth: number;
  readonly months: number;
}

export interface MarketRules {
  readonly sense: PriceSense;
  readonly ceilingUsdPerMtok: number;
  /** Fall of the ceiling per year: customers' own cost of making tokens falls too. */
  readonly ceilingDeclinePerYear: number;
  /** What firms add their margin to: what one more Mtok costs, or all of it at full load. */
  readonly costBasis: "avoidable" | "average";
  readonly demandGrowthPerYear: number;
  readonly learning: MarketLearning;
  /** Busy share at which firms aim when they order capacity, 0..1. */
  readonly targetBusyShare: number;
  /** A firm that loses money acts on its free tier when its cash lasts fewer months than this. */
  readonly reckoningMonths: number;
  /** Months in a row that a price below avoidable cost is borne. */
  readonly patienceMonths: number;
  /** What a failed firm's fleet fetches, over its price new. */
  readonly salvageShare: number;
  readonly war: WarPlan | null;
  /** How far an attacker goes below a rival's full-load cost, in the war and in the survival test. */
  readonly warCutShare: number;
}

/** @throws RangeError naming the first number of a firm that is outside its range */
export function checkMarket(
  firms: readonly MarketFirm[],
  demand: DemandCurve,
  rules: MarketRules,
  months: number,
): void {
  const fail = (thing: string, got: unknown, expected: string): never => {
    throw new RangeError(`${thing} of ${String(got)}; expected ${expected}`);
  };
  if (!(Number.isInteger(months) && months > 0)) fail("market", `${months} months`, "1 or more");
  const ids = firms.map((firm) => firm.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) fail("market", `two firms named ${twice}`, "different names");
  if (!firms.some((firm) => firm.entry === null)) {
    fail("market", "no firm that sells from month 0", "at least one");
  }
  for (const [thing, value] of [
    ["reference price", demand.referenceUsdPerMtok],
    ["reference volume", demand.referenceMtokPerMonth],
    ["ceiling", rules.ceilingUsdPerMtok],
    ["target busy share", rules.targetBusyShare],
  ] as const) {
    if (!(value > 0)) fail(thing, value, "above 0");
  }
  const war = rules.war;
  if (war !== null && !ids.includes(war.aggressor)) {
    fail("war", `aggressor ${war.aggressor}`, `one of ${ids.join(", ")}`);
  }
  for (const firm of firms) {
    for (const key of ["capacityMtokPerMonth", "madeMtok", "softwareFactor"] as const) {
      if (!(firm[key] > 0)) fail(`${firm.id}: ${key}`, firm[key], "above 0");
    }
    for (const key of ["retentionPerMonth", "reinvestedShare"] as const) {
      if (!(firm[key] >= 0 && firm[key] <= 1)) fail(`${firm.id}: ${key}`, firm[key], "0..1");
    }
    if (!(firm.avoidableShare > 0 && firm.avoidableShare <= 1)) {
      fail(`${firm.id}: avoidableShare`, firm.avoidableShare, "above 0, at most 1");
    }
    if (!(Number.isInteger(firm.leadMonths) && firm.leadMonths >= 0)) {
      fail(`${firm.id}: leadMonths`, firm.leadMonths, "a whole number >= 0");
    }
    if (!(firm.cashUsd >= 0)) fail(`${firm.id}: cashUsd`, firm.cashUsd, ">= 0");
  }
}

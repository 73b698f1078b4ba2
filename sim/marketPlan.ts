/**
 * What a market is made of before its first month: customers, suppliers with cost curves, and the
 * rules by which both move. Plain values.
 */

/**
 * How much customers look at price when they choose: a dollar weighs the same for ever, or a percent
 * does, whatever the level of prices (the form that lasts while prices fall tenfold a year).
 */
export type PriceSense =
  | { readonly kind: "perDollar"; readonly alphaMtokPerUsd: number }
  | { readonly kind: "perPercent"; readonly choiceElasticity: number };

/** One fleet of a supplier, kept full: what it delivers and what a million tokens cost then. */
export interface CostPoint {
  readonly mtokPerMonth: number;
  /** All-in cost, capital charge included. */
  readonly usdPerMtok: number;
}

/** Fleets of growing size, as the simulator's operating map gives them. */
export type CostCurve = readonly CostPoint[];

/**
 * What customers buy at a price: constant elasticity, Q = Q0 (P/P0)^-e. At e = 1.1 a price cut of
 * 10 % lifts volume by 12.3 % and revenue by 1.06 %.
 * Source: elasticity of token demand about 1.1 in the short run (Demirer et al., 2025)
 */
export interface DemandCurve {
  /** One observed point of the market: price and volume per month. */
  readonly referenceUsdPerMtok: number;
  readonly referenceMtokPerMonth: number;
  /** Percent of volume lost per percent of price, >= 0. */
  readonly elasticity: number;
}

/** Users of a product of which some pay. */
export interface FreeTier {
  readonly users: number;
  /** Share of the users who pay. */
  readonly payingShare: number;
  readonly usdPerPayingUserMonth: number;
  readonly paidMtokPerUserMonth: number;
  readonly freeMtokPerUserMonth: number;
}

/** What spending on efficiency buys: a share `a` of cost per year at the reference spend. */
export interface Reinvestment {
  /** Share of cost that the reference spend takes off in a year, 0..1. */
  readonly gainAtReference: number;
  readonly referenceUsdPerYear: number;
  /** Diminishing returns: the gain goes with spend to this power. */
  readonly exponent: number;
}

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
  /** Price of a fleet per Mtok a month with the reference engine, month 0; its charge is in the curve, interest until it runs is not. */
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

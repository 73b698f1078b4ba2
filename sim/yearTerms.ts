/** Prices and contracts over the years: optional parts of `Terms`; absent = one rate for ever. */

/**
 * One stretch of a price: at its start a step, from there a change per year until the next stretch.
 * A change runs on for some years and then fades.
 */
export interface PriceRegime {
  /** Months from today. */
  readonly fromMonth: number;
  /** -0.3 = falls by 30 % a year. */
  readonly changeRatePerYear: number;
  /** 0.38 = up by 38 % at once. */
  readonly stepShare: number;
}

/** Regimes in ascending order of their months; flat before the first. */
export type PricePath = readonly PriceRegime[];

/** When prices are read, and how long their trends last. */
export interface PriceClock {
  /** Months from today, when prices are quoted, to the first month of service; absent = 0. */
  readonly startMonths?: number;
  /** Trends fade after so many years; absent = stated rates never fade, paths after three. */
  readonly fadeAfterYears?: number;
}

/** A purchase of servers that takes its time and outlives its makers' plans. */
export interface PurchaseTerms {
  /** Months from order to service; the price is that of the order. */
  readonly leadMonths?: number;
  /** Share of the price paid at the order, the rest on delivery; absent = all on delivery. */
  readonly depositShare?: number;
  /** Life in the books, where it differs from the life in use. */
  readonly bookLifeYears?: number;
  /** The next chip comes: everything older sells for less from that month on. */
  readonly launch?: { readonly month: number; readonly dropShare: number };
  /** Chips that replace the first ones: those of the second generation. */
  readonly successor?: SuccessorTerms;
  readonly lease?: LeaseTerms;
  readonly powerContract?: PowerContract;
}

export interface SuccessorTerms {
  /** Server with its chips, per chip, at today's price. */
  readonly serverUsdPerChip: number;
  /** Chips are bought in whole servers of this many; absent = by the chip. */
  readonly chipsPerServer?: number;
}

/** Servers and their network leased instead of bought. */
export interface LeaseTerms {
  readonly months: number;
  /** What the lessor earns on the price, per year. */
  readonly ratePerYear: number;
  /** Share of the price at which the lessee may buy at the end. */
  readonly buyOutShare: number;
  readonly paid: "advance" | "arrears";
}

/** Power contracted for years, most of it billed whether drawn or not. */
export interface PowerContract {
  /** At the meter of the site. */
  readonly contractedWatts: number;
  readonly minimumShare: number;
  readonly usdPerKwh: number;
  readonly months: number;
}

import { discountAt, geometricSum } from "./discounting.ts";

/**
 * Making tokens or buying them when everything moves: the API price, one's own running cost, the
 * price of chips and the volume change by a share per year, and chips come after a lead time. The
 * case without growth and lead time, with yearly payments, stands with the layer of money.
 */
export interface MakeOrBuy {
  /** Price of the fleet if ordered today, and how it falls per year. */
  readonly capexUsd: number;
  readonly capexDeclinePerYear: number;
  /** Fetched at the end of the fleet's life, as a share of what it cost. */
  readonly residualShare: number;
  readonly lifeMonths: number;
  readonly fixedUsdPerMonth: number;
  readonly variableUsdPerMtok: number;
  readonly variableDeclinePerYear: number;
  readonly apiUsdPerMtok: number;
  readonly apiDeclinePerYear: number;
  readonly mtokPerMonth: number;
  readonly volumeGrowthPerYear: number;
  readonly ratePerYear: number;
  /** Months between paying for chips and the first token. */
  readonly leadMonths: number;
}

/**
 * Worth of making instead of buying, ordered after `startYears`, USD of today. Payments fall at the
 * ends of months; each line is a geometric sum.
 *
 * @throws RangeError when the life or lead time is not a whole number of months
 */
export function makeOrBuyNpvUsd(plan: MakeOrBuy, startYears = 0): number {
  checkMonths(plan);
  return savingsUsd(plan, startYears) - fleetUsd(plan, startYears);
}

/**
 * Latest order date, years from today, at which making still pays.
 *
 * @param withinYears how far to look
 * @returns null when it pays at no date in that time; `withinYears` when it still pays then
 */
export function latestOrderYears(plan: MakeOrBuy, withinYears: number): number | null {
  const months = Math.floor(withinYears * 12);
  for (let month = months; month >= 0; month -= 1) {
    if (makeOrBuyNpvUsd(plan, month / 12) < 0) continue;
    if (month === months) return withinYears;
    // It pays at this month and not at the next: the date lies between.
    let [pays, late] = [month / 12, (month + 1) / 12];
    for (let step = 0; step < 50; step += 1) {
      const middle = (pays + late) / 2;
      if (makeOrBuyNpvUsd(plan, middle) >= 0) pays = middle;
      else late = middle;
    }
    return pays;
  }
  return null;
}

/** Volume of the first month at which making is worth as much as buying, Mtok; null when none is. */
export function breakEvenMtokPerMonth(plan: MakeOrBuy, startYears = 0): number | null {
  checkMonths(plan);
  const perMtokUsd = savingsUsd({ ...plan, mtokPerMonth: 1 }, startYears);
  return perMtokUsd > 0 ? Math.max(0, fleetUsd(plan, startYears)) / perMtokUsd : null;
}

/** Share of its life's output that a fleet must sell: break-even volume over capacity; above 1 = never. */
export function breakEvenBusyShare(
  plan: MakeOrBuy,
  capacityMtokPerMonth: number,
  startYears = 0,
): number {
  const mtok = breakEvenMtokPerMonth(plan, startYears);
  return mtok === null ? Number.POSITIVE_INFINITY : mtok / capacityMtokPerMonth;
}

/** API bills avoided less running cost per token, over the life. */
function savingsUsd(plan: MakeOrBuy, startYears: number): number {
  const first = startYears * 12 + plan.leadMonths + 1;
  const line = (usdPerMtok: number, declinePerYear: number): number => {
    const ratio =
      monthly(1 - declinePerYear) *
      monthly(1 + plan.volumeGrowthPerYear) *
      discountAt(plan.ratePerYear, 1 / 12);
    return plan.mtokPerMonth * usdPerMtok * geometricSum(ratio, first, plan.lifeMonths);
  };
  return (
    line(plan.apiUsdPerMtok, plan.apiDeclinePerYear) -
    line(plan.variableUsdPerMtok, plan.variableDeclinePerYear)
  );
}

/** Chips less their resale, and what is paid whatever the volume. */
function fleetUsd(plan: MakeOrBuy, startYears: number): number {
  const { ratePerYear, leadMonths, lifeMonths } = plan;
  const paidUsd = plan.capexUsd * (1 - plan.capexDeclinePerYear) ** startYears;
  const endYears = startYears + (leadMonths + lifeMonths) / 12;
  const fixedUsd =
    plan.fixedUsdPerMonth *
    geometricSum(discountAt(ratePerYear, 1 / 12), startYears * 12 + leadMonths + 1, lifeMonths);
  return (
    paidUsd * discountAt(ratePerYear, startYears) -
    paidUsd * plan.residualShare * discountAt(ratePerYear, endYears) +
    fixedUsd
  );
}

function monthly(factorPerYear: number): number {
  return factorPerYear ** (1 / 12);
}

function checkMonths({ lifeMonths, leadMonths }: MakeOrBuy): void {
  if (!(Number.isInteger(lifeMonths) && lifeMonths > 0)) {
    throw new RangeError(`life of ${lifeMonths} months; expected a whole number above 0`);
  }
  if (!(Number.isInteger(leadMonths) && leadMonths >= 0)) {
    throw new RangeError(`lead time of ${leadMonths} months; expected a whole number >= 0`);
  }
}

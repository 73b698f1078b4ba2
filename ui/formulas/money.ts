/**
 * What money does over time and per token: discounting, lives, loans, tax, contracts, break-even.
 * USD; rates per year unless the name says otherwise.
 */

/** Double-entry journal, trial balance and balance sheet. Source: each event sums to 0. */
export * as books from "../../sim/money/accounts.ts";
/** What the books hold of a purchase, USD. Source: straight-line depreciation. */
export * as bookValue from "../../sim/money/bookValue.ts";
/** Volume, utilisation and start date from which owning pays. Source: annuity, closed forms. */
export * as breakEven from "../../sim/money/breakEven.ts";
/** USD per chip-hour to USD per million tokens and back. Source: unit identities. */
export * as chipHours from "../../sim/money/chipHourCost.ts";
/** Purchases that follow a need by month. Source: first in, first out, each for its life. */
export * as cohorts from "../../sim/money/cohorts.ts";
/** Tax write-off schedules, USD a year. Source: IRS Publication 946 (MACRS, half-year). */
export * as depreciation from "../../sim/money/depreciation.ts";
/** Age at which replacing costs least, years. Source: equivalent annual cost. */
export * as economicLife from "../../sim/money/economicLife.ts";
/** Volume and revenue after a price change, ratios. Source: constant elasticity. */
export * as elasticity from "../../sim/money/elasticity.ts";
/** Discounting, annuities, NPV, residuals. Source: corporate finance, closed forms. */
export * as finance from "../../sim/money/finance.ts";
/** What a supplier can ask at renewal, shares and USD. Source: bargaining over that of leaving. */
export * as holdUp from "../../sim/money/holdUp.ts";
/** Real and nominal, rates per year and USD. Source: Fisher's identity. */
export * as inflation from "../../sim/money/inflation.ts";
/** MIRR, discounted payback, profitability index. Source: corporate finance. */
export * as investmentReturn from "../../sim/money/investmentReturn.ts";
/** Level rent, buy-out and its present value, USD. Source: the annuity due and in arrears. */
export * as lease from "../../sim/money/lease.ts";
/** Dated entries of quantity times price and their sums, USD. Source: accounting identity. */
export * as ledger from "../../sim/money/ledger.ts";
/** Levelised cost per year and per chip-hour, USD. Source: the annuity method (CRF). */
export * as levelised from "../../sim/money/levelised.ts";
/** Level payments, interest and coverage (DSCR). Source: amortisation at the effective rate. */
export * as loan from "../../sim/money/loan.ts";
/** How far one cost lies below another's, shares and USD. Source: definition; both USD per Mtok. */
export * as moat from "../../sim/money/moat.ts";
/** Tokens per second on the back of an envelope. Source: the roofline bound. */
export * as napkinServing from "../../sim/money/napkinServing.ts";
/** Nodes kept busy by tokens at known paces. Source: conservation of work. */
export * as nodeBalance from "../../sim/money/nodeBalance.ts";
/** Tokens per second and MW, kWh per Mtok. Source: unit identities. */
export * as powerPace from "../../sim/money/powerPace.ts";
/** Fair discount and gain of paying ahead. Source: present value of the rent. */
export * as prepayment from "../../sim/money/prepayment.ts";
/** Change between two quotes, share. Source: definition. */
export * as priceIndex from "../../sim/money/priceIndex.ts";
/** A price in regimes that fade, per month. Source: piecewise compounding. */
export * as pricePath from "../../sim/money/pricePath.ts";
/** IRR and payback. Source: the root of NPV, by Newton's method and halving. */
export * as rateOfReturn from "../../sim/money/rateOfReturn.ts";
/** Resale share by age with launches. Source: catalogue rows `resale_share_year1` to `5`. */
export * as residualCurve from "../../sim/money/residualCurve.ts";
/** What a minimum bill costs per unit used. Source: the contract's own terms. */
export * as takeOrPay from "../../sim/money/takeOrPay.ts";
/** Tax by year, losses carried forward. Source: US practice; 26 U.S.C. 168 and 172. */
export * as tax from "../../sim/money/taxAssessment.ts";
/** Revenue and margins of a price list, USD and shares. Source: definition. */
export * as tokenRevenue from "../../sim/money/tokenRevenue.ts";
/** FLOPs, chip-hours and MFU of a training run. Source: 6 N D, Kaplan et al. 2020. */
export * as trainingRun from "../../sim/money/trainingRun.ts";
/** Cost split over kinds of token by chip time, USD per Mtok. Source: cost allocation by use. */
export * as unitCost from "../../sim/money/unitCost.ts";
/** USD per media minute and per agent session. Source: price lists as stated. */
export * as unitPrices from "../../sim/money/unitPrices.ts";
/** Weighted cost of capital and the cost of equity in it. Source: corporate finance, any text. */
export * as wacc from "../../sim/money/wacc.ts";
/** Money earned and not received, owed and not paid, USD. Source: days outstanding. */
export * as workingCapital from "../../sim/money/workingCapital.ts";
/** Shares of an owned fleet's cost beside published ones. Source: named in each line. */
export * as usualShares from "../../sim/usualShares.ts";

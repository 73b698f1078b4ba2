/**
 * Who sells at which price, for how long, and what a moat is worth: floors, price wars, equilibria,
 * demand, learning, entry, switching, trust, brokers, base load and burst, uncertain choice.
 */

/** How much to own below a varying load. Source: the newsvendor's critical ratio. */
export * as baseLoad from "../../sim/market/baseLoad.ts";
/** Prices of suppliers short of capacity. Source: Edgeworth; Kreps and Scheinkman 1983. */
export * as bertrand from "../../sim/market/bertrand.ts";
/** Offers scored with interruptions and egress, USD. Source: Young 1974 for checkpoints. */
export * as broker from "../../sim/market/broker.ts";
/** Prices of differentiated suppliers with full fleets. Source: logit with capacity limits. */
export * as cappedLogit from "../../sim/market/cappedLogit.ts";
/** Regret, perfect information, CVaR over worlds, USD. Source: decision analysis. */
export * as choice from "../../sim/market/choice.ts";
/** USD per Mtok at a volume; smallest efficient scale. Source: the simulator's operating map. */
export * as costCurve from "../../sim/market/costCurve.ts";
/** Capacities of rivals. Source: Cournot's closed form for linear demand. */
export * as cournot from "../../sim/market/cournot.ts";
/** Volume, spend and surplus at a price. Source: constant elasticity. */
export * as demandCurve from "../../sim/market/demandCurve.ts";
/** How a lead leaks, and what it is worth, USD. Source: exponential decay, ln 2 / rate. */
export * as diffusion from "../../sim/market/diffusion.ts";
/** Price at which an entrant comes, and who stops. Source: long-run and avoidable cost. */
export * as entryExit from "../../sim/market/entryExit.ts";
/** The right to swap one asset for another, USD. Source: Margrabe 1978. */
export * as exchangeOption from "../../sim/market/exchangeOption.ts";
/** Free users that paying ones carry. Source: margins of the tiers. */
export * as freeTier from "../../sim/market/freeTier.ts";
/** Cost after experience and reinvestment. Source: Wright 1936. */
export * as learning from "../../sim/market/learning.ts";
/** Prices that no supplier wants to change. Source: logit demand, Anderson et al. 1992. */
export * as logitNash from "../../sim/market/logitNash.ts";
/** Shares and markups of logit demand. Source: p = c + 1 / (alpha (1 - s)). */
export * as logitShare from "../../sim/market/logitShare.ts";
/** Make or buy when everything moves, USD. Source: present values of geometric paths. */
export * as makeOrBuy from "../../sim/market/makeOrBuy.ts";
/** A market month by month. Source: the formulas of this group, no draw. */
export * as marketPath from "../../sim/market/marketPath.ts";
/** Seats, use and advertising against cost. Source: definitions; the collapse condition. */
export * as monetisation from "../../sim/market/monetisation.ts";
/** Servers that pooling sites saves. Source: square-root staffing, Halfin and Whitt 1981. */
export * as pooling from "../../sim/market/pooling.ts";
/** Floors, survival in months and price wars. Source: avoidable and average cost. */
export * as priceFloor from "../../sim/market/priceFloor.ts";
/** Who serves what the full cannot. Source: turned away in proportion, round by round. */
export * as rationing from "../../sim/market/rationing.ts";
/** Cash, value and marginal return on a dollar of compute. Source: V = A C^beta. */
export * as returnOnCompute from "../../sim/market/returnOnCompute.ts";
/** What leaving a supplier costs, USD; lock-in index. Source: EU 2023/2854 for charges. */
export * as switchingCost from "../../sim/market/switchingCost.ts";
/** Access, premium and expected loss by way of deployment, USD. Source: IBM 2025 for a breach. */
export * as trust from "../../sim/market/trust.ts";

import type { SupplierStanding } from "../marketOutcome.ts";
import type { FreeTier, MarketFirm, MarketUsers } from "../marketPlan.ts";
import { usdPerMtokAt } from "./costCurve.ts";
import { mergedUsers } from "./mergedUsers.ts";
import type { FleetCost } from "./priceFloor.ts";
import { fleetCostOf } from "./priceFloor.ts";

/** Capacity on its way, Mtok per month with the reference engine. */
interface Order {
  readonly arrivesInMonth: number;
  readonly fleetMtok: number;
}

/**
 * One supplier of the market path. Its fleet is counted by what it would deliver with the reference
 * engine; better software makes the same fleet deliver more, newer hardware and practice make it cheaper.
 */
export class Supplier {
  readonly plan: MarketFirm;
  #standing: SupplierStanding;
  #quality: number;
  #fleetMtok: number;
  #softwareFactor: number;
  #hardwareFactor = 1;
  #madeMtok: number;
  #cashUsd: number;
  #share = 0;
  #users: MarketUsers | null;
  #orders: readonly Order[] = [];
  #pressedMonths = 0;
  #enteredInMonth = 0;
  /** Most that a free user may use since the quota was cut, Mtok per month. */
  #freeQuotaMtok = Number.POSITIVE_INFINITY;
  /** Users have cost more than they bring ever since the paid plan was doubled. */
  #doubledInVain = false;

  constructor(plan: MarketFirm) {
    this.plan = plan;
    this.#standing = plan.entry === null ? "active" : "waiting";
    this.#quality = plan.quality;
    this.#fleetMtok = plan.capacityMtokPerMonth * plan.softwareFactor;
    this.#softwareFactor = plan.softwareFactor;
    this.#madeMtok = plan.madeMtok;
    this.#cashUsd = plan.cashUsd;
    this.#users = plan.users;
  }

  get standing(): SupplierStanding {
    return this.#standing;
  }
  get quality(): number {
    return this.#quality;
  }
  get softwareFactor(): number {
    return this.#softwareFactor;
  }
  get madeMtok(): number {
    return this.#madeMtok;
  }
  get cashUsd(): number {
    return this.#cashUsd;
  }
  /** Share of what was sold by the token last month. */
  get share(): number {
    return this.#share;
  }
  get users(): MarketUsers | null {
    return this.#users;
  }
  /** Most that a free user may use, Mtok per month; Infinity = the quota was never cut. */
  get freeQuotaMtok(): number {
    return this.#freeQuotaMtok;
  }
  /** Doubled its paid plan against a loss on its users that has not ended since. */
  get doubledInVain(): boolean {
    return this.#doubledInVain;
  }
  get pressedMonths(): number {
    return this.#pressedMonths;
  }
  get capacityMtokPerMonth(): number {
    return this.#fleetMtok / this.#softwareFactor;
  }
  get onOrderMtokPerMonth(): number {
    return this.#orders.reduce((sum, order) => sum + order.fleetMtok, 0) / this.#softwareFactor;
  }

  /** All-in cost of its fleet at full load, USD per Mtok; with more capacity on top, if asked. */
  fullLoadUsdPerMtok(extraMtokPerMonth = 0): number {
    const fleetMtok = this.#fleetMtok + extraMtokPerMonth * this.#softwareFactor;
    return usdPerMtokAt(this.plan.curve, fleetMtok) * this.#hardwareFactor * this.#softwareFactor;
  }

  fleetCost(): FleetCost {
    return fleetCostOf(
      this.fullLoadUsdPerMtok(),
      this.capacityMtokPerMonth,
      this.plan.avoidableShare,
    );
  }

  /** Interest on capacity that is paid for and does not run yet, USD per month. */
  carryUsdPerMonth(): number {
    const building = this.#standing === "building" ? this.capacityMtokPerMonth : 0;
    const mtokPerMonth = this.onOrderMtokPerMonth + building;
    return (mtokPerMonth * this.#capitalUsdPerMtokPerMonth() * this.plan.ratePerYear) / 12;
  }

  /** What its fleet would cost new, USD. */
  get fleetUsd(): number {
    return this.capacityMtokPerMonth * this.#capitalUsdPerMtokPerMonth();
  }

  /** Price of capacity: it falls as its charge does, with newer chips and better software. */
  #capitalUsdPerMtokPerMonth(): number {
    return this.plan.capitalUsdPerMtokPerMonth * this.#hardwareFactor * this.#softwareFactor;
  }

  enter(sunkUsd: number, month: number): void {
    this.#standing = "building";
    this.#cashUsd -= sunkUsd;
    this.#enteredInMonth = month;
  }

  /** Its first fleet is up: the lead time has passed since it decided at the end of a month. */
  opensIn(month: number): boolean {
    return this.#standing === "building" && month - this.#enteredInMonth > this.plan.leadMonths;
  }

  open(): void {
    this.#standing = "active";
  }

  /** Ordered at the end of a month: it starts when the lead time has passed since. */
  order(mtokPerMonth: number, month: number): void {
    const order = {
      arrivesInMonth: month + 1 + this.plan.leadMonths,
      fleetMtok: mtokPerMonth * this.#softwareFactor,
    };
    this.#orders = [...this.#orders, order];
  }

  receiveOrders(month: number): void {
    const due = this.#orders.filter((order) => order.arrivesInMonth <= month);
    this.#fleetMtok += due.reduce((sum, order) => sum + order.fleetMtok, 0);
    this.#orders = this.#orders.filter((order) => order.arrivesInMonth > month);
  }

  /** Books a month: what it made in all, its share of the market, and what is left of the money. */
  closeMonth(madeMtok: number, share: number, cashUsd: number, pressed: boolean): void {
    this.#madeMtok += madeMtok;
    this.#share = share;
    this.#cashUsd += cashUsd;
    this.#pressedMonths = pressed ? this.#pressedMonths + 1 : 0;
  }

  learn(softwareFactor: number, hardwareFactor: number): void {
    this.#softwareFactor *= softwareFactor;
    this.#hardwareFactor *= hardwareFactor;
  }

  /** A smaller free quota, which later growth of use does not undo. */
  cutFreeTier(tier: FreeTier): void {
    if (this.#users === null) return;
    this.#users = { ...this.#users, ...tier };
    this.#freeQuotaMtok = tier.freeMtokPerUserMonth;
  }

  /** @param carried whether users bring what they cost at the new price */
  repriceUsers(tier: FreeTier, carried: boolean): void {
    if (this.#users === null) return;
    this.#users = { ...this.#users, ...tier };
    this.#doubledInVain = !carried;
  }

  /** Users bring what they cost: a later loss on them is a new one. */
  carriesUsers(): void {
    this.#doubledInVain = false;
  }

  growUsers(): void {
    const users = this.#users;
    if (users === null || this.#standing !== "active") return;
    const use = 1 + users.usageGrowthPerMonth;
    this.#users = {
      ...users,
      users: users.users * (1 + users.userGrowthPerMonth),
      paidMtokPerUserMonth: users.paidMtokPerUserMonth * use,
      freeMtokPerUserMonth: Math.min(users.freeMtokPerUserMonth * use, this.#freeQuotaMtok),
    };
  }

  /**
   * Takes over another supplier whole, for a price: fleet, capacity, customers, users, orders and
   * both brands. The engines are blended so that fleet and capacity are both conserved, and the brands so that at
   * one price they draw as many customers together as apart. A fleet that is still being built comes
   * when it would have come. Free users of both have the buyer's quota from then on.
   */
  takeOver(other: Supplier, priceUsd: number): void {
    this.#orders = [...this.#orders, ...other.#orders];
    if (other.#standing === "building") {
      // Nobody buys from it yet; what it builds still takes its time.
      const arrivesInMonth = other.#enteredInMonth + 1 + other.plan.leadMonths;
      this.#orders = [...this.#orders, { arrivesInMonth, fleetMtok: other.#fleetMtok }];
    } else {
      const capacity = this.capacityMtokPerMonth + other.capacityMtokPerMonth;
      this.#fleetMtok += other.#fleetMtok;
      this.#softwareFactor = this.#fleetMtok / capacity;
      this.#quality = logSum(this.#quality, other.#quality);
    }
    this.#madeMtok += other.#madeMtok;
    this.#share += other.#share;
    if (this.#users === null) {
      this.#freeQuotaMtok = other.#freeQuotaMtok;
      this.#doubledInVain = other.#doubledInVain;
    }
    const users = mergedUsers(this.#users, other.#users);
    const free = Math.min(users?.freeMtokPerUserMonth ?? 0, this.#freeQuotaMtok);
    this.#users = users === null ? null : { ...users, freeMtokPerUserMonth: free };
    this.#cashUsd -= priceUsd;
    other.close();
  }

  close(): void {
    this.#standing = "gone";
    this.#share = 0;
    this.#orders = [];
    this.#users = null;
    this.#fleetMtok = 0;
  }
}

function logSum(a: number, b: number): number {
  const top = Math.max(a, b);
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
}

import type { FirmMonth } from "../marketOutcome.ts";
import type { Result } from "./marketChange.ts";
import { priceFloor } from "./priceFloor.ts";
import type { Supplier } from "./supplier.ts";

/** What one supplier sold by the token in a month. */
export interface Sales {
  readonly soldMtok: number;
  readonly wantedMtok: number;
  /** null when it did not sell. */
  readonly usdPerMtok: number | null;
  /** Of all that was sold by the token. */
  readonly share: number;
}

/** What is left to sell by the token once paying users are served; free users come after. */
export function roomMtok(firm: Supplier): number {
  return Math.max(0, firm.capacityMtokPerMonth - userMtok(firm).paid);
}

/** Use asked by the users of its own product, Mtok per month. */
function userMtok(firm: Supplier): { readonly paid: number; readonly free: number } {
  const { users } = firm;
  if (users === null || firm.standing !== "active") return { paid: 0, free: 0 };
  const paying = users.users * users.payingShare;
  return {
    paid: paying * users.paidMtokPerUserMonth,
    free: (users.users - paying) * users.freeMtokPerUserMonth,
  };
}

/** A firm's month in tokens and money. The whole fleet is paid for, whatever is sold. */
export function bookMonth(firm: Supplier, sales: Sales): Omit<FirmMonth, "cashUsd"> {
  const active = firm.standing === "active";
  const { soldMtok, usdPerMtok, share } = sales;
  const asked = userMtok(firm);
  const capacityMtokPerMonth = firm.standing === "gone" ? 0 : firm.capacityMtokPerMonth;
  const paidUserMtok = Math.min(asked.paid, capacityMtokPerMonth);
  const roomLeftMtok = Math.max(0, capacityMtokPerMonth - paidUserMtok - soldMtok);
  const freeUserMtok = Math.min(asked.free, roomLeftMtok);
  const madeMtok = soldMtok + paidUserMtok + freeUserMtok;
  const fleet = active ? firm.fleetCost() : null;
  const fleetUsd =
    fleet === null ? 0 : fleet.fixedUsdPerMonth + fleet.avoidableUsdPerMtok * madeMtok;
  const costUsd = fleetUsd + firm.carryUsdPerMonth();
  const salesUsd = soldMtok * (usdPerMtok ?? 0);
  const { users } = firm;
  const subscriptionsUsd =
    active && users !== null ? users.users * users.payingShare * users.usdPerPayingUserMonth : 0;
  const revenueUsd = salesUsd + subscriptionsUsd;
  const profitUsd = revenueUsd - costUsd;
  return {
    id: firm.plan.id,
    standing: firm.standing,
    usdPerMtok,
    share,
    soldMtok,
    paidUserMtok,
    freeUserMtok,
    freeServedShare: asked.free > 0 ? freeUserMtok / asked.free : 1,
    capacityMtokPerMonth,
    salesUsd,
    subscriptionsUsd,
    costUsd,
    reinvestedUsd: firm.plan.reinvestedShare * Math.max(0, profitUsd),
    profitUsd,
    marginShare: revenueUsd > 0 ? profitUsd / revenueUsd : null,
    floor: fleet === null ? null : priceFloor(fleet, madeMtok),
  };
}

/** What decisions read of a booked month. */
export function resultOf(firm: Supplier, row: Omit<FirmMonth, "cashUsd">, sales: Sales): Result {
  const asked = userMtok(firm);
  return {
    profitUsd: row.profitUsd,
    reinvestedUsd: row.reinvestedUsd,
    wantedMtok: sales.wantedMtok + asked.paid + asked.free,
    madeMtok: row.soldMtok + row.paidUserMtok + row.freeUserMtok,
    usdPerMtok: sales.usdPerMtok,
  };
}

import type { MarketUsers } from "../marketPlan.ts";

/**
 * Users of two products as one: users, payers, money and tokens of the month are conserved. A quota on
 * free use is not among them: it is the buyer's, and the supplier holds it.
 */
export function mergedUsers(a: MarketUsers | null, b: MarketUsers | null): MarketUsers | null {
  if (a === null || b === null) return a ?? b;
  const users = a.users + b.users;
  const [payingA, payingB] = [a.users * a.payingShare, b.users * b.payingShare];
  const mean = (valueA: number, weightA: number, valueB: number, weightB: number): number =>
    weightA + weightB > 0 ? (valueA * weightA + valueB * weightB) / (weightA + weightB) : valueA;
  const byPayer = (valueA: number, valueB: number): number =>
    mean(valueA, payingA, valueB, payingB);
  const byFree = (valueA: number, valueB: number): number =>
    mean(valueA, a.users - payingA, valueB, b.users - payingB);
  const byUser = (valueA: number, valueB: number): number => mean(valueA, a.users, valueB, b.users);
  return {
    users,
    payingShare: byUser(a.payingShare, b.payingShare),
    usdPerPayingUserMonth: byPayer(a.usdPerPayingUserMonth, b.usdPerPayingUserMonth),
    paidMtokPerUserMonth: byPayer(a.paidMtokPerUserMonth, b.paidMtokPerUserMonth),
    freeMtokPerUserMonth: byFree(a.freeMtokPerUserMonth, b.freeMtokPerUserMonth),
    leastFreeMtokPerUserMonth: byFree(a.leastFreeMtokPerUserMonth, b.leastFreeMtokPerUserMonth),
    userGrowthPerMonth: byUser(a.userGrowthPerMonth, b.userGrowthPerMonth),
    usageGrowthPerMonth: byUser(a.usageGrowthPerMonth, b.usageGrowthPerMonth),
    paidElasticity: byPayer(a.paidElasticity, b.paidElasticity),
  };
}

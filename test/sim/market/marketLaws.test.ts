import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exits } from "../../../sim/market/marketChange.ts";
import { marketPath } from "../../../sim/market/marketPath.ts";
import { mergedUsers } from "../../../sim/market/mergedUsers.ts";
import { Supplier } from "../../../sim/market/supplier.ts";
import type { DemandCurve, MarketFirm, MarketRules, MarketUsers } from "../../../sim/marketPlan.ts";
import { reasonText } from "../../../sim/marketReason.ts";
import { DEMAND, firmOf, RULES } from "./markets.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const run = { seed: 20_260_406, numRuns: 60 };

const users = fc.record({
  users: real(1, 1000),
  payingShare: real(0, 1),
  usdPerPayingUserMonth: real(1, 50),
  paidMtokPerUserMonth: real(0.1, 5),
  freeMtokPerUserMonth: real(0.1, 2),
  userGrowthPerMonth: real(-0.05, 0.1),
  usageGrowthPerMonth: real(-0.05, 0.1),
  leastFreeMtokPerUserMonth: real(0, 0.1),
  paidElasticity: real(0, 2),
});
const entry = fc.record({
  sunkUsd: real(0, 1e4),
  paybackYears: real(1, 8),
  plannedBusyShare: real(0.1, 1),
});
const changes = fc.record({
  curve: fc.tuple(real(0.2, 5), real(0.3, 1)).map(([usdPerMtok, fall]) => [
    { mtokPerMonth: 50, usdPerMtok },
    { mtokPerMonth: 5000, usdPerMtok: usdPerMtok * fall },
  ]),
  avoidableShare: real(0.05, 1),
  quality: real(-2, 2),
  capacityMtokPerMonth: real(10, 3000),
  leadMonths: fc.integer({ min: 0, max: 9 }),
  mostGrowthPerMonth: real(0, 0.3),
  cashUsd: real(0, 20_000),
  retentionPerMonth: real(0, 1),
  softwareFactor: real(0.3, 1.5),
  reinvestedShare: real(0, 1),
  users: fc.option(users),
});
const firms = fc
  .tuple(
    fc.array(changes, { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(changes, entry), { maxLength: 2 }),
  )
  .map(([inside, outside]): MarketFirm[] => [
    ...inside.map((change, i) => firmOf(`inside ${i}`, change)),
    ...outside.map(([change, terms], i) => firmOf(`outside ${i}`, { ...change, entry: terms })),
  ]);
const demand = fc.record({
  referenceUsdPerMtok: real(0.5, 4),
  referenceMtokPerMonth: real(100, 5000),
  elasticity: real(0, 2.5),
});
const rules = fc
  .record({
    sense: fc.oneof(
      real(0.2, 10).map((alphaMtokPerUsd) => ({ kind: "perDollar", alphaMtokPerUsd }) as const),
      real(0.5, 10).map((choiceElasticity) => ({ kind: "perPercent", choiceElasticity }) as const),
    ),
    costBasis: fc.constantFrom("avoidable", "average"),
    demandGrowthPerYear: real(-0.3, 3),
    ceilingDeclinePerYear: real(0, 0.6),
    salvageShare: real(0, 0.5),
    atWar: fc.boolean(),
    gain: real(0, 0.8),
    leakPerYear: real(0, 1),
    wrightExponent: real(0, 0.4),
  })
  .map(
    ({ atWar, gain, leakPerYear, wrightExponent, ...rest }): MarketRules => ({
      ...RULES,
      ...rest,
      war: atWar ? { aggressor: "inside 0", fromMonth: 3, months: 6 } : null,
      learning: {
        hardwareGainPerYear: gain / 4,
        algorithmGainPerYear: gain,
        fadeAfterYears: 2,
        wrightExponent,
        reinvestment: { gainAtReference: 0.2, referenceUsdPerYear: 1e4, exponent: 0.5 },
        leakPerYear,
      },
    }),
  );
const months = 18;
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("any market", () => {
  it("conserves shares, tokens and money, month by month", () => {
    fc.assert(
      fc.property(firms, demand, rules, (list, curve, rule) => {
        const path = marketPath(list, curve, rule, months);
        expect(path.months).toHaveLength(months);
        const cash = new Map(list.map((firm) => [firm.id, firm.cashUsd]));
        for (const row of path.months) {
          const close = (a: number, b: number) =>
            expect(Math.abs(a - b)).toBeLessThan(1e-6 * (1 + Math.abs(b)));
          if (row.soldMtok > 0) close(total(row.firms.map((firm) => firm.share)), 1);
          close(total(row.firms.map((firm) => firm.soldMtok)), row.soldMtok);
          close(row.soldMtok + row.unservedMtok, row.demandMtok);
          // What suppliers take in is what customers pay.
          const taken = row.firms.map((firm) => firm.salesUsd + firm.subscriptionsUsd);
          close(total(taken), row.paidUsd);
          const bought = path.events.filter(
            (event) => event.kind === "bought" && event.month === row.month,
          );
          for (const firm of row.firms) {
            const made = firm.soldMtok + firm.paidUserMtok + firm.freeUserMtok;
            expect(made).toBeLessThanOrEqual(firm.capacityMtokPerMonth * (1 + 1e-9));
            close(firm.profitUsd, firm.salesUsd + firm.subscriptionsUsd - firm.costUsd);
            close(firm.cashUsd, cash.get(firm.id)! + firm.profitUsd - firm.reinvestedUsd);
            const paid = bought.filter((event) => event.buyer === firm.id);
            const entered = path.events.some(
              ({ kind, firm: id, month }) =>
                kind === "entered" && id === firm.id && month === row.month,
            );
            const sunk = list.find(({ id }) => id === firm.id)?.entry?.sunkUsd ?? 0;
            cash.set(
              firm.id,
              firm.cashUsd - total(paid.map((event) => event.priceUsd!)) - (entered ? sunk : 0),
            );
          }
        }
      }),
      run,
    );
  });

  it("takes the same path again", () => {
    fc.assert(
      fc.property(firms, demand, rules, (list, curve, rule) => {
        expect(marketPath(list, curve, rule, 9)).toEqual(marketPath(list, curve, rule, 9));
      }),
      { ...run, numRuns: 15 },
    );
  });

  it("treats firms that are the same the same", () => {
    fc.assert(
      fc.property(changes, demand, rules, fc.integer({ min: 2, max: 5 }), (one, curve, rule, n) => {
        const list = Array.from({ length: n }, (_, i) => firmOf(`firm ${i}`, one));
        const first = marketPath(list, curve, { ...rule, war: null }, 1).months[0]!;
        for (const firm of first.firms) {
          if (first.soldMtok > 0) expect(firm.share).toBeCloseTo(1 / n, 9);
          expect(firm.cashUsd).toBeCloseTo(first.firms[0]!.cashUsd, 3);
        }
      }),
      run,
    );
  });

  it("never takes a share from a firm because it got cheaper", () => {
    fc.assert(
      fc.property(firms, demand, rules, real(0.3, 1), (list, curve, rule, factor) => {
        const roomy = list.map((firm) => ({ ...firm, capacityMtokPerMonth: 1e7, users: null }));
        const cheaper = roomy.map((firm, i) =>
          i > 0
            ? firm
            : {
                ...firm,
                curve: firm.curve.map((point) => ({
                  ...point,
                  usdPerMtok: point.usdPerMtok * factor,
                })),
              },
        );
        const shareOf = (all: readonly MarketFirm[]) =>
          marketPath(all, curve, { ...rule, war: null }, 1).months[0]!.firms[0]!.share;
        expect(shareOf(cheaper)).toBeGreaterThanOrEqual(shareOf(roomy) - 1e-9);
      }),
      run,
    );
  });

  it("leaves no profit to equals whose customers look at nothing but price", () => {
    const sense = { kind: "perDollar", alphaMtokPerUsd: 1e6 } as const;
    // All variable, room for all: price = cost, whatever demand does.
    const one = { avoidableShare: 1, capacityMtokPerMonth: 1e5 };
    const list = [firmOf("a", one), firmOf("b", one), firmOf("c", one)];
    const curve: DemandCurve = { ...DEMAND, elasticity: 1.1 };
    const row = marketPath(list, curve, { ...RULES, sense }, 1).months[0]!;
    expect(row.meanUsdPerMtok).toBeCloseTo(1, 5);
    for (const firm of row.firms) expect(firm.profitUsd / firm.salesUsd).toBeCloseTo(0, 5);
  });
});

describe("a takeover", () => {
  it("conserves fleet, capacity, share, users, what they pay and what they use", () => {
    fc.assert(
      fc.property(changes, changes, real(0, 1), (one, other, share) => {
        const a = new Supplier(firmOf("a", one));
        const b = new Supplier(firmOf("b", other));
        a.closeMonth(10, share, 0, false);
        b.closeMonth(20, 1 - share, 0, false);
        const capacity = a.capacityMtokPerMonth + b.capacityMtokPerMonth;
        const cashUsd = a.cashUsd;
        const made = a.madeMtok + b.madeMtok;
        a.takeOver(b, 123);
        expect(a.capacityMtokPerMonth / capacity).toBeCloseTo(1, 9);
        expect(a.share).toBeCloseTo(1, 12);
        expect(a.madeMtok).toBeCloseTo(made, 9);
        expect(a.cashUsd).toBeCloseTo(cashUsd - 123, 6);
        expect(b.standing).toBe("gone");
        expect(b.share).toBe(0);
        const sum = (key: "users" | "payers" | "usd" | "mtok"): number =>
          total([one.users, other.users].map((each) => (each === null ? 0 : booksOf(each)[key])));
        const merged = mergedUsers(one.users, other.users);
        for (const key of ["users", "payers", "usd", "mtok"] as const) {
          const got = merged === null ? 0 : booksOf(merged)[key];
          expect(Math.abs(got - sum(key))).toBeLessThan(1e-9 * (1 + sum(key)));
        }
      }),
      run,
    );
  });

  it("gives free users of both the buyer's quota at once, and says so", () => {
    const users: MarketUsers = {
      ...{ users: 100, payingShare: 0.1, usdPerPayingUserMonth: 10, paidMtokPerUserMonth: 5 },
      ...{ freeMtokPerUserMonth: 3, userGrowthPerMonth: 0, usageGrowthPerMonth: 0 },
      ...{ leastFreeMtokPerUserMonth: 0.2, paidElasticity: 0.5 },
    };
    const a = new Supplier(firmOf("a", { users }));
    a.cutFreeTier({ ...users, freeMtokPerUserMonth: 0.5 });
    const b = new Supplier(firmOf("b", { users, cashUsd: -1 }));
    const [event] = exits([a, b], RULES, 4);
    expect(a.users?.freeMtokPerUserMonth).toBe(0.5);
    expect(reasonText(event?.why ?? [])).toBe(
      "cash ran out: 1 USD short; free users of both have the buyer's quota of 0.5 Mtok a month",
    );
    const plain = new Supplier(firmOf("plain", { users }));
    const [lifted] = exits([plain, new Supplier(firmOf("c", { users, cashUsd: -1 }))], RULES, 4);
    expect(plain.users?.freeMtokPerUserMonth).toBe(3);
    expect(reasonText(lifted?.why ?? [])).toMatch(
      /; free users of both have no quota, as the buyer's$/,
    );
  });

  it("draws at one price as many customers with two brands as they drew apart", () => {
    const a = new Supplier(firmOf("a", { quality: 1 }));
    a.takeOver(new Supplier(firmOf("b", { quality: 2 })), 0);
    expect(Math.exp(a.quality)).toBeCloseTo(Math.exp(1) + Math.exp(2), 9);
  });
});

function booksOf(tier: {
  users: number;
  payingShare: number;
  usdPerPayingUserMonth: number;
  paidMtokPerUserMonth: number;
  freeMtokPerUserMonth: number;
}): { users: number; payers: number; usd: number; mtok: number } {
  const payers = tier.users * tier.payingShare;
  const free = tier.users - payers;
  return {
    users: tier.users,
    payers,
    usd: payers * tier.usdPerPayingUserMonth,
    mtok: payers * tier.paidMtokPerUserMonth + free * tier.freeMtokPerUserMonth,
  };
}

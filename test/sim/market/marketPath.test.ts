import { describe, expect, it } from "vitest";
import { logitNash } from "../../../sim/market/logitNash.ts";
import { marketPath } from "../../../sim/market/marketPath.ts";
import type { MarketUsers } from "../../../sim/marketPlan.ts";
import { reasonText } from "../../../sim/marketReason.ts";
import { DEMAND, firmOf, RULES } from "./markets.ts";

const users: MarketUsers = {
  users: 100,
  payingShare: 0.1,
  usdPerPayingUserMonth: 10,
  paidMtokPerUserMonth: 5,
  freeMtokPerUserMonth: 1,
  userGrowthPerMonth: 0,
  usageGrowthPerMonth: 0,
  leastFreeMtokPerUserMonth: 0.2,
  paidElasticity: 0.5,
};

describe("a month of a market", () => {
  it("has logit prices on full-load costs, and books that add up on paper", () => {
    const path = marketPath([firmOf("a"), firmOf("b")], DEMAND, RULES, 1);
    const [a] = path.months[0]!.firms;
    // p = 1 + 1/(2 x 1/2) = 2; half of 1000 Mtok sold; 500 fixed + 0.5 x 500.
    expect(a?.usdPerMtok).toBeCloseTo(2, 9);
    expect(a?.share).toBeCloseTo(0.5, 12);
    expect(a?.salesUsd).toBeCloseTo(1000, 6);
    expect(a?.costUsd).toBeCloseTo(750, 6);
    expect(a?.cashUsd).toBeCloseTo(10_250, 6);
    expect(a?.marginShare).toBeCloseTo(0.25, 9);
    expect(a?.floor).toEqual({
      avoidableUsdPerMtok: 0.5,
      averageUsdPerMtok: expect.closeTo(1.5, 9),
      fullLoadUsdPerMtok: 1,
    });
  });

  it("has the plain equilibrium of unequal firms while fleets are large", () => {
    const firms = [
      firmOf("cheap", { curve: [{ mtokPerMonth: 1, usdPerMtok: 0.6 }] }),
      firmOf("liked", { quality: 1 }),
      firmOf("plain"),
    ];
    const row = marketPath(firms, DEMAND, RULES, 1).months[0]!;
    const costs = [0.6, 1, 1];
    const plain = logitNash(
      firms.map(({ quality }, i) => ({ costUsdPerMtok: costs[i]!, quality })),
      2,
    );
    row.firms.forEach((firm, i) => {
      expect(firm.usdPerMtok).toBeCloseTo(plain.pricesUsdPerMtok[i]!, 8);
      expect(firm.share).toBeCloseTo(plain.shares[i]!, 8);
    });
  });

  it("charges for the whole fleet: hardly used, a token costs many times what it does full", () => {
    const idle = firmOf("idle", { avoidableShare: 0.01 });
    const path = marketPath([idle, firmOf("b", { quality: 9 })], DEMAND, RULES, 1);
    const floor = path.months[0]!.firms[0]!.floor!;
    expect(floor.averageUsdPerMtok / floor.fullLoadUsdPerMtok).toBeGreaterThan(8);
  });

  it("wins over slowly the customers who do not look around", () => {
    const reinvestment = { gainAtReference: 0.3, referenceUsdPerYear: 3000, exponent: 0.5 };
    const rules = { ...RULES, learning: { ...RULES.learning, reinvestment } };
    const shareAfterAYear = (retentionPerMonth: number) => {
      const firms = [
        firmOf("a", { reinvestedShare: 0.5, retentionPerMonth }),
        firmOf("b", { retentionPerMonth }),
      ];
      return marketPath(firms, DEMAND, rules, 13).months[12]!.firms[0]!.share;
    };
    expect(shareAfterAYear(0)).toBeGreaterThan(shareAfterAYear(0.9));
    expect(shareAfterAYear(0.9)).toBeGreaterThan(shareAfterAYear(0.99));
    expect(shareAfterAYear(1)).toBeCloseTo(0.5, 9);
  });
});

describe("fleets", () => {
  it("come a lead time after they were ordered, where the price pays for them", () => {
    const growing = { leadMonths: 4, mostGrowthPerMonth: 0.5, capacityMtokPerMonth: 500 };
    const firms = [firmOf("a", growing), firmOf("b", growing)];
    const path = marketPath(firms, DEMAND, { ...RULES, demandGrowthPerYear: 1 }, 12);
    const capacity = path.months.map((month) => month.firms[0]!.capacityMtokPerMonth);
    expect(capacity.slice(0, 5)).toEqual([500, 500, 500, 500, 500]);
    expect(capacity[5]).toBeGreaterThan(500);
    // Interest runs from the order: 1 % a month of 20 USD for each Mtok a month.
    const [first, second] = path.months.map((month) => month.firms[0]!);
    const ordered = capacity[5]! - 500;
    expect(second!.costUsd - first!.costUsd).toBeCloseTo(ordered * 0.2, 1);
    const poor = marketPath(firms, DEMAND, { ...RULES, ceilingUsdPerMtok: 0.9 }, 12);
    expect(poor.months.at(-1)!.firms[0]!.capacityMtokPerMonth).toBe(500);
  });

  it("that are too small make tokens scarce: prices rise to the ceiling and some go without", () => {
    const firms = [
      firmOf("a", { capacityMtokPerMonth: 300 }),
      firmOf("b", { capacityMtokPerMonth: 300 }),
    ];
    const row = marketPath(firms, DEMAND, RULES, 1).months[0]!;
    expect(row.meanUsdPerMtok).toBeCloseTo(20, 6);
    expect(row.soldMtok).toBeCloseTo(600, 6);
    expect(row.unservedMtok).toBeCloseTo(400, 6);
  });
});

describe("the price of capacity", () => {
  it("falls as newer chips do: interest on the same order with it, and what a failed fleet fetches", () => {
    const learning = { ...RULES.learning, hardwareGainPerYear: 0.5 };
    const doomed = firmOf("doomed", { avoidableShare: 0.9, cashUsd: 1e6 });
    const cheap = firmOf("cheap", { curve: [{ mtokPerMonth: 1, usdPerMtok: 0.2 }], cashUsd: 1e6 });
    const war = { aggressor: "cheap", fromMonth: 12, months: 12 };
    const rules = { ...RULES, learning, war, warCutShare: 0.5, patienceMonths: 1 };
    const bought = marketPath([cheap, doomed], DEMAND, rules, 20).events.find(
      ({ kind }) => kind === "bought",
    );
    // A tenth of 20 USD for each of 1000 Mtok a month, half of it after a year.
    expect(bought?.priceUsd).toBeCloseTo(
      0.1 * 20_000 * 0.5 ** ((bought?.month ?? 0) / 12 + 1 / 12),
      6,
    );
  });
});

describe("learning", () => {
  const learning = { ...RULES.learning, algorithmGainPerYear: 0.5 };

  it("of algorithms makes the same fleet deliver more at the same bill", () => {
    const firms = [firmOf("a"), firmOf("b")];
    const { months } = marketPath(firms, DEMAND, { ...RULES, learning }, 13);
    const [start, end] = [months[0]!.firms[0]!, months[12]!.firms[0]!];
    expect(end.capacityMtokPerMonth).toBeCloseTo(2000, 6);
    expect(end.floor!.fullLoadUsdPerMtok).toBeCloseTo(0.5, 9);
    expect(end.floor!.fullLoadUsdPerMtok * end.capacityMtokPerMonth).toBeCloseTo(
      start.floor!.fullLoadUsdPerMtok * start.capacityMtokPerMonth,
      6,
    );
  });

  it("by doing follows what was made in all", () => {
    const rules = { ...RULES, learning: { ...RULES.learning, wrightExponent: 0.32 } };
    const { months } = marketPath([firmOf("a"), firmOf("b")], DEMAND, rules, 3);
    // 500 Mtok a month on top of 1000.
    expect(months[2]!.firms[0]!.floor!.fullLoadUsdPerMtok).toBeCloseTo(2 ** -0.32, 9);
  });

  it("leaks: half of a software lead a year, and its value with it", () => {
    const rules = { ...RULES, learning: { ...RULES.learning, leakPerYear: 0.5 } };
    const firms = [firmOf("leader", { softwareFactor: 0.5 }), firmOf("rival")];
    const { months, firms: summary } = marketPath(firms, DEMAND, rules, 25);
    const rivalCost = (month: number) => months[month]!.firms[1]!.floor!.fullLoadUsdPerMtok;
    expect(rivalCost(0)).toBe(1);
    expect(rivalCost(12)).toBeCloseTo(0.75, 9);
    expect(rivalCost(24)).toBeCloseTo(0.625, 9);
    const [leader, rival] = summary;
    expect(leader?.firstMoatShare).toBeCloseTo(0.5, 9);
    // 1 - 0.5 / c = 0.25 at c = 2/3, where a gap of 0.5 has shrunk to a third.
    expect(leader?.moatHalfLifeMonths).toBe(Math.ceil((12 * Math.log(3)) / Math.LN2));
    expect(leader?.moatNpvUsd).toBeGreaterThan(0);
    expect(rival?.moatNpvUsd).toBe(0);
    expect(rival?.moatHalfLifeMonths).toBeNull();
  });

  it("bought with profit widens the lead of whoever earns more", () => {
    const rules = {
      ...RULES,
      learning: {
        ...RULES.learning,
        reinvestment: { gainAtReference: 0.3, referenceUsdPerYear: 3000, exponent: 0.5 },
      },
    };
    const firms = [firmOf("spends", { reinvestedShare: 0.5 }), firmOf("keeps")];
    const { months } = marketPath(firms, DEMAND, rules, 24);
    // Half of a first profit of 250 is 1500 a year, half of the reference.
    const afterAMonth = months[1]!.firms[0]!.floor!.fullLoadUsdPerMtok;
    expect(afterAMonth).toBeCloseTo((1 - 0.3 * Math.SQRT1_2) ** (1 / 12), 9);
    const [spends, keeps] = months.at(-1)!.firms;
    expect(spends!.floor!.fullLoadUsdPerMtok).toBeLessThan(0.9);
    expect(keeps!.floor!.fullLoadUsdPerMtok).toBe(1);
    expect(spends!.share).toBeGreaterThan(keeps!.share);
  });
});

describe("users and their reckoning", () => {
  it("get what the paying ones and the market leave of the fleet", () => {
    const host = firmOf("host", { users: { ...users, users: 1000 }, capacityMtokPerMonth: 1200 });
    const [a] = marketPath([host, firmOf("b")], DEMAND, RULES, 1).months[0]!.firms;
    // 100 payers x 5 = 500, half of the market 500, and 200 left for 900 asked.
    expect(a!.paidUserMtok).toBeCloseTo(500, 9);
    expect(a!.soldMtok).toBeCloseTo(500, 6);
    expect(a!.freeUserMtok).toBeCloseTo(200, 6);
    expect(a!.freeServedShare).toBeCloseTo(2 / 9, 9);
    expect(a!.subscriptionsUsd).toBe(1000);
  });

  it("lose the free tier first, then pay double, when margins force it", () => {
    // Use grows 10 % a month; the paid plan carries 5 of its own Mtok at 1 USD, then less and less.
    const host = firmOf("host", {
      users: { ...users, users: 1000, usageGrowthPerMonth: 0.1 },
      quality: -6,
      capacityMtokPerMonth: 3000,
      cashUsd: 10_000,
    });
    const rules = { ...RULES, patienceMonths: 100 };
    const { events, months } = marketPath([host, firmOf("b")], DEMAND, rules, 24);
    const kinds = events.filter((event) => event.firm === "host").map((event) => event.kind);
    expect(kinds[0]).toBe("freeTierCut");
    expect(kinds).toContain("premiumDoubled");
    expect(kinds.indexOf("premiumDoubled")).toBeGreaterThan(kinds.indexOf("freeTierCut"));
    const doubled = events.find((event) => event.kind === "premiumDoubled")!;
    expect(reasonText(doubled.why)).toMatch(
      /cash for [\d.]+ months; paid plan from 10 USD to 20 USD a month/,
    );
    const payers = (month: number) => months[month]!.firms[0]!.subscriptionsUsd;
    // Twice the price to 1/sqrt 2 of the payers.
    expect(payers(doubled.month + 1) / payers(doubled.month)).toBeCloseTo(Math.SQRT2, 9);
  });

  it("see their plan double once for each loss on them, not each month while it lasts", () => {
    const doublings = (cashUsd: number, change: Partial<MarketUsers> = {}): number[] => {
      // 100 payers of 10 USD use 4,000 Mtok at 1 USD; nobody else uses anything.
      const heavy = { payingShare: 1, paidMtokPerUserMonth: 40, leastFreeMtokPerUserMonth: 2 };
      const host = firmOf("host", {
        users: { ...users, ...heavy, ...change },
        ...{ quality: -6, capacityMtokPerMonth: 5000, cashUsd },
      });
      const rules = { ...RULES, patienceMonths: 100 };
      return marketPath([host, firmOf("b")], DEMAND, rules, 12).events.flatMap(({ kind, month }) =>
        kind === "premiumDoubled" ? [month] : [],
      );
    };
    // At 20 USD and an elasticity of 0.5 71 pay 1,414 for 2,828: a loss still, and the same one.
    expect(doublings(20_000)).toEqual([0]);
    // From 30 to 60 USD 71 pay 4,243 for 2,858 of all: with 4 % more use a month until 1.04^m > 1.485.
    const again = doublings(2000, { usdPerPayingUserMonth: 30, usageGrowthPerMonth: 0.04 });
    expect(again).toEqual([0, 11]);
  });

  it("keep a capped quota capped while their wishes grow", () => {
    const host = firmOf("host", {
      users: { ...users, usageGrowthPerMonth: 0.02 },
      cashUsd: 1000,
      quality: -6,
    });
    const { events, months } = marketPath([host, firmOf("b")], DEMAND, RULES, 12);
    const cut = events.find((event) => event.kind === "freeTierCut")!;
    const free = months.slice(cut.month + 1).map((month) => month.firms[0]!.freeUserMtok);
    for (let i = 1; i < free.length; i += 1) expect(free[i]!).toBeLessThanOrEqual(free[i - 1]!);
  });
});

describe("wars, exits and entries", () => {
  const cheap = firmOf("cheap", { curve: [{ mtokPerMonth: 1, usdPerMtok: 0.4 }], cashUsd: 50_000 });
  const war = { aggressor: "cheap", fromMonth: 2, months: 60 };

  it("undercut the rival's cost until its cash is gone, and buy it", () => {
    const rival = firmOf("rival", { cashUsd: 1000 });
    const { events, months } = marketPath([cheap, rival], DEMAND, { ...RULES, war }, 24);
    expect(months[2]!.firms.map((firm) => firm.usdPerMtok)).toEqual([0.9, 0.9]);
    expect(events.map((event) => event.kind)).toEqual(["warBegan", "bought", "warEnded"]);
    const bought = events[1]!;
    expect(bought).toMatchObject({ firm: "rival", buyer: "cheap", priceUsd: 0.1 * 20_000 });
    expect(reasonText(bought.why)).toMatch(/^cash ran out: [\d.]+ USD short/);
    // The rival loses 500 + (0.5 - 0.9) x 500 = 300 a month on 1000 + two months of peace.
    const peace = months[1]!.firms[1]!.cashUsd;
    expect(bought.month).toBe(2 + Math.floor(peace / 300));
    const [before, after] = [months[bought.month]!, months[bought.month + 1]!];
    expect(after.firms[0]!.capacityMtokPerMonth).toBe(
      before.firms[0]!.capacityMtokPerMonth + before.firms[1]!.capacityMtokPerMonth,
    );
    expect(after.firms[1]).toMatchObject({ standing: "gone", capacityMtokPerMonth: 0, costUsd: 0 });
    expect(after.firms[0]!.share).toBe(1);
  });

  it("stop at once a rival whose avoidable cost lies above the price", () => {
    const rental = firmOf("rental", { avoidableShare: 0.95, cashUsd: 1e6 });
    const { events, months } = marketPath([cheap, rental], DEMAND, { ...RULES, war }, 8);
    expect(months[2]!.firms[1]).toMatchObject({ usdPerMtok: null, soldMtok: 0 });
    const exit = events.find((event) => event.firm === "rental")!;
    expect(exit.month).toBe(4);
    expect(reasonText(exit.why)).toBe("price below its avoidable cost for 3 months");
  });

  it("tell beforehand how long each would survive being undercut", () => {
    const rival = firmOf("rival", { cashUsd: 1000 });
    const { firms, months } = marketPath([cheap, rival], DEMAND, RULES, 1);
    const { floor, soldMtok } = months[0]!.firms[1]!;
    const burn = Math.min(0.1 * floor!.averageUsdPerMtok * soldMtok, 500);
    expect(firms[1]!.survivalMonths).toBeCloseTo(1000 / burn, 9);
    expect(firms[0]!.freeUsersPerPayingUser).toBeCloseTo(1.5, 9);
    expect(firms[0]!.firstMoatShare).toBeCloseTo(0.6, 9);
    expect(firms[1]!.firstMoatShare).toBeCloseTo(-1.5, 9);
  });

  it("close a firm that nobody can pay for, and its customers choose anew", () => {
    const broke = firmOf("broke", { quality: -5, cashUsd: 100 });
    const poor = firmOf("poor", { cashUsd: 0 });
    const rules = { ...RULES, salvageShare: 10 };
    const { events, months } = marketPath([poor, broke], DEMAND, rules, 3);
    expect(events).toMatchObject([{ month: 0, kind: "closed", firm: "broke" }]);
    expect(months[1]!.firms[0]!.share).toBe(1);
  });

  it("sell what is being built as an order: it comes when it would have come", () => {
    const entry = { sunkUsd: 5000, paybackYears: 5, plannedBusyShare: 0.5 };
    const cash = { leadMonths: 6, capacityMtokPerMonth: 400, cashUsd: 5010 };
    const outside = firmOf("outside", { entry, ...cash });
    const dear = { ...RULES, sense: { kind: "perDollar", alphaMtokPerUsd: 1.8 } as const };
    const { events, months } = marketPath([firmOf("a"), firmOf("b"), outside], DEMAND, dear, 10);
    // It enters at the end of month 0 and cannot pay the interest of a month: 400 x 20 x 1 %.
    const bought = events.find(({ kind }) => kind === "bought");
    expect(bought).toMatchObject({ month: 1, firm: "outside" });
    const buyer = months.map(({ firms }) => firms.find(({ id }) => id === bought?.buyer));
    expect(buyer.map((firm) => firm?.capacityMtokPerMonth)).toEqual([
      ...Array<number>(7).fill(1000),
      ...Array<number>(3).fill(1400),
    ]);
  });

  it("let in a firm once the price pays for what it must sink", () => {
    const entry = { sunkUsd: 5000, paybackYears: 5, plannedBusyShare: 0.5 };
    const outside = firmOf("outside", { entry, leadMonths: 3, capacityMtokPerMonth: 400 });
    const sellers = [firmOf("a"), firmOf("b")];
    const { events, months } = marketPath([...sellers, outside], DEMAND, RULES, 8);
    // Needs 0.5 + 0.5 / 0.5 = 1.5 and 5000 x 0.2774 / 2400 = 0.58 more: 2.08, above the price of 2.
    expect(events).toEqual([]);
    const dear = { ...RULES, sense: { kind: "perDollar", alphaMtokPerUsd: 1.8 } as const };
    const open = marketPath([...sellers, outside], DEMAND, dear, 8);
    expect(open.events.map(({ month, kind }) => [month, kind])).toEqual([
      [0, "entered"],
      [4, "opened"],
    ]);
    expect(open.months[4]!.firms[2]!.soldMtok).toBeGreaterThan(0);
    expect(open.months[4]!.meanUsdPerMtok!).toBeLessThan(open.months[3]!.meanUsdPerMtok!);
    expect(months[7]!.firms[2]!.standing).toBe("waiting");
  });
});

describe("a plan that is wrong", () => {
  it("is refused with the firm and the number", () => {
    const run =
      (firms: Parameters<typeof marketPath>[0], months = 1) =>
      () =>
        marketPath(firms, DEMAND, RULES, months);
    expect(run([])).toThrow("no firm that sells from month 0");
    expect(run([firmOf("a"), firmOf("a")])).toThrow("two firms named a");
    expect(run([firmOf("a", { madeMtok: 0 })])).toThrow("a: madeMtok of 0; expected above 0");
    expect(run([firmOf("a", { leadMonths: 0.5 })])).toThrow("a: leadMonths of 0.5");
    expect(run([firmOf("a")], 0)).toThrow("0 months");
    const war = { aggressor: "z", fromMonth: 0, months: 1 };
    expect(() => marketPath([firmOf("a")], DEMAND, { ...RULES, war }, 1)).toThrow("aggressor z");
  });
});

import { describe, expect, it } from "vitest";
import { breakEven } from "../../../../sim/experiment/breakEven.ts";
import { compareStrategies } from "../../../../sim/experiment/compare.ts";
import { monthsOf } from "../../../../sim/experiment/horizon.ts";
import { inlineRunner, memoRunner } from "../../../../sim/experiment/runner.ts";
import { SampledStrategy } from "../../../../sim/experiment/sampledCosts.ts";
import type { BaseSize, Strategy } from "../../../../sim/strategy.ts";
import { fakeSimulate, fakeWorld } from "../fakeSimulate.ts";
import {
  apiTerms,
  consumerOf,
  horizonOf,
  inputOf,
  owningTerms,
  producerOf,
} from "../strategies.ts";
import { evaluated, lcotOf, portfolioOf, renterOf, rentTerms } from "./portfolios.ts";

const RATE = 40;
const owner = producerOf(RATE);
const renter = renterOf(RATE);
const buyer = consumerOf(RATE);

function hybrid(size: BaseSize, base: Strategy = owner, burst: Strategy = renter): Strategy {
  const sources = [
    { name: "base", strategy: base },
    { name: "burst", strategy: burst },
  ];
  return portfolioOf(sources, { kind: "baseBurst", base: "base", burst: "burst", size });
}

describe("a base and a burst", () => {
  it("with a base of nothing cost what the burst costs alone", async () => {
    const whole = await evaluated(hybrid({ requestsPerS: 0 }));
    const alone = await evaluated(renter);
    expect(lcotOf(whole)).toBe(lcotOf(alone));
    expect(whole.outcomes[0]?.cumulativeUsd).toEqual(alone.outcomes[0]?.cumulativeUsd);
  });

  it("with a base of the peak and more cost what the base costs alone", async () => {
    const alone = await evaluated(owner);
    for (const size of [{ requestsPerS: 1e6 }, { peakShare: 1 }]) {
      const whole = await evaluated(hybrid(size));
      expect(lcotOf(whole)).toBe(lcotOf(alone));
      expect(whole.outcomes[0]?.years).toEqual(alone.outcomes[0]?.years);
    }
  });

  it("serve the whole demand between them, hour by hour", async () => {
    const whole = await evaluated(hybrid({ requestsPerS: 30 }));
    const [month] = whole.months[0] ?? [];
    const [base, burst] = month?.sources ?? [];
    if (!month || !base || !burst) throw new Error("two sources expected");
    // Half of the hours bring 20/s, the other half 60/s: 30 of them go to the base.
    const seconds = 730 * 3600;
    expect(base.month.requests).toBeCloseTo(((20 + 30) / 2) * seconds, 0);
    expect(burst.month.requests).toBeCloseTo((30 / 2) * seconds, 0);
    expect(month.requests).toBeCloseTo(RATE * seconds, 0);
    const alone = await evaluated(owner);
    expect(month.tokens.output).toBeCloseTo(alone.months[0]?.[0]?.tokens.output ?? 0, -4);
  });

  it("grow apart: a rate stays what it is, a share grows with the peak", async () => {
    const horizon = { growthPerMonth: 0.05 };
    const own = producerOf(RATE, { horizon: horizonOf(RATE, horizon) });
    const rent = renterOf(RATE, { horizon: horizonOf(RATE, { ...horizon, followsTheHour: true }) });
    const chips = async (size: BaseSize): Promise<number[]> => {
      const { months } = await evaluated(hybrid(size, own, rent));
      return (months[0] ?? []).map((row) => row.sources?.[0]?.month.chips ?? 0);
    };
    const fixed = await chips({ requestsPerS: 30 });
    expect(new Set(fixed).size).toBe(1);
    const growing = await chips({ peakShare: 0.5 });
    expect(growing.at(-1)).toBeGreaterThanOrEqual(1.5 * (growing[0] ?? 0));
  });

  it("have a burst only in the months that need one", async () => {
    const horizon = { growthPerMonth: 0.05 };
    const own = producerOf(RATE, { horizon: horizonOf(RATE, horizon) });
    const bought = consumerOf(RATE, { horizon: horizonOf(RATE, horizon) });
    const { months } = await evaluated(hybrid({ requestsPerS: 70 }, own, bought));
    const bursts = (months[0] ?? []).map((row) => row.sources?.[1]?.month.requests ?? 0);
    // 60/s at the peak, 5 % more a month: above 70/s from the fifth month on.
    expect(bursts.map((requests) => requests > 0)).toEqual(
      Array.from({ length: 12 }, (_, i) => 60 * 1.05 ** i > 70),
    );
  });

  it("fail as a whole where one of them cannot hold the promise", async () => {
    const slow = consumerOf(RATE, {
      plan: { ...buyer.plan, promise: { ...buyer.plan.promise, ttftS: 0.1 } },
    });
    const { state, reason } = await evaluated(hybrid({ requestsPerS: 30 }, owner, slow));
    expect(state).toBe("infeasible");
    expect(reason).toMatch(/^burst misses the promise/);
  });
});

describe("shares and copies", () => {
  const both = (share: number): Strategy =>
    portfolioOf(
      [
        { name: "a", strategy: owner },
        { name: "b", strategy: buyer },
      ],
      { kind: "shares", shares: [share, 1 - share] },
    );

  it("of 100 % are the source alone", async () => {
    expect(lcotOf(await evaluated(both(1)))).toBe(lcotOf(await evaluated(owner)));
    expect(lcotOf(await evaluated(both(0)))).toBe(lcotOf(await evaluated(buyer)));
  });

  it("of a half give each half of every hour", async () => {
    const { months, outcomes } = await evaluated(both(0.5));
    const [a, b] = months[0]?.[0]?.sources ?? [];
    expect(a?.month.requests).toBeCloseTo(b?.month.requests ?? 0, 3);
    const [outcome] = outcomes;
    const paid = (name: string): number =>
      (outcome?.ledger ?? []).filter((l) => l.of === name).reduce((sum, l) => sum + l.usd, 0);
    expect(paid("a") + paid("b")).toBeCloseTo(outcome?.cumulativeUsd.at(-1) ?? 0, 6);
  });

  const copied = (copies: number, strategy: Strategy = owner): Strategy =>
    portfolioOf([{ name: "copy", strategy, copies }], { kind: "shares", shares: [1] });

  it("one copy is no copy", async () => {
    expect(lcotOf(await evaluated(copied(1)))).toBe(lcotOf(await evaluated(owner)));
  });

  it("copies lose what pooling saves, and have a team each", async () => {
    // 60/s at the peak need 7 replicas of 10/s together; five copies at 12/s need 2 each.
    const staffed = { ...owningTerms, staffFte: 1, staffFtePerMw: 0 };
    const own = producerOf(RATE, { terms: staffed });
    const one = await evaluated(own);
    const five = await evaluated(copied(5, own));
    const replicas = (e: typeof one): number => e.sizing?.replicas ?? 0;
    expect(replicas(one)).toBe(7);
    expect(replicas(five)).toBe(10);
    const staff = (e: typeof one): number =>
      (e.outcomes[0]?.ledger ?? [])
        .filter((line) => line.category === "staff")
        .reduce((sum, line) => sum + line.usd, 0);
    expect(staff(five) / staff(one)).toBeCloseTo(5, 9);
    expect(lcotOf(five)).toBeGreaterThan(lcotOf(one));
    const requests = (e: typeof one): number => e.months[0]?.[0]?.requests ?? 0;
    expect(requests(five)).toBeCloseTo(requests(one), 0);
  });
});

describe("a broker", () => {
  const priced = (usd: number, declinePerYear = 0): Strategy =>
    consumerOf(RATE, {
      terms: {
        ...apiTerms,
        inputUsdPerMtok: usd,
        cachedUsdPerMtok: usd,
        outputUsdPerMtok: usd,
        priceDeclinePerYear: declinePerYear,
      },
    });
  const broker = { incumbent: "dear", takeShare: 0.2, closingFactor: 0 };
  const brokered = (
    change: Partial<typeof broker & { brokeredShare: number; brokeredShareAtEnd: number }> = {},
    mostRequestsPerS?: number,
  ): Strategy =>
    portfolioOf(
      [
        { name: "dear", strategy: priced(1) },
        {
          name: "cheap",
          strategy: priced(0.5),
          ...(mostRequestsPerS === undefined ? {} : { mostRequestsPerS }),
        },
      ],
      { kind: "cheapest", usdPerKgCarbon: 0, usdPerWaitedS: 0 },
      { broker: { ...broker, brokeredShare: 0, brokeredShareAtEnd: 0, ...change } },
    );

  it("buys where it is cheapest and keeps its take of the saving", async () => {
    // 0.5 + 20 % of what is saved: 0.6.
    const found = await evaluated(brokered());
    expect(lcotOf(found)).toBeCloseTo(0.6, 9);
    expect(found.outcomes[0]?.stackUsdPerMtok["broker take"]).toBeCloseTo(0.1, 9);
    expect(found.months[0]?.[0]?.sources?.map(({ name }) => name)).toEqual(["cheap"]);
  });

  it("saves less as its success closes the spread, and nothing in the end", async () => {
    const half = { closingFactor: 1, brokeredShare: 0.5, brokeredShareAtEnd: 0.5 };
    // Half of the spread is left: 0.75, of the saving of 0.25 a fifth.
    expect(lcotOf(await evaluated(brokered(half)))).toBeCloseTo(0.8, 9);
    const all = { closingFactor: 1, brokeredShare: 1, brokeredShareAtEnd: 1 };
    expect(lcotOf(await evaluated(brokered(all)))).toBeCloseTo(1, 9);
  });

  it("sends what the cheapest cannot take to the next", async () => {
    const found = await evaluated(brokered({ takeShare: 0 }, 30));
    // As base and burst: 25/s of 40/s at 0.5, the rest at 1.
    expect(lcotOf(found)).toBeCloseTo((25 * 0.5 + 15 * 1) / 40, 6);
  });

  it("moves on when another becomes cheaper", async () => {
    const strategy = portfolioOf(
      [
        { name: "falling", strategy: priced(0.6, 0.5) },
        { name: "flat", strategy: priced(0.5) },
      ],
      { kind: "cheapest", usdPerKgCarbon: 0, usdPerWaitedS: 0 },
    );
    const { months } = await evaluated(strategy);
    const fromFlat = (months[0] ?? []).map((row) => {
      const flat = row.sources?.find(({ name }) => name === "flat");
      return (flat?.month.requests ?? 0) > 0;
    });
    // 0.6 x 0.5^(m/12) falls below 0.5 after 3.2 months.
    expect(fromFlat).toEqual(Array.from({ length: 12 }, (_, i) => 0.6 * 0.5 ** (i / 12) > 0.5));
  });

  it("counts what carbon weighs, without paying for it", async () => {
    const clean = renterOf(RATE, { terms: { ...rentTerms, carbonKgPerKwh: 0.01 } });
    const dirty = renterOf(RATE, { terms: { ...rentTerms, rentUsdPerChipHour: 2.9 } });
    const routed = async (usdPerKgCarbon: number): Promise<string | undefined> => {
      const sources = [
        { name: "clean", strategy: clean },
        { name: "dirty", strategy: dirty },
      ];
      const split = { kind: "cheapest", usdPerKgCarbon, usdPerWaitedS: 0 } as const;
      const { months } = await evaluated(portfolioOf(sources, split));
      return months[0]?.[0]?.sources?.[0]?.name;
    };
    expect(await routed(0)).toBe("dirty");
    expect(await routed(10)).toBe("clean");
  });

  it("turns away what is above all that its offers take, and has no price for that demand", async () => {
    const strategy = portfolioOf(
      [
        { name: "dear", strategy: priced(1), mostRequestsPerS: 40 },
        { name: "cheap", strategy: priced(0.5), mostRequestsPerS: 50 },
      ],
      { kind: "cheapest", usdPerKgCarbon: 0, usdPerWaitedS: 0 },
    );
    const found = await evaluated(strategy);
    const { source } = found;
    if (source === null) throw new Error("offers expected");
    expect(found.months[0]?.[0]?.turnedAway).toBeUndefined();
    const [month] = monthsOf(source, 2, 0);
    // Twice 20/s in half of the hours, twice 60/s in the others: of 120/s the offers take 90.
    const seconds = 730 * 3600;
    expect(month?.requests).toBeCloseTo(80 * seconds, 0);
    expect(month?.turnedAway?.refused).toBeCloseTo((30 / 2) * seconds, 0);
    const served = (month?.sources ?? []).reduce((sum, own) => sum + own.month.requests, 0);
    expect(served + (month?.turnedAway?.refused ?? 0)).toBeCloseTo(month?.requests ?? 0, 0);
    expect((month?.onTimeRequests ?? 0) / (month?.requests ?? 1)).toBeLessThan(65.1 / 80);

    // 90/s are 1.5 times the 60/s of today's busiest hour.
    const other = await evaluated(priced(0.9));
    const decision = { metric: "lcot_usd_per_mtok", label: "cost", unit: "Mtok" } as const;
    const curves = breakEven([found, other], decision, 2, 0.95)?.curves ?? [];
    const costs = curves.map(({ usdPerMtok }) => usdPerMtok.map(([mean]) => Number.isFinite(mean)));
    // Points at 30 ^ (k / 6): 1 is the seventh, 1.76 the eighth.
    expect(costs[0]).toEqual(Array.from({ length: 13 }, (_, i) => i < 7));
    expect(costs[1]).toEqual(Array.from({ length: 13 }, () => true));
    const sampled = new SampledStrategy(found, decision, []);
    expect(sampled.atDemand(1.5, [() => 0])[0]).toBeLessThan(1);
    expect(sampled.atDemand(1.51, [() => 0])).toEqual([Number.POSITIVE_INFINITY]);
  });

  it("cannot serve more than its offers take", async () => {
    const strategy = portfolioOf([{ name: "small", strategy: priced(1), mostRequestsPerS: 50 }], {
      kind: "cheapest",
      usdPerKgCarbon: 0,
      usdPerWaitedS: 0,
    });
    const { state, reason } = await evaluated(strategy);
    expect([state, reason]).toEqual([
      "infeasible",
      "its offers take 50 requests/s; 60.0 come in the busiest hour",
    ]);
  });
});

describe("a comparison with a portfolio", () => {
  it("draws it over demand, moves its terms and pairs it with the others", async () => {
    const server = inputOf({
      ...{ term: "serverUsdPerChip", label: "server", value: 40_000, low: 10_000, high: 80_000 },
    });
    const rent = inputOf({ term: "rentUsdPerChipHour", value: 3, low: 2, high: 6, label: "rent" });
    const own = producerOf(RATE, { assumptions: [server] });
    const whole: Strategy = {
      ...hybrid({ requestsPerS: 30 }, own),
      assumptions: [server, { ...rent, term: "sources.burst.rentUsdPerChipHour" }],
    };
    const runner = memoRunner(inlineRunner(fakeSimulate(fakeWorld)));
    const found = await compareStrategies([own, whole], { replications: 2, runner });
    expect(found.results.map(({ state }) => state)).toEqual(["ok", "ok"]);
    const bars = new Map(found.tornado.map((bar) => [bar.assumption.label, bar]));
    expect(bars.get("server")?.strategy).toBe("producer + portfolio");
    expect(bars.get("rent")?.strategy).toBe("portfolio");
    expect(bars.get("rent")?.swing).toBeGreaterThan(0);
    const curve = found.breakEven?.curves.find(({ name }) => name === "portfolio");
    expect(curve?.usdPerMtok.every(([mean]) => Number.isFinite(mean))).toBe(true);
    expect(found.pairs.some(({ metric }) => metric === "lcot_usd_per_mtok")).toBe(true);
  });
});

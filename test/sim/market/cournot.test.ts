import fc from "fast-check";
import { expect, it } from "vitest";
import { cournot, tangentDemand } from "../../../sim/market/cournot.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const demand = { chokeUsdPerMtok: 20, slopeUsdPerMtokPerMtok: 0.5 };
const run = { seed: 20_260_402, numRuns: 200 };

it("n firms without limits make (a - n c_i + sum of the others' c) / (b (n + 1))", () => {
  fc.assert(
    fc.property(fc.array(real(0, 4), { minLength: 1, maxLength: 5 }), (costs) => {
      // With costs up to 4 under a choke price of 20 every one of five firms produces... or nearly.
      const n = costs.length;
      const all = costs.reduce((a, b) => a + b, 0);
      const closed = costs.map((c) => (20 - (n + 1) * c + all) / (0.5 * (n + 1)));
      fc.pre(closed.every((mtok) => mtok >= 0));
      const { mtokPerMonth, usdPerMtok } = cournot(
        costs.map((costUsdPerMtok) => ({ costUsdPerMtok })),
        demand,
      );
      closed.forEach((mtok, i) => {
        expect(mtokPerMonth[i]).toBeCloseTo(mtok, 9);
      });
      expect(usdPerMtok).toBeCloseTo((20 + all) / (n + 1), 9);
    }),
    run,
  );
});

it("a full firm leaves room that the other fills as a follower of what is left", () => {
  // Rival stuck at 4 Mtok: the other is a monopolist on 20 - 0.5 (4 + q): q = (18 - 2) / (2 x 0.5).
  const { mtokPerMonth, usdPerMtok } = cournot(
    [{ costUsdPerMtok: 2 }, { costUsdPerMtok: 1, capacityMtokPerMonth: 4 }],
    demand,
  );
  expect(mtokPerMonth[0]).toBeCloseTo(16, 9);
  expect(mtokPerMonth[1]).toBe(4);
  expect(usdPerMtok).toBeCloseTo(10, 9);
});

it("a firm above the price makes nothing, and nobody does above the choke price", () => {
  const { mtokPerMonth, profitsUsdPerMonth } = cournot(
    [{ costUsdPerMtok: 2 }, { costUsdPerMtok: 15 }],
    demand,
  );
  expect(mtokPerMonth).toEqual([18, 0].map((mtok) => expect.closeTo(mtok, 9)));
  expect(profitsUsdPerMonth[1]).toBeCloseTo(0, 12);
  expect(cournot([{ costUsdPerMtok: 25 }], demand)).toMatchObject({
    mtokPerMonth: [0],
    usdPerMtok: 20,
  });
});

it("a lower cost never lowers a firm's share", () => {
  const firms = fc.array(
    fc.record({ costUsdPerMtok: real(0, 25), capacityMtokPerMonth: real(0.1, 40) }),
    { minLength: 2, maxLength: 5 },
  );
  fc.assert(
    fc.property(firms, real(0, 1), (list, factor) => {
      const share = (cost: number): number => {
        const { mtokPerMonth } = cournot(
          [{ ...list[0]!, costUsdPerMtok: cost }, ...list.slice(1)],
          demand,
        );
        const all = mtokPerMonth.reduce((a, b) => a + b, 0);
        return all > 0 ? mtokPerMonth[0]! / all : 0;
      };
      const cost = list[0]!.costUsdPerMtok;
      expect(share(cost * factor)).toBeGreaterThanOrEqual(share(cost) - 1e-9);
    }),
    run,
  );
});

it("a straight line touches the curve it stands for", () => {
  const line = tangentDemand({
    referenceUsdPerMtok: 2,
    referenceMtokPerMonth: 100,
    elasticity: 1.25,
  });
  expect(line.chokeUsdPerMtok - line.slopeUsdPerMtokPerMtok * 100).toBeCloseTo(2, 12);
  // Elasticity at the point: P / (slope Q).
  expect(2 / (line.slopeUsdPerMtokPerMtok * 100)).toBeCloseTo(1.25, 12);
  expect(() => cournot([], demand)).toThrow("no firms");
  expect(() => cournot([{ costUsdPerMtok: 1 }], { ...demand, slopeUsdPerMtokPerMtok: 0 })).toThrow(
    "slope 0",
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScalingLaw } from "../../../../sim/serving/scaling/scalingLaw.ts";
import type { ScalingLawPlan } from "../../../../sim/stackPlan.ts";

const seeded = { seed: 20_260_304, numRuns: 300 };
const PERIOD_S = 30;
const BASE: ScalingLawPlan = {
  signal: "queue",
  target: 4,
  minReplicas: 1,
  maxReplicas: 20,
  periodS: PERIOD_S,
  downAfterS: 300,
  provision: [],
  load: [],
  schedule: [],
};

/** Decisions every period about a load that is spread evenly over the replicas there are. */
function decide(plan: ScalingLawPlan, requests: readonly number[], start: number): number[] {
  const law = new ScalingLaw(plan);
  let current = start;
  return requests.map((held, k) => {
    law.nowS = k * PERIOD_S;
    law.waiting = current === 0 ? held : 0;
    current = law.wanted(held / Math.max(1, current), current);
    return current;
  });
}

describe("target tracking", () => {
  it("reaches load over target in one decision and stays there", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 20 }), (held, start) => {
        const plan = { ...BASE, downAfterS: 0 };
        const needed = Math.min(20, Math.max(1, Math.ceil(held / 4)));
        expect(decide(plan, [held, held, held], start)).toEqual([needed, needed, needed]);
      }),
      seeded,
    );
  });

  it("does not add a replica to a load that meets its target exactly", () => {
    for (let n = 1; n <= 20; n++) {
      const law = new ScalingLaw({ ...BASE, target: 0.1 });
      expect(law.wanted((n * 0.1) / n, n)).toBe(n);
    }
  });

  it("stays where it is when nothing was seen", () => {
    expect(new ScalingLaw(BASE).wanted(Number.NaN, 7)).toBe(7);
  });
});

describe("the stabilisation window", () => {
  it("gives a replica back when load has been low for that long, not before", () => {
    // High at 0 s, low from 30 s on: the first decision with 300 s of low load is at 330 s.
    const requests = [40, ...new Array<number>(14).fill(8)];
    const replicas = decide(BASE, requests, 10);
    expect(replicas.indexOf(2)).toBe(11);
    expect(replicas.slice(0, 11)).toEqual(new Array<number>(11).fill(10));
  });

  it("does not follow a load that swings faster than the window", () => {
    const swing = Array.from({ length: 60 }, (_, k) => (k % 6 < 3 ? 40 : 8));
    expect(new Set(decide(BASE, swing, 10))).toEqual(new Set([10]));
    const hasty = decide({ ...BASE, downAfterS: 0 }, swing, 10);
    expect(new Set(hasty)).toEqual(new Set([10, 2]));
  });

  it("goes down only as far as the most that was wanted inside it", () => {
    const fall = [40, 36, 32, 28, 24, 20, 16, 12, 8, 4, 4, 4, 4, 4];
    const replicas = decide(BASE, fall, 10);
    // At 330 s the window begins at 30 s, when 9 were wanted.
    expect(replicas.slice(10)).toEqual([10, 9, 8, 7]);
  });

  it("lets more in at once, and never leaves the bounds", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 40 }), (requests) => {
        const replicas = decide(BASE, requests, 5);
        for (const [k, held] of requests.entries()) {
          const needed = Math.min(20, Math.max(1, Math.ceil(held / 4)));
          expect(replicas[k]).toBeGreaterThanOrEqual(needed);
          expect(replicas[k]).toBeLessThanOrEqual(20);
          // What is held back is what one of the last 300 s wanted, or the number at the start.
          const window = requests.slice(Math.max(0, k - 10), k + 1);
          const most = Math.max(...window.map((h) => Math.min(20, Math.max(1, Math.ceil(h / 4)))));
          if (k > 10) expect(replicas[k]).toBe(most);
        }
      }),
      seeded,
    );
  });
});

describe("scaling to zero", () => {
  const plan = { ...BASE, minReplicas: 0, downAfterS: 60 };

  it("happens when nothing is left for long enough, and the first request wakes the pool", () => {
    expect(decide(plan, [4, 0, 0, 0, 0, 1, 12], 1)).toEqual([1, 1, 1, 0, 0, 1, 3]);
  });

  it("is ended by anything that waits, whatever the signal says", () => {
    const law = new ScalingLaw({ ...plan, signal: "kv", target: 0.8 });
    expect(law.wanted(0, 0)).toBe(0);
    law.waiting = 1;
    expect(law.wanted(0, 0)).toBe(1);
    expect(law.wanted(Number.NaN, 0)).toBe(1);
  });
});

describe("a schedule", () => {
  const schedule = [
    { fromS: 60, replicas: 8 },
    { fromS: 120, replicas: 0 },
    { fromS: 180, replicas: 50 },
  ];

  it("decides by the clock alone, inside the bounds", () => {
    const law = new ScalingLaw({ ...BASE, signal: "schedule", schedule });
    const at = (nowS: number): number => {
      law.nowS = nowS;
      return law.wanted(99, 3);
    };
    expect([0, 59, 60, 119, 120, 180, 1e6].map(at)).toEqual([3, 3, 8, 8, 1, 20, 20]);
  });
});

it("a law that cannot be followed is refused", () => {
  const build = (part: Partial<ScalingLawPlan>) => () => new ScalingLaw({ ...BASE, ...part });
  expect(build({ target: 0 })).toThrow("expected finite and > 0");
  expect(build({ minReplicas: 3, maxReplicas: 2 })).toThrow("3..2 replicas");
  expect(build({ periodS: 0 })).toThrow("expected > 0");
  expect(build({ downAfterS: -1 })).toThrow("expected >= 0");
  const step = { fromS: 5, replicas: 1 };
  expect(build({ schedule: [step, step] })).toThrow("expected later");
});

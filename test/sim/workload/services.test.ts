import { describe, expect, it } from "vitest";
import type { ServicePlan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { classPlans } from "../../../sim/workload/classes.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import type { TaggedSource } from "../../../sim/workload/requestSource.ts";
import { serviceDemands, serviceStreams } from "../../../sim/workload/services.ts";
import { demandOf, FIXED, requestsOf, traceOf } from "./requests.ts";

const PROMISE = { ttftS: 1, tpotS: 0.05, quantile: 0.9 };
const MAIN = demandOf({ kind: "poisson", requestsPerS: 5 }, { rateScale: 2, cachedShare: 0.5 });
const BATCH: ServicePlan = {
  arrivals: { kind: "poisson", requestsPerS: 1 },
  lengths: { ...FIXED, inputTokens: 999 },
  cachedShare: 0,
  requestClass: classPlans(MAIN, PROMISE)[0]!,
};

/** Every request of each service, service by service. */
function sourcesOf(demand = { ...MAIN, services: [BATCH, BATCH] }): TaggedSource[] {
  const run = new Streams("test/rep-0");
  return serviceDemands(demand).map((of, service) =>
    requestSource(of, 100, serviceStreams("test/rep-0", service, run), 0),
  );
}

describe("several services", () => {
  it("are demands of their own at one rate scale", () => {
    const demands = serviceDemands({ ...MAIN, services: [BATCH] });
    expect(demands[0]).toEqual(MAIN);
    expect(demands[1]).toMatchObject({ rateScale: 2, cachedShare: 0, arrivals: BATCH.arrivals });
    expect(serviceDemands(MAIN)).toEqual([MAIN]);
  });

  it("each come as they would alone, and unlike each other", () => {
    const alone = requestsOf(MAIN, 100, 0, "test");
    const found = sourcesOf().map((source, service) => {
      const arrivalsS: number[] = [];
      while (source.advance()) {
        expect(source.ordinal).toBe(arrivalsS.length);
        expect(source.inputTokens).toBe(service === 0 ? 100 : 999);
        expect(source.cachedTokens).toBe(service === 0 ? 50 : 0);
        expect([source.session, source.node]).toEqual([-1, -1]);
        arrivalsS.push(source.arrivalS);
      }
      return arrivalsS;
    });
    expect(found[0]).toEqual(alone.map(({ arrivalS }) => arrivalS));
    expect(found[1]!.length).toBeGreaterThan(140);
    expect(found[1]).not.toEqual(found[2]);
  });
});

describe("tags of a plain source", () => {
  it("of a replay are the nodes of its rows, in every replication", () => {
    const prefix = {
      blockTokens: 1,
      partialBlocks: true,
      parent: Int32Array.of(-1, 0, -1),
      endTokens: Int32Array.of(1, 2, 3),
      nodeOfRequest: Int32Array.of(0, 1, 2, -1),
    };
    const trace = { ...traceOf([0, 1, 2, 3]), prefix };
    for (const replication of [0, 1]) {
      const demand = demandOf({ kind: "replay", trace, blockS: 2, spreadTickS: 0 });
      const source = requestSource(demand, 8, new Streams("tags"), replication);
      let count = 0;
      for (; source.advance(); count++) {
        // The prompt of row i has i + 1 tokens.
        expect(source.node).toBe([0, 1, 2, -1][source.inputTokens - 1]);
        expect([source.ordinal, source.session]).toEqual([count, -1]);
      }
      expect(count).toBeGreaterThanOrEqual(4);
    }
  });
});

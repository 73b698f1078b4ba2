import { describe, expect, it } from "vitest";
import { MapReader } from "../../../sim/experiment/mapReader.ts";
import { type MapRequest, operatingMap } from "../../../sim/experiment/operatingMap.ts";
import {
  FINISHED_AT,
  JOULES_AT,
  ON_TIME_AT,
  RATES,
  STATE_AT,
  TOKENS_AT,
} from "../../../sim/experiment/replicaRates.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { CHIP_STATES } from "../../../sim/physical.ts";
import { fakeSimulate, fakeWorld, onTimeShareOf } from "./fakeSimulate.ts";
import { fleetPlan, planOf } from "./strategies.ts";

const plan = planOf(fleetPlan, 4);
const request: MapRequest = {
  plan,
  baseRequestsPerS: 4,
  fleetReplicas: 3,
  peakLoad: 8,
  capacity: 10,
  warmupS: 0,
  replications: 2,
  runner: inlineRunner(fakeSimulate(fakeWorld)),
};
const MEMORY = STATE_AT + CHIP_STATES.indexOf("memory");
const IDLE = STATE_AT + CHIP_STATES.indexOf("idle");

function read(reader: MapReader, load: number): Float64Array {
  const rates = new Float64Array(RATES);
  reader.read(load, 1, rates);
  return rates;
}

describe("operatingMap", () => {
  it("spans light load to overload, with the peak among its points", async () => {
    const map = await operatingMap(request);
    const loads = map.points.map((point) => point.requestsPerSPerReplica);
    expect(loads).toEqual(loads.toSorted((a, b) => a - b));
    expect(loads).toContain(8);
    expect(loads.at(-1)).toBeCloseTo(13, 9);
    expect(map.points.length).toBeLessThanOrEqual(12);
    expect(map.podReplicas).toBe(3);
    expect(map.points[0]?.runs.map((run) => run.replication)).toEqual([0, 1]);
  });

  it("goes on up to overload when the capacity was underestimated", async () => {
    const map = await operatingMap({ ...request, capacity: 6, peakLoad: 5 });
    const last = map.points.at(-1);
    expect(last?.requestsPerSPerReplica).toBeGreaterThan(10);
    expect(last?.runs[0]?.stability.stable).toBe(false);
  });

  it("follows the on-time share within its tolerance up to the peak", async () => {
    const map = await operatingMap(request);
    const reader = new MapReader(map, plan, "full");
    for (const load of [1, 3, 5, 7, 7.9]) {
      const truth = onTimeShareOf(fakeWorld, 3, load / 10);
      expect(Math.abs((read(reader, load)[ON_TIME_AT] ?? 0) - truth)).toBeLessThan(0.02);
    }
  });

  it("closes in on the load at which the promise breaks", async () => {
    const map = await operatingMap({ ...request, peakLoad: 2 });
    const holds = (load: number): boolean => onTimeShareOf(fakeWorld, 3, load / 10) >= 0.95;
    const loads = map.points
      .map((point) => point.requestsPerSPerReplica)
      .filter((load) => load < 10);
    const highest = Math.max(...loads.filter(holds));
    const lowest = Math.min(...loads.filter((load) => !holds(load)));
    expect(lowest / highest).toBeLessThan(1.05);
  });

  it("simulates fewer points where nothing bends, and tells the error it found", async () => {
    const patient = inlineRunner(fakeSimulate({ ...fakeWorld, patience: 1000 }));
    const flat = await operatingMap({ ...request, runner: patient });
    expect(flat.worstError).toBeLessThan(1e-9);
    const bent = await operatingMap({ ...request, tolerance: 1e-6, peakLoad: 9 });
    expect(bent.points.length).toBeGreaterThan(flat.points.length);
    expect(bent.worstError).toBeGreaterThan(1e-6);
  });
});

describe("MapReader", () => {
  it("is exact where the world is linear", async () => {
    const reader = new MapReader(await operatingMap(request), plan, "full");
    for (const load of [0, 0.01, 2.345, 6.1, 9.5]) {
      const rates = read(reader, load);
      expect(rates[MEMORY]).toBeCloseTo(4 * 0.5 * (load / 10), 12);
      expect(rates[IDLE]).toBeCloseTo(4 * (1 - load / 10), 12);
      expect(rates[JOULES_AT]).toBeCloseTo(4 * (300 + 975 * (load / 10)), 8);
      expect(rates[TOKENS_AT]).toBeCloseTo(1000, 8);
      expect(rates[TOKENS_AT + 2]).toBeCloseTo(200, 8);
    }
  });

  it("keeps all chip time at every load", async () => {
    const reader = new MapReader(await operatingMap(request), plan, "full");
    for (const load of [0, 0.7, 5, 9.99, 12, 1000]) {
      const rates = read(reader, load);
      const chips = rates.slice(STATE_AT, STATE_AT + CHIP_STATES.length);
      expect(chips.reduce((sum, share) => sum + share, 0)).toBeCloseTo(4, 9);
    }
  });

  it("does no more than its capacity beyond the last point", async () => {
    const map = await operatingMap(request);
    const reader = new MapReader(map, plan, "full");
    const last = read(reader, reader.highestLoad);
    const beyond = read(reader, 2 * reader.highestLoad);
    expect(beyond[MEMORY]).toBe(last[MEMORY]);
    expect(beyond[FINISHED_AT]).toBeCloseTo((last[FINISHED_AT] ?? 0) / 2, 12);
    const free = new MapReader(map, plan, "unlimited");
    expect(read(free, 2 * reader.highestLoad)[FINISHED_AT]).toBe(last[FINISHED_AT]);
  });

  it("refuses a load that is no number and a replication it does not have", async () => {
    const reader = new MapReader(await operatingMap(request), plan, "full");
    expect(() => reader.read(Number.NaN, 0, new Float64Array(RATES))).toThrow(RangeError);
    expect(() => reader.read(1, 2, new Float64Array(RATES))).toThrow(RangeError);
  });
});

import { expect } from "vitest";
import type { Physical } from "../../../sim/physical.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { simulateFleet } from "../../../sim/simulate.ts";
import type { StackScenario } from "./stackScenarios.ts";
import { type Seen, StackTwin } from "./stackTwin.ts";

const TOLERANCE = 1e-9;

/**
 * Fails unless engine and twin agree on all that both know; returns what the twin met. A `tie` of two
 * moments that rounding alone decides is not compared.
 */
export function expectStackTwins(scenario: StackScenario): ReadonlyMap<string, number> {
  const { plan, fleet, shapes, replication } = scenario;
  const twin = new StackTwin(plan, fleet, shapes, replication);
  const totals = twin.run();
  if (twin.places.evictedTokens() > 0) twin.hit("eviction");
  if (twin.hits.has("tie")) return twin.hits;
  const seen: Seen[] = [];
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  const physical = simulateFleet(
    plan,
    fleet,
    shapes,
    streams,
    replication,
    undefined,
    (what, arrivalS, nowS) => seen.push({ what, arrivalS, nowS }),
  );
  sameSeen(seen, twin.seen);
  sameCounts(physical, twin);
  const allS = physical.chips * physical.measuredS;
  const close = (got: number, expected: number, what: string, whole = allS): void => {
    const said = `${what}: engine ${got}, twin ${expected}`;
    expect(Math.abs(got - expected), said).toBeLessThanOrEqual(TOLERANCE * Math.max(whole, 1));
  };
  const { chipTimeS, causeS, wastedS } = physical;
  for (const state of ["idle", "restart", "down"] as const) {
    close(chipTimeS[state], totals[state], state);
  }
  if (physical.pools !== undefined) {
    for (const part of ["arithmetic", "memory", "network", "overhead", "throttled"] as const) {
      const engine = physical.pools.reduce((sum, pool) => sum + pool.chipTimeS[part], 0);
      close(engine, totals[part], part);
    }
  }
  for (const reason of ["late", "lost", "recomputed", "abandoned", "escalated"] as const) {
    close(wastedS[reason] ?? 0, totals[reason], `wasted ${reason}`);
  }
  for (const cause of ["input", "cached", "output"] as const) {
    close(causeS[cause], totals[cause], `cause ${cause}`);
  }
  const { measured } = twin.clients;
  expect(physical.ttft.count, "first tokens").toBe(measured.ttft);
  close(physical.ttft.sum, measured.ttftS, "time to first tokens", measured.ttftS);
  close(physical.e2e.sum, measured.e2eS, "end to end", measured.e2eS);
  expect(physical.itl.count, "gaps").toBe(twin.itl.count);
  close(physical.itl.sum, twin.itl.sum, "gaps between tokens", twin.itl.sum);
  return twin.hits;
}

function sameCounts(physical: Physical, twin: StackTwin): void {
  const { counts, clients, cacheCounts, drafts } = twin;
  const held = twin.places.held();
  const { waiting, running, travelling } = held;
  const { travelling: engineTravelling = 0, abandoned = 0, shed = 0, ...of } = physical.requests;
  const requests = { ...of, abandoned, shed };
  expect(JSON.stringify(sorted(requests))).toEqual(
    JSON.stringify(
      sorted({
        ...counts,
        waiting,
        running,
        retrying: clients.live.size - waiting - running - travelling,
      }),
    ),
  );
  expect(engineTravelling).toBe(travelling);
  const { input, cached, output } = physical.tokens;
  expect({ input, cached, output }).toEqual(clients.tokens);
  expect(physical.measuredFinished).toBe(clients.measured.finished);
  expect(physical.measuredOnTime).toBe(clients.measured.onTime);
  for (const [place, { name: _, ttft: __, tpot: ___, ...of }] of (
    physical.classes ?? []
  ).entries()) {
    expect(of, `class ${place}`).toEqual(clients.tallies[place]);
  }
  if (physical.cache !== undefined) {
    const { lookedUp, found, transferS, transferBytes, evictedTokens } = physical.cache;
    expect(lookedUp, "looked up").toBe(cacheCounts.lookedUp);
    expect(found).toEqual(cacheCounts.found.slice(0, found.length));
    expect(evictedTokens, "evicted").toBe(twin.places.evictedTokens());
    for (const [tier, seconds] of transferS.entries()) {
      expect(seconds).toBeCloseTo(twin.travels.waitedS[tier]!, 8);
      const bytes = twin.travels.bytes[tier]!;
      expect(Math.abs(transferBytes[tier]! - bytes)).toBeLessThanOrEqual(1e-9 * bytes);
    }
  }
  if (physical.adapters !== undefined) {
    const { waitedS, ...counted } = physical.adapters;
    const expected = twin.adapters?.counts;
    expect(counted).toEqual({
      lookedUp: expected?.lookedUp,
      found: expected?.found,
      loads: expected?.loads,
    });
    expect(waitedS).toBeCloseTo(expected?.waitedS ?? Number.NaN, 7);
  }
  if (physical.drafts !== undefined) {
    expect(physical.drafts.drafted).toBe(drafts.drafted);
    expect(physical.drafts.accepted).toBeCloseTo(drafts.accepted, 6);
  }
  if (physical.tasks !== undefined) {
    clients.settle();
    const { begun, ended, turns, aliveS } = clients.tasks;
    expect(physical.tasks).toMatchObject({ begun, ended, turns });
    expect(physical.tasks.hours * 3600).toBeCloseTo(aliveS, 7);
  }
  if (physical.answers !== undefined) {
    const { given, accepted, fromCache, escalated } = twin.answers;
    expect(physical.answers).toMatchObject({ given, accepted, fromCache });
    const tiers = physical.answers.escalated.length;
    expect(physical.answers.escalated).toEqual(escalated.slice(0, tiers));
  }
}

function sorted(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function sameSeen(got: readonly Seen[], expected: readonly Seen[]): void {
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE * Math.max(a, b, 1);
  const ordered = (list: readonly Seen[]): Seen[] =>
    list.toSorted(
      (a, b) => a.arrivalS - b.arrivalS || a.nowS - b.nowS || (a.what < b.what ? -1 : 1),
    );
  const engine = ordered(got);
  // The earliest difference is where they part: what follows comes of it.
  let first: { readonly nowS: number; readonly said: string } | undefined;
  for (const [i, twin] of ordered(expected).entries()) {
    const one = engine[i];
    const same =
      one !== undefined &&
      one.what === twin.what &&
      near(one.arrivalS, twin.arrivalS) &&
      near(one.nowS, twin.nowS);
    if (same) continue;
    const nowS = Math.min(one?.nowS ?? Infinity, twin.nowS);
    if (first !== undefined && first.nowS <= nowS) continue;
    const said = (of: Seen | undefined) => `${of?.what} at ${of?.nowS} of ${of?.arrivalS}`;
    first = { nowS, said: `engine ${said(one)}, twin ${said(twin)}` };
  }
  if (first !== undefined) expect.fail(first.said);
  expect(got.length, "what clients saw").toBe(expected.length);
}

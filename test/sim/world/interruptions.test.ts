import { describe, expect, it } from "vitest";
import { failureModel } from "../../../sim/experiment/failureModel.ts";
import { effectiveHours } from "../../../sim/market/broker.ts";
import type { Physical } from "../../../sim/physical.ts";
import type { InterruptionPlan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import { fleetPlan, noFaults, planOf } from "../experiment/strategies.ts";

const PER_HOUR = 12;
const RELOAD_S = 200;
const TAKEN: InterruptionPlan = {
  perMachineS: PER_HOUR / 3600,
  chipsPerMachine: 8,
  noticeS: 0,
  awayMedianS: 60,
  awaySigma: 0,
};

/** Four replicas of four chips, each half a machine of eight, for two and a half hours. */
function run(interruptions: Partial<InterruptionPlan>, requestsPerS = 12): Physical {
  const faults = { ...noFaults, reloadS: RELOAD_S, interruptions: { ...TAKEN, ...interruptions } };
  const plan = planOf({ ...fleetPlan, replicas: 4, faults }, requestsPerS);
  const promise = { ttftS: 1e6, tpotS: 1e6, quantile: 0.5 };
  return simulate({ ...plan, promise, windowS: 9000 }, 0);
}

const taken = ({ incidents }: Physical) =>
  incidents.filter(({ kind }) => kind === "replicaInterrupted");

describe("spot machines", () => {
  it("make work take the effective hours of the closed form", () => {
    // t (1 + h (tau/2 + R)/3600 + d/tau): no checkpoint is written (d = 0); what is lost of a request
    // on average is half its time (tau = its time on the replica); R is the reload.
    const physical = run({});
    const { chipTimeS, requests } = physical;
    const paidS = 16 * physical.measuredS - chipTimeS.down;
    const servingS = paidS - chipTimeS.restart;
    const lostS = physical.wastedS.lost;
    // Lost work per hour of serving, had the replica been busy all the time.
    const busyS = servingS - chipTimeS.idle;
    const stayS = physical.e2e.sum / physical.e2e.count - 0.02;
    const onPaper = effectiveHours(1, PER_HOUR, { everyS: stayS, writeS: 0, restartS: RELOAD_S });
    const measured = 1 + chipTimeS.restart / servingS + lostS / busyS;
    expect(onPaper).toBeGreaterThan(1.6);
    expect((measured - 1) / (onPaper - 1)).toBeGreaterThan(0.85);
    expect((measured - 1) / (onPaper - 1)).toBeLessThan(1.15);
    expect(requests.retries).toBeGreaterThan(taken(physical).length);
  });

  it("are taken back at the rate of their machine, and come back when another is found", () => {
    const physical = run({});
    const servingH =
      (16 * physical.measuredS - physical.chipTimeS.down - physical.chipTimeS.restart) / 4 / 3600;
    const count = taken(physical).length;
    // Poisson: within four standard deviations of 12 an hour.
    expect(Math.abs(count - PER_HOUR * servingH)).toBeLessThan(4 * Math.sqrt(PER_HOUR * servingH));
    expect(physical.chipTimeS.down / (4 * count)).toBeCloseTo(60, -1);
    expect(physical.chipTimeS.restart / (4 * count)).toBeCloseTo(RELOAD_S, -1.3);
  });

  it("hit a replica on several of them as often as there are machines", () => {
    const one = run({ perMachineS: 2 / 3600 });
    const two = run({ perMachineS: 2 / 3600, chipsPerMachine: 2 });
    const hours = (physical: Physical): number =>
      (16 * physical.measuredS - physical.chipTimeS.down - physical.chipTimeS.restart) / 4 / 3600;
    const perHour = (physical: Physical): number => taken(physical).length / hours(physical);
    expect(perHour(two)).toBeGreaterThan(1.4 * perHour(one));
  });

  it("lose nothing where the notice is longer than an answer takes", () => {
    const short = run({ noticeS: 0, perMachineS: 4 / 3600 }, 4);
    const long = run({ noticeS: 120, perMachineS: 4 / 3600 }, 4);
    expect(short.wastedS.lost).toBeGreaterThan(0);
    expect(long.wastedS.lost).toBe(0);
    expect(taken(long).length).toBeGreaterThan(20);
    for (const { requestsLost } of taken(long)) expect(requestsLost).toBe(0);
  });

  it("serve to the last where no other replica is left to take the requests", () => {
    const faults = { ...noFaults, interruptions: { ...TAKEN, noticeS: 300 } };
    const plan = planOf({ ...fleetPlan, replicas: 1, faults }, 1);
    const physical = simulate({ ...plan, windowS: 7200 }, 0);
    const { arrived, lost, finished } = physical.requests;
    expect(finished + lost).toBeGreaterThan(0.9 * arrived);
    // Without serving through the notice, at most 300 of every 900 s would be served.
    expect(finished / arrived).toBeGreaterThan(0.4);
  });

  it("change nothing where there are none", () => {
    const plan = planOf({ ...fleetPlan, replicas: 2 }, 4);
    const never = { ...noFaults, interruptions: { ...TAKEN, perMachineS: 0 } };
    const same = planOf({ ...fleetPlan, replicas: 2, faults: never }, 4);
    expect(simulate(same, 0)).toEqual(simulate(plan, 0));
  });

  it("are away in the months as long as in the simulation", () => {
    const perMachineS = 6 / 3600;
    const interruptions = { ...TAKEN, perMachineS, awayMedianS: 400, awaySigma: 0.5 };
    const faults = { ...noFaults, reloadS: RELOAD_S, interruptions };
    const model = failureModel(faults, 4, 0, 2);
    const away = 400 * Math.exp(0.125) + RELOAD_S;
    const perCycle = perMachineS * away;
    expect(model.unavailability).toBeCloseTo(perCycle / (1 + perCycle), 12);
    const physical = run(interruptions);
    const { down, restart } = physical.chipTimeS;
    const share = (down + restart) / (16 * physical.measuredS);
    expect(share / model.unavailability).toBeGreaterThan(0.7);
    expect(share / model.unavailability).toBeLessThan(1.3);
    expect(down / (down + restart)).toBeCloseTo(model.repairPart, 1);
  });
});

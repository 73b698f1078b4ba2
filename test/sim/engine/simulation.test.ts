import { describe, expect, it } from "vitest";
import * as ranks from "../../../sim/engine/ranks.ts";
import { Simulation } from "../../../sim/engine/simulation.ts";
import { TraceLog } from "../../../sim/engine/trace.ts";

const STEP = 3;
const ARRIVAL = 4;

describe("Simulation", () => {
  it("moves the clock to each event and then to the end of the run", () => {
    const sim = new Simulation();
    const seen: number[] = [];
    sim.on(STEP, "stepFinished", () => seen.push(sim.nowS));
    sim.at(3, 50, STEP, 0);
    sim.after(1.5, 50, STEP, 0);
    sim.at(10, 50, STEP, 0);
    sim.run(5);
    expect([seen, sim.nowS, sim.fired, sim.pending, sim.nextTimeS()]).toEqual([
      [1.5, 3],
      5,
      2,
      1,
      10,
    ]);
  });

  it("fires what is due at the very end of the run", () => {
    const sim = new Simulation();
    let fired = 0;
    sim.on(STEP, "stepFinished", () => {
      fired++;
    });
    sim.at(5, ranks.WINDOW_ENDED, STEP, 0);
    sim.run(5);
    expect(fired).toBe(1);
  });

  it("fires an event that is scheduled for now by the event that is firing", () => {
    const sim = new Simulation();
    const seen: string[] = [];
    sim.on(STEP, "stepFinished", (replica) => {
      seen.push(`step ${replica}`);
      if (replica === 0) sim.after(0, 50, STEP, 1);
    });
    sim.on(ARRIVAL, "requestArrived", () => seen.push("arrival"));
    sim.at(1, 70, ARRIVAL, 0);
    sim.at(1, 50, STEP, 0);
    sim.run(1);
    expect(seen).toEqual(["step 0", "step 1", "arrival"]);
  });

  it("hands each event to its own handler with its entity, and cancelled ones to none", () => {
    const sim = new Simulation();
    const seen: string[] = [];
    sim.on(STEP, "stepFinished", (replica) => seen.push(`step of ${replica}`));
    sim.on(ARRIVAL, "requestArrived", (request) => seen.push(`request ${request}`));
    sim.at(1, 70, ARRIVAL, 12);
    const step = sim.at(1, 50, STEP, 9);
    sim.at(1, 50, STEP, 8);
    expect([sim.cancel(step), sim.cancel(step)]).toEqual([true, false]);
    sim.run(Infinity);
    expect(seen).toEqual(["step of 8", "request 12"]);
    expect(sim.nowS).toBe(1);
  });

  it("stops when told and goes on where it stopped", () => {
    const sim = new Simulation();
    sim.on(STEP, "stepFinished", (entity) => {
      if (entity === 1) sim.stop();
    });
    for (const [i, timeS] of [1, 2, 3].entries()) sim.at(timeS, 50, STEP, i);
    sim.run(10);
    expect([sim.nowS, sim.pending]).toEqual([2, 1]);
    sim.run(10);
    expect([sim.nowS, sim.pending]).toEqual([10, 0]);
  });

  it.each([
    [-3, "delay of -3 s at t=12 s (replicaRepaired); a delay is finite and >= 0"],
    [Number.NaN, "delay of NaN s at t=12 s (replicaRepaired); a delay is finite and >= 0"],
    [Infinity, "delay of Infinity s at t=12 s (replicaRepaired); a delay is finite and >= 0"],
  ])("refuses a delay of %s s", (delayS, message) => {
    const sim = new Simulation();
    sim.on(STEP, "replicaRepaired", () => {});
    sim.run(12);
    expect(() => sim.after(delayS, 30, STEP, 0)).toThrow(new RangeError(message));
    expect(() => sim.at(12 + delayS, 30, STEP, 0)).toThrow(new RangeError(message));
    expect(sim.pending).toBe(0);
  });

  it("refuses an event that nobody handles, a second handler and a run into the past", () => {
    const sim = new Simulation();
    sim.on(STEP, "stepFinished", () => {});
    expect(() => sim.at(1, 50, ARRIVAL, 0)).toThrow("event of kind 4 at t=1 s");
    expect(() => sim.on(STEP, "again", () => {})).toThrow("it already is stepFinished");
    sim.run(2);
    expect(() => sim.run(1)).toThrow("run until 1 s at t=2 s");
  });
});

describe("ranks", () => {
  it("are all different and fit the queue", () => {
    const values = Object.values(ranks);
    expect(new Set(values).size).toBe(values.length);
    for (const rank of values) expect(rank >= 0 && rank <= 255).toBe(true);
  });

  it("put what changes before what reads it", () => {
    const order = [
      ranks.SIGNAL_CHANGED,
      ranks.REPLICA_FAILED,
      ranks.REPLICA_REPAIRED,
      ranks.REPLICA_RETURNED,
      ranks.STEP_FINISHED,
      ranks.REQUEST_RETRIED,
      ranks.REQUEST_ARRIVED,
      ranks.MEASURING_STARTED,
      ranks.WINDOW_ENDED,
    ];
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

describe("trace", () => {
  it("says each event in an operator's words, and no more lines than asked for", () => {
    const log = new TraceLog((name, entity) => {
      return name === "stepFinished" ? `replica-${entity}` : `request-${entity}`;
    }, 2);
    const sim = new Simulation(log.sink);
    sim.on(STEP, "stepFinished", () => {});
    sim.on(ARRIVAL, "requestArrived", () => {});
    sim.at(12.5, 50, STEP, 3);
    sim.at(0.0625, 70, ARRIVAL, 0);
    sim.at(13, 50, STEP, 3);
    sim.run(20);
    expect(log.lines).toEqual(["0.063 request-0 requestArrived", "12.500 replica-3 stepFinished"]);
  });
});

import {
  MEASURING_STARTED,
  REPLICA_FAILED,
  REPLICA_REPAIRED,
  REPLICA_RETURNED,
  REQUEST_ARRIVED,
  REQUEST_RETRIED,
  SIGNAL_CHANGED,
  STEP_FINISHED,
} from "../../../sim/engine/ranks.ts";
import { underCap } from "../../../sim/facility/powerCap.ts";
import { ReplicaFaults } from "../../../sim/faults/replicaFailures.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import { Agenda, type Entry } from "./agenda.ts";
import type { ServingScenario } from "./servingScenarios.ts";
import {
  type Asked,
  nothing,
  PARTS,
  type Parts,
  type Reason,
  StaticLedger,
  sum,
} from "./staticLedger.ts";
import { brokenOff, type StaticStep, staticStep } from "./staticStep.ts";

/**
 * One replica with static batches, one step and one sequence at a time: the plain reference of
 * `StaticReplica`. Everything is written out; nothing is in closed form.
 */
export class StaticTwin {
  readonly served: { what: string; arrivalS: number; nowS: number }[] = [];
  readonly counts = { arrived: 0, finished: 0, onTime: 0, rejected: 0, lost: 0, abandoned: 0 };
  capped = 0;
  retries = 0;
  iterations = 0;
  readonly waiting: Asked[] = [];
  batch: Asked[] = [];
  readonly #scenario: ServingScenario;
  readonly #agenda = new Agenda();
  readonly #faults: ReplicaFaults;
  readonly #ledger = new StaticLedger();
  #doing: "idle" | "down" | "restart" | StaticStep = "idle";
  #sinceS = 0;
  #event: Entry | undefined;
  #death: Entry | undefined;
  #inRepair = false;
  #powered = true;
  #stretch = 1;
  #stepsDone = 0;
  #stalledStep: number;
  /** Longest prompt and answer of the batch, its steps that are over, the FLOPs done for it. */
  #prompt = 0;
  #answer = 0;
  #done = 0;
  #batchFlops = 0;

  constructor(scenario: ServingScenario) {
    const { plan, fleet, shape, replication } = scenario;
    const streams = new Streams(`${plan.seed}/rep-${replication}`);
    this.#scenario = scenario;
    this.#faults = new ReplicaFaults(fleet.faults, shape.chips, streams);
    this.#stalledStep = this.#faults.stepsToStall(0);
    for (const { fromS, capWatts } of fleet.power.caps) {
      this.#agenda.at(fromS, SIGNAL_CHANGED, () => this.#capChanged(capWatts));
    }
    this.#liveOn();
    for (const { atS } of fleet.faults.forced) {
      this.#agenda.at(atS, REPLICA_FAILED, () => this.#failed());
    }
    const source = requestSource(plan.demand, plan.windowS, streams, replication);
    while (source.advance()) {
      const { arrivalS, inputTokens, outputTokens } = source;
      this.#agenda.at(arrivalS, REQUEST_ARRIVED, () =>
        this.#arrived(arrivalS, inputTokens, outputTokens),
      );
    }
  }

  /** Runs the window; returns the replica-seconds and FLOPs of its measured part. */
  run(): Record<string, number> {
    const { warmupS, windowS } = this.#scenario.plan;
    let before: Record<string, number> = {};
    if (warmupS > 0) {
      this.#agenda.at(warmupS, MEASURING_STARTED, () => {
        before = this.#totals();
        this.iterations = 0;
      });
    }
    this.#agenda.run(windowS);
    return Object.fromEntries(
      Object.entries(this.#totals()).map(([name, value]) => [name, value - (before[name] ?? 0)]),
    );
  }

  #arrived(arrivalS: number, input: number, output: number): void {
    this.counts.arrived++;
    const asked: Asked = {
      arrivalS,
      input,
      output,
      tries: 1,
      queuedS: 0,
      gone: false,
      patience: undefined,
      prompt: nothing(),
      answer: nothing(),
      flops: 0,
    };
    const room = this.#scenario.shape.contextTokens - input;
    if (output > room) {
      if (this.#scenario.fleet.engine.contextPolicy === "drop" || room < 1) {
        this.#gone(asked, "rejected");
        return;
      }
      this.capped++;
      asked.output = room;
    }
    this.#enter(asked);
  }

  #enter(asked: Asked): void {
    const { nowS } = this.#agenda;
    const isUp = this.#doing !== "down" && this.#doing !== "restart";
    if (!isUp) {
      this.#tryLost(asked);
      return;
    }
    const patienceS = this.#scenario.plan.demand.classes?.[0]?.patienceS ?? Infinity;
    if (patienceS < Infinity) {
      asked.patience = this.#agenda.at(nowS + patienceS, REQUEST_RETRIED, () => {
        if (this.batch.includes(asked)) {
          asked.gone = true;
          return;
        }
        this.waiting.splice(this.waiting.indexOf(asked), 1);
        this.#gaveUp(asked);
        if (this.#doing === "idle") this.#seek();
      });
    }
    asked.queuedS = nowS;
    this.waiting.push(asked);
    if (this.#doing === "idle") this.#seek();
  }

  /** Starts a batch if one is due, or sets the alarm for it. */
  #seek(): void {
    const { maxBatch, batchWaitS = 0 } = this.#scenario.fleet.engine;
    const { nowS } = this.#agenda;
    this.#agenda.cancel(this.#event);
    const oldest = this.waiting[0];
    if (oldest === undefined) {
      this.#do("idle");
      return;
    }
    const dueS = oldest.queuedS + batchWaitS;
    if (this.waiting.length < maxBatch && dueS > nowS) {
      this.#do("idle");
      this.#event = this.#agenda.at(dueS, STEP_FINISHED, () => this.#seek());
      return;
    }
    while (this.waiting[0] !== undefined && this.batch.length < maxBatch) {
      if (!this.#fits([...this.batch, this.waiting[0]])) break;
      this.batch.push(this.waiting.shift()!);
    }
    this.#prompt = longest(this.batch, "input");
    this.#answer = longest(this.batch, "output");
    this.#done = 0;
    this.#batchFlops = 0;
    this.#startStep();
  }

  #fits(batch: readonly Asked[]): boolean {
    const { kvBlocks, blockTokens } = this.#scenario.shape;
    const tokens = longest(batch, "input") + longest(batch, "output");
    return batch.length * Math.ceil(tokens / blockTokens) <= kvBlocks;
  }

  #startStep(): void {
    const stalls = this.#stepsDone + 1 === this.#stalledStep;
    const step = staticStep(
      {
        requests: this.batch.length,
        prompt: this.#prompt,
        answer: this.#answer,
        done: this.#done,
      },
      this.#scenario.shape.cost,
      this.#agenda.nowS,
      this.#stretch,
      stalls ? this.#scenario.fleet.faults.stallS : 0,
    );
    this.#do(step);
    this.#event = this.#agenda.at(step.endS, STEP_FINISHED, () => this.#finishStep(step));
  }

  #finishStep(step: StaticStep): void {
    this.#sinceS = step.endS;
    this.#stepsDone++;
    this.iterations++;
    this.#batchFlops += step.flops;
    this.#ledger.flops.done += step.flops;
    if (this.#stepsDone === this.#stalledStep) this.#stalledStep += this.#faults.stepsToStall(0);
    for (const part of PARTS) this.#ledger.busy[part] += step.parts[part];
    for (const asked of this.batch) this.#shareStep(asked, step.parts);
    this.#done++;
    if (this.#done < this.#answer) {
      this.#startStep();
      return;
    }
    this.#closeBatch();
    for (const asked of this.batch.splice(0)) this.#answered(asked);
    this.#seek();
  }

  #shareStep(asked: Asked, parts: Parts): void {
    const { cost } = this.#scenario.shape;
    const { input, output } = asked;
    const own = this.#ownShare(asked);
    const into = this.#done === 0 ? asked.prompt : asked.answer;
    for (const part of PARTS) {
      const share = parts[part] / this.batch.length;
      into[part] += share * own;
      if (own < 1) this.#ledger.waste("padding", part, share * (1 - own));
    }
    if (this.#done === 0) {
      asked.flops += input * cost.flopsPerToken + ((input * (input + 1)) / 2) * cost.flopsPerPair;
    } else if (own > 0) {
      asked.flops += cost.flopsPerToken + (input + this.#done) * cost.flopsPerContextToken;
    }
    if (output > this.#done) asked.flops += cost.flopsPerSample;
  }

  /** Part of a sequence's place in the step under way that is for its own tokens. */
  #ownShare({ input, output }: Asked): number {
    if (this.#done === 0) return input / this.#prompt;
    return output > this.#done ? 1 : 0;
  }

  #closeBatch(): void {
    this.#ledger.flops.wasted += this.#batchFlops;
    for (const { flops } of this.batch) this.#ledger.flops.wasted -= flops;
  }

  #answered(asked: Asked): void {
    const { plan, fleet } = this.#scenario;
    const { nowS } = this.#agenda;
    if (asked.gone) {
      this.#gaveUp(asked);
      return;
    }
    this.#agenda.cancel(asked.patience);
    if (asked.output > 0) this.#tell("firstToken", asked);
    const promise = plan.demand.classes?.[0] ?? plan.promise;
    const onTime = nowS - asked.arrivalS + fleet.timing.requestOverheadS <= promise.ttftS;
    this.counts.finished++;
    this.#tell("finished", asked);
    if (!onTime) {
      this.#wasteAll(asked, "late");
      return;
    }
    this.counts.onTime++;
    this.#ledger.used.input += sum(asked.prompt);
    this.#ledger.used.output += sum(asked.answer);
  }

  #gaveUp(asked: Asked): void {
    const requestClass = this.#scenario.plan.demand.classes?.[0];
    this.#wasteAll(asked, "abandoned");
    if (asked.tries >= (requestClass?.maxTries ?? 1)) this.#gone(asked, "abandoned");
    else this.#retry(asked, requestClass?.retryDelayS ?? 0);
  }

  #tryLost(asked: Asked): void {
    const { maxTries, retryDelayS } = this.#scenario.fleet.faults;
    this.#agenda.cancel(asked.patience);
    this.#wasteAll(asked, "lost");
    if (asked.tries >= maxTries) this.#gone(asked, "lost");
    else this.#retry(asked, retryDelayS);
  }

  #retry(asked: Asked, delayS: number): void {
    asked.tries++;
    asked.gone = false;
    this.retries++;
    this.#agenda.at(this.#agenda.nowS + delayS, REQUEST_RETRIED, () => this.#enter(asked));
  }

  #gone(asked: Asked, how: "rejected" | "lost" | "abandoned"): void {
    this.counts[how]++;
    this.#tell(how, asked);
  }

  #tell(what: string, { arrivalS }: Asked): void {
    this.served.push({ what, arrivalS, nowS: this.#agenda.nowS });
  }

  #wasteAll(asked: Asked, reason: Reason): void {
    for (const part of PARTS) {
      this.#ledger.waste(reason, part, asked.prompt[part] + asked.answer[part]);
      asked.prompt[part] = 0;
      asked.answer[part] = 0;
    }
    this.#ledger.flops.wasted += asked.flops;
    asked.flops = 0;
  }

  #liveOn(): void {
    const lifeS = this.#faults.lifeS(0);
    if (lifeS === Infinity) return;
    const atS = this.#agenda.nowS + lifeS;
    this.#death = this.#agenda.at(atS, REPLICA_FAILED, () => this.#failed());
  }

  #failed(): void {
    if (this.#doing === "down" || this.#doing === "restart") return;
    this.#inRepair = true;
    this.#goDown();
    const backS = this.#agenda.nowS + this.#faults.repairS(0);
    this.#agenda.at(backS, REPLICA_REPAIRED, () => {
      this.#inRepair = false;
      this.#reload();
    });
  }

  #goDown(): void {
    this.#agenda.cancel(this.#event);
    this.#agenda.cancel(this.#death);
    if (typeof this.#doing !== "string") {
      const broken = brokenOff(this.#doing, this.#agenda.nowS);
      for (const part of PARTS) {
        this.#ledger.busy[part] += broken[part];
        this.#ledger.waste("lost", part, broken[part]);
      }
      this.#sinceS = this.#agenda.nowS;
      this.#closeBatch();
    }
    this.#do("down");
    const held = [...this.batch, ...this.waiting];
    this.batch = [];
    this.waiting.length = 0;
    for (const asked of held) this.#tryLost(asked);
  }

  #reload(): void {
    if (this.#doing !== "down" || this.#inRepair || !this.#powered) return;
    this.#do("restart");
    const backS = this.#agenda.nowS + this.#scenario.fleet.faults.reloadS;
    this.#agenda.at(backS, REPLICA_RETURNED, () => {
      this.#do(this.#powered ? "idle" : "down");
      if (this.#powered) this.#liveOn();
    });
  }

  #capChanged(capWatts: number): void {
    const { fleet, shape } = this.#scenario;
    const capped = underCap(capWatts, 1, shape.chips, fleet.chip, fleet.power.pue);
    this.#stretch = capped.stretch;
    this.#powered = capped.replicas === 1;
    if (!this.#powered && this.#doing !== "down" && this.#doing !== "restart") this.#goDown();
    this.#reload();
  }

  /** Books what it did until now, if it was not a step, and does something else. */
  #do(what: "idle" | "down" | "restart" | StaticStep): void {
    const { nowS } = this.#agenda;
    if (typeof this.#doing === "string") this.#ledger.stays[this.#doing] += nowS - this.#sinceS;
    this.#doing = what;
    this.#sinceS = nowS;
  }

  /** All accounts as of now; what is under way counts as useful, its padding as padding. */
  #totals(): Record<string, number> {
    if (typeof this.#doing === "string") this.#do(this.#doing);
    const ledger = this.#ledger.copy();
    for (const { prompt, answer } of this.batch) {
      ledger.used.input += sum(prompt);
      ledger.used.output += sum(answer);
    }
    if (typeof this.#doing !== "string") {
      const broken = brokenOff(this.#doing, this.#agenda.nowS);
      for (const part of PARTS) {
        ledger.busy[part] += broken[part];
        for (const asked of this.batch) {
          const share = broken[part] / this.batch.length;
          const own = share * this.#ownShare(asked);
          ledger.used[this.#done === 0 ? "input" : "output"] += own;
          ledger.waste("padding", part, share - own);
        }
      }
    }
    return ledger.totals();
  }
}

function longest(batch: readonly Asked[], what: "input" | "output"): number {
  return Math.max(...batch.map((asked) => asked[what]));
}

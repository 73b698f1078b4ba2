import * as rank from "../../../sim/engine/ranks.ts";
import type { StackRequest, StackStep } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";

/** The steps of the replicas, and what comes of requests at their ends. */
export class StackSteps {
  readonly #twin: StackTwin;

  constructor(twin: StackTwin) {
    this.#twin = twin;
  }

  start(index: number): void {
    const twin = this.#twin;
    const place = twin.places.list[index]!;
    const step = place.replica.startStep(twin.agenda.nowS);
    twin.places.do(index, step ?? "idle");
    if (step === null) return;
    place.stepEnd = twin.agenda.at(step.endS, rank.STEP_FINISHED + index * 1e-6, () =>
      this.#finishStep(index, step),
    );
  }

  #finishStep(index: number, step: StackStep): void {
    const twin = this.#twin;
    const place = twin.places.list[index]!;
    const { replica } = place;
    const shape = twin.shapes[place.pool]!;
    const nowS = twin.agenda.nowS;
    place.sinceS = step.endS;
    twin.ledger.finishStep(step, shape.cost, shape.chips);
    replica.finishStep(step);
    for (const request of step.decoding) this.#gap(request, nowS);
    for (const request of step.decoding.toSorted((a, b) => a.slot - b.slot)) {
      if (request.stepsLeft > 0) continue;
      twin.madeSteps(request);
      request.emitted = request.output;
      this.#leave(request, index);
    }
    for (const { request, completes } of step.chunks) {
      if (request.state === "cancelled") {
        replica.take(request);
        replica.memory.release(request);
        this.drop(request);
      } else if (completes) this.#promptDone(request, index);
    }
    this.start(index);
  }

  #gap(request: StackRequest, nowS: number): void {
    const twin = this.#twin;
    twin.itl.count++;
    twin.itl.sum += nowS - request.lastTokenS;
    request.lastTokenS = nowS;
  }

  #promptDone(request: StackRequest, index: number): void {
    const twin = this.#twin;
    const { replica, pool } = twin.places.list[index]!;
    const nowS = twin.agenda.nowS;
    replica.memory.promptDone(request);
    if (request.output > 0) {
      request.emitted++;
      if (request.emitted === 1) {
        request.firstTokenS = nowS;
        twin.tell("firstToken", request);
        twin.clients.firstToken(request);
      } else this.#gap(request, nowS);
      request.lastTokenS = nowS;
      if (request.emitted < request.output) {
        const flow = twin.flowOf(request);
        if (flow.kind === "disaggregated" && flow.prefill === pool) {
          twin.hit("handOver");
          replica.take(request);
          const blocks = replica.memory.detach(request);
          twin.places.changed(twin.places.list[index]!, -1);
          twin.travels.handedOver(request, index, blocks);
          twin.route(flow.decode, request);
          return;
        }
        replica.decodeOn(request);
        return;
      }
    }
    this.#leave(request, index);
  }

  /** A request has all its tokens at this station. */
  #leave(request: StackRequest, index: number): void {
    const twin = this.#twin;
    const { replica } = twin.places.list[index]!;
    replica.memory.keepAnswer(request, request.input + Math.max(0, request.output - 1));
    replica.take(request);
    replica.memory.release(request);
    replica.served(request);
    const next = twin.stations.nextPool(request);
    twin.places.changed(twin.places.list[index]!, -1);
    if (next === undefined) {
      twin.clients.finished(request);
      return;
    }
    if (twin.judges) {
      twin.hit("escalation");
      twin.ledger.waste(request, "escalated");
    }
    request.emitted = 0;
    request.firstTokenS = Number.NaN;
    twin.route(next, request);
  }

  /** A request whose client has gone is out of its replica. */
  drop(request: StackRequest): void {
    const twin = this.#twin;
    twin.hit("abandoned");
    twin.ledger.waste(request, "abandoned");
    twin.places.changed(twin.places.list[request.replica]!, -1);
    twin.tryEnded(request);
    twin.clients.refused(request, "abandoned");
  }
}

import { normalQuantile } from "../../../sim/random/normal.ts";
import type { StackRequest } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";

/** The pools that requests pass, and how good their answers are. */
export class StackStations {
  readonly #twin: StackTwin;

  constructor(twin: StackTwin) {
    this.#twin = twin;
  }

  /** Where a request enters. */
  firstPool(request: StackRequest): number {
    const twin = this.#twin;
    const flow = twin.flowOf(request);
    request.stage = 0;
    switch (flow.kind) {
      case "direct":
        return flow.pool;
      case "disaggregated": {
        const isLocal = request.input - request.cached < flow.localBelowTokens;
        return isLocal ? flow.decode : flow.prefill;
      }
      case "encoded": {
        if (twin.answerDraw(request, 12) >= flow.share) return flow.pool;
        twin.hit("encode");
        request.original = { input: request.input, output: request.output };
        request.input = flow.encoderTokens;
        request.output = 0;
        request.cached = 0;
        return flow.encoder;
      }
      case "cascade": {
        if (flow.start === "smallest") return flow.tiers[0]!.pool;
        const noise =
          flow.scoreError === 0 ? 0 : normalQuantile(twin.answerDraw(request, 1)) * flow.scoreError;
        const score = twin.answerDraw(request, 0) + noise;
        const tier = flow.tiers.findIndex(({ quality }) => score < quality);
        request.stage = tier < 0 ? flow.tiers.length - 1 : tier;
        return flow.tiers[request.stage]!.pool;
      }
    }
  }

  /** Where a request goes that is complete at its station; undefined = it is finished. */
  nextPool(request: StackRequest): number | undefined {
    const twin = this.#twin;
    const flow = twin.flowOf(request);
    if (
      flow.kind === "encoded" &&
      request.original !== undefined &&
      request.pool === flow.encoder
    ) {
      request.input = request.original.input + flow.encoderTokens;
      request.output = request.original.output;
      return flow.pool;
    }
    if (flow.kind !== "cascade" || request.stage + 1 >= flow.tiers.length) return undefined;
    const { quality, caught, falseAlarms } = flow.tiers[request.stage]!;
    const isGood = twin.answerDraw(request, 0) < quality;
    if (twin.answerDraw(request, 2 + request.stage) >= (isGood ? falseAlarms : caught)) {
      request.firstTokenS = twin.agenda.nowS;
      return undefined;
    }
    if (twin.measures(request)) twin.answers.escalated[request.stage]!++;
    request.stage++;
    return flow.tiers[request.stage]!.pool;
  }

  /** Whether a complete answer is accepted. */
  judge(request: StackRequest, fromCache: boolean): void {
    const { answers, fleet } = this.#twin;
    answers.given++;
    if (fromCache) {
      answers.fromCache++;
      const stale = fleet.responseCache?.staleShare ?? 0;
      if (this.#twin.answerDraw(request, 14) >= stale) answers.accepted++;
      return;
    }
    const flow = this.#twin.flowOf(request);
    const pool = [fleet, ...(fleet.pools ?? [])][request.pool]!;
    const quality =
      flow.kind === "cascade"
        ? flow.tiers[request.stage]!.quality
        : (pool.quality ?? 1) * (1 - (pool.kvCompression?.qualityLoss ?? 0));
    if (this.#twin.answerDraw(request, 0) < quality) answers.accepted++;
  }
}

import type { ArrivalPlan } from "../../sim/plan.ts";
import type { CaseSpan } from "../../sim/validation.ts";
import type { CaseRow } from "./caseRow.ts";

/** How a row's requests arrive at one replica, and how long the run is watched. */
export interface CaseLoad {
  readonly arrivals: ArrivalPlan;
  readonly windowS: number;
  readonly warmupS: number;
  readonly span: CaseSpan;
}

/** Longer than any closed run takes: it ends with its last request. */
export const LONG_S = 1e6;
/** Requests of a closed loop per client, as the load generators send. */
const REQUESTS_PER_CLIENT = 10;
/** Requests queued at once of an offline run, unless its source says otherwise. */
const OFFLINE_REQUESTS = 3000;
/** Open runs: measured requests, and measured time in expected answer times, whichever is longer. */
const MEASURED_REQUESTS = 2000;
const MEASURED_ANSWERS = 10;
const WARMUP_ANSWERS = 3;
/** A guess of the time per output token that only sets how long a run is watched. */
const GUESSED_TPOT_S = 0.05;

/** The load of one of `copies` equal replicas, or the reason why the row states none. */
export function caseLoad(row: CaseRow, copies: number): CaseLoad | string {
  const closed = { windowS: LONG_S, warmupS: 0 };
  switch (row.loadType) {
    case "offline": {
      const requests = offlineRequests(row);
      const arrivals = { kind: "closedLoop", concurrency: requests, requests } as const;
      return { ...closed, arrivals, span: "window" };
    }
    case "batch": {
      if (row.load === 0) return "no load stated";
      const arrivals = { kind: "closedLoop", concurrency: row.load, requests: row.load } as const;
      return { ...closed, arrivals, span: "staticBatch" };
    }
    case "concurrency": {
      if (row.load === 0) return "no load stated";
      const concurrency = Math.max(1, Math.round(row.load / copies));
      const requests = concurrency * REQUESTS_PER_CLIENT;
      return {
        ...closed,
        arrivals: { kind: "closedLoop", concurrency, requests },
        span: "window",
      };
    }
    case "rate_req_s":
    case "server_poisson_req_s":
      return row.load === 0 ? "no load stated" : openLoad(row, row.load / copies);
    default:
      return `load type ${row.loadType || "(none)"}: not modelled`;
  }
}

function openLoad(row: CaseRow, requestsPerS: number): CaseLoad {
  const burst = Number(/then drain/.test(row.notes) && /(\d+) requests/.exec(row.workload)?.[1]);
  if (burst > 0) return drainedBurst(row, burst, requestsPerS);
  const answerS = row.outputTokens * GUESSED_TPOT_S;
  const warmupS = WARMUP_ANSWERS * answerS;
  const measuredS = Math.max(MEASURED_REQUESTS / requestsPerS, MEASURED_ANSWERS * answerS);
  const constant = /constant.rate/.test(row.workload);
  const arrivals = { kind: constant ? "constant" : "poisson", requestsPerS } as const;
  return { arrivals, windowS: warmupS + measuredS, warmupS, span: "window" };
}

/** A stated number of requests at a stated rate, then none until all are answered. */
function drainedBurst(row: CaseRow, requests: number, requestsPerS: number): CaseLoad {
  const trace = {
    name: row.caseId,
    format: "burst",
    arrivalS: Float64Array.from({ length: requests }, (_, i) => i / requestsPerS),
    inputTokens: new Int32Array(requests).fill(Math.round(row.inputTokens)),
    outputTokens: new Int32Array(requests).fill(Math.round(row.outputTokens)),
    cachedTokens: new Int32Array(requests),
    spanS: LONG_S,
    sha256: "",
  };
  return {
    arrivals: { kind: "replay", trace, blockS: 60, spreadTickS: 0 },
    windowS: LONG_S,
    warmupS: 0,
    span: "untilAnswered",
  };
}

/**
 * Requests that the benchmark's guide queues for a pair of lengths.
 * Source: TensorRT-LLM performance overview, `--num-requests` by input and output length
 */
function offlineRequests(row: CaseRow): number {
  const tokens = row.inputTokens + row.outputTokens;
  if (/all requests queued at once/.test(row.workload)) {
    if (tokens <= 256) return 30_000;
    return tokens >= 4096 || row.inputTokens >= 5000 ? 1500 : OFFLINE_REQUESTS;
  }
  return Math.max(OFFLINE_REQUESTS, 6 * row.gpuBatch);
}

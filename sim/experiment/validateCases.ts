import { fleetFit } from "../fleetFit.ts";
import type { HistogramSnapshot, Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { staticBatch } from "../staticBatch.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import {
  CASE_METRICS,
  type CaseMetric,
  type CasePrediction,
  type CasesReport,
  type FamilyError,
  type MeasuredCase,
  type SkippedCase,
} from "../validation.ts";
import type { Runner } from "./runner.ts";

/**
 * Repeats measured runs and sets predictions beside them, in the order of the cases. A metric
 * without any observation in its simulated run is skipped under its own reason.
 */
export async function validateCases(
  cases: readonly MeasuredCase[],
  skipped: readonly SkippedCase[],
  runner: Runner,
): Promise<CasesReport> {
  const unanswered: SkippedCase[] = [];
  const fitting: MeasuredCase[] = [];
  for (const measured of cases) {
    const { supply } = measured.plan;
    const problem = supply.kind === "fleet" ? fleetFit(supply).problem : "";
    if (problem === "") fitting.push(measured);
    else unanswered.push({ caseId: measured.caseId, reason: problem });
  }
  const simulated = fitting.filter(({ span }) => span !== "staticBatch");
  const physicals = await runner.run(
    simulated.map((measured) => ({ plan: replayPlan(measured), replication: 0 })),
  );
  const results = new Map(simulated.map((measured, i) => [measured, physicals[i]]));
  const predictions: CasePrediction[] = [];
  for (const measured of fitting) {
    const { caseId, family } = measured;
    const physical = results.get(measured);
    for (const metric of CASE_METRICS) {
      const observed = measured.observed[metric];
      if (observed === undefined) continue;
      const predicted =
        physical === undefined
          ? predictBatch(metric, measured.plan)
          : predictMetric(metric, physical, measured);
      if (Number.isFinite(predicted)) {
        predictions.push({ caseId, family, metric, observed, predicted });
      } else {
        unanswered.push({ caseId, reason: `nothing finished that gives ${metric}` });
      }
    }
  }
  return {
    cases: predictions,
    skipped: [...skipped, ...unanswered],
    summary: summarise(predictions),
  };
}

/** The plan with its batch limited to what an engine admits that sets KV cache aside. */
export function replayPlan(measured: Pick<MeasuredCase, "plan" | "reservedTokens">): Plan {
  const { plan, reservedTokens } = measured;
  const { supply } = plan;
  if (supply.kind !== "fleet" || reservedTokens === 0) return plan;
  const admitted = Math.max(1, Math.floor(fleetFit(supply).kvTokens / reservedTokens));
  const maxBatch = Math.min(supply.engine.maxBatch, admitted);
  return { ...plan, supply: { ...supply, engine: { ...supply.engine, maxBatch } } };
}

/** A metric of a batch of bare engine steps; NaN when the plan holds no such batch. */
function predictBatch(metric: CaseMetric, plan: Plan): number {
  const { arrivals, lengths } = plan.demand;
  if (plan.supply.kind !== "fleet") return Number.NaN;
  if (arrivals.kind !== "closedLoop" || lengths.kind !== "fixed") return Number.NaN;
  const batch = arrivals.concurrency;
  const { inputTokens, outputTokens } = lengths;
  const times = staticBatch(plan.supply, batch, inputTokens, outputTokens);
  if (metric === "req_s") return batch / times.totalS;
  if (metric === "out_tok_s") return (batch * outputTokens) / times.totalS;
  if (metric === "total_tok_s") return (batch * (inputTokens + outputTokens)) / times.totalS;
  if (metric.startsWith("ttft")) return 1000 * times.prefillS;
  return 1000 * (metric.startsWith("tpot") ? times.decodeS : times.totalS);
}

/** What the simulated run says a metric is; NaN when no request gave it. */
export function predictMetric(
  metric: CaseMetric,
  physical: Physical,
  measured: Pick<MeasuredCase, "copies" | "span" | "plan" | "mediansAreMeans">,
): number {
  switch (metric) {
    case "out_tok_s":
    case "total_tok_s":
    case "req_s":
      return (measured.copies * amount(metric, physical)) / spanS(physical, measured);
    case "latency_ms":
      return latencyMs("mean", physical.e2e);
    default: {
      const [of = "", statistic = ""] = metric.split("_");
      const asMean = statistic === "p50" && measured.mediansAreMeans;
      return latencyMs(asMean ? "mean" : statistic, histogramOf(of, physical));
    }
  }
}

function amount(metric: "out_tok_s" | "total_tok_s" | "req_s", physical: Physical): number {
  const { tokens } = physical;
  if (metric === "out_tok_s") return tokens.output;
  if (metric === "total_tok_s") return tokens.input + tokens.cached + tokens.output;
  return physical.measuredFinished;
}

/** Seconds that a rate of the run is counted over. */
function spanS(physical: Physical, measured: Pick<MeasuredCase, "span" | "plan">): number {
  const { arrivals } = measured.plan.demand;
  if (measured.span === "window" || arrivals.kind !== "replay") return physical.measuredS;
  // First come, first served: the last of a burst waits longest.
  return (arrivals.trace.arrivalS.at(-1) ?? 0) + physical.e2e.max;
}

function histogramOf(name: string, physical: Physical): HistogramSnapshot {
  if (name === "ttft") return physical.ttft;
  return name === "tpot" ? physical.tpot : physical.e2e;
}

function latencyMs(statistic: string, snapshot: HistogramSnapshot): number {
  if (snapshot.count === 0) return Number.NaN;
  if (statistic === "mean") return (1000 * snapshot.sum) / snapshot.count;
  const level = Number(statistic.slice(1)) / 100;
  return 1000 * LogHistogram.fromSnapshot(snapshot).quantile(level);
}

/** Errors by family and metric: families in order of appearance, metrics in the columns' order. */
export function summarise(predictions: readonly CasePrediction[]): FamilyError[] {
  const families = [...new Set(predictions.map(({ family }) => family))];
  const summary: FamilyError[] = [];
  for (const family of families) {
    for (const metric of CASE_METRICS) {
      const errors = predictions
        .filter((p) => p.family === family && p.metric === metric)
        .map((p) => p.predicted / p.observed - 1);
      if (errors.length === 0) continue;
      const sizes = errors.map(Math.abs);
      summary.push({
        family,
        metric,
        n: errors.length,
        medianApe: quantileOf(sizes, 0.5),
        p90Ape: quantileOf(sizes, 0.9),
        bias: quantileOf(errors, 0.5),
      });
    }
  }
  return summary;
}

/** Quantile of a few numbers, linear between their order statistics. */
function quantileOf(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = level * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (at - Math.floor(at)) * (above - below);
}

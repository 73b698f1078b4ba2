import type { HistogramSnapshot, Physical } from "../../physical.ts";
import type { SourceRun } from "./splitting.ts";

/** A source and what it serves in the busiest hour, requests/s. */
interface Serving {
  readonly run: SourceRun;
  readonly requestsPerS: number;
}

const LATENCIES = ["ttft", "itl", "tpot", "e2e"] as const;

/**
 * The peak hours of several sources as one, by replication: latencies are those of all requests, each
 * source by its part of them; everything else is the leading source's.
 */
export function mixedPeaks(lead: SourceRun, serving: readonly Serving[]): readonly Physical[] {
  if (serving.length === 1) return lead.evaluation.peak;
  return lead.evaluation.peak.map((run, replication) => {
    const parts = serving.flatMap(({ run: { evaluation }, requestsPerS }) => {
      const peak = evaluation.peak[replication];
      return peak === undefined ? [] : [{ peak, requestsPerS }];
    });
    const mixed = LATENCIES.map((name) => [
      name,
      mixedHistogram(
        parts.map(({ peak, requestsPerS }) => ({
          histogram: peak[name],
          weight: peak.ttft.count > 0 ? requestsPerS / peak.ttft.count : 0,
        })),
      ),
    ]);
    return { ...run, ...(Object.fromEntries(mixed) as Pick<Physical, (typeof LATENCIES)[number]>) };
  });
}

/** Histograms added, each count times its weight. */
export function mixedHistogram(
  parts: readonly { readonly histogram: HistogramSnapshot; readonly weight: number }[],
): HistogramSnapshot {
  const counted = parts.filter(({ histogram, weight }) => histogram.count > 0 && weight > 0);
  const bins = new Map<number, number>();
  for (const { histogram, weight } of counted) {
    for (const [i, bin] of histogram.bins.entries()) {
      bins.set(bin, (bins.get(bin) ?? 0) + weight * (histogram.counts[i] ?? 0));
    }
  }
  if (bins.size === 0) return { count: 0, sum: 0, min: 0, max: 0, bins: [], counts: [] };
  const ordered = [...bins].toSorted(([a], [b]) => a - b);
  return {
    count: ordered.reduce((sum, [, count]) => sum + count, 0),
    sum: counted.reduce((sum, { histogram, weight }) => sum + weight * histogram.sum, 0),
    min: Math.min(...counted.map(({ histogram }) => histogram.min)),
    max: Math.max(...counted.map(({ histogram }) => histogram.max)),
    bins: ordered.map(([bin]) => bin),
    counts: ordered.map(([, count]) => count),
  };
}

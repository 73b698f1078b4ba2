import type { Comparison } from "../sim/comparison.ts";

/** A waterfall as the envelope has it: snake_case, numbers as they are. */
export interface EnvelopeWaterfall {
  readonly scenario: string;
  readonly reason: string | null;
  readonly purchased_usd: number;
  readonly useful_usd: number;
  readonly toil_usd: number | null;
  readonly revenue_usd: number | null;
  readonly mtok: number;
  readonly bars: readonly {
    readonly lever: string;
    readonly usd: number;
    readonly left_usd: number;
    readonly alone_usd: number;
    readonly shapley_usd: number | null;
    readonly instead: string | null;
  }[];
  readonly attribution: readonly {
    readonly stage: string;
    readonly tax: string;
    readonly usd: number;
    readonly flops: number;
    readonly joules: number;
    readonly tokens: number | null;
    readonly chip_hours: number;
  }[];
  readonly evaluations: number;
  readonly replications: number;
}

export function waterfallJson({ waterfalls = [] }: Comparison): EnvelopeWaterfall[] {
  return waterfalls.map((waterfall) => ({
    scenario: waterfall.strategy,
    reason: waterfall.reason,
    purchased_usd: waterfall.purchasedUsd,
    useful_usd: waterfall.usefulUsd,
    toil_usd: waterfall.toilUsd,
    revenue_usd: waterfall.revenueUsd,
    mtok: waterfall.mtok,
    bars: waterfall.bars.map(({ lever, usd, leftUsd, aloneUsd, shapleyUsd, instead }) => ({
      ...{ lever, usd, left_usd: leftUsd, alone_usd: aloneUsd, shapley_usd: shapleyUsd, instead },
    })),
    attribution: waterfall.attribution.map(({ stage, tax, usd, flops, joules, tokens, chipS }) => ({
      ...{ stage, tax, usd, flops, joules, chip_hours: chipS / 3600 },
      tokens: Number.isFinite(tokens) ? tokens : null,
    })),
    evaluations: waterfall.evaluations,
    replications: waterfall.replications,
  }));
}

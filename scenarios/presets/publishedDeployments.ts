import type { PublishedDeployment } from "../../sim/validation.ts";

/** Deployments whose totals were published and which a preset repeats. */
export const PUBLISHED_DEPLOYMENTS: readonly PublishedDeployment[] = [
  {
    preset: "deepseek-day",
    title: "DeepSeek-V3/R1, 24 hours of 27-28 February 2025",
    source: "DeepSeek-V3/R1 Inference System Overview (open-infra-index), 1 March 2025",
    days: 1,
    promptTokens: 608e9,
    cachedTokens: 342e9,
    outputTokens: 168e9,
    promptTokensPerS: 73_700,
    outputTokensPerS: 14_800,
    answerTokensPerS: 21,
    meanServers: 226.75,
    chipsPerServer: 8,
    usdPerChipHour: 2,
    costUsd: 87_072,
  },
];

export function publishedDeployment(preset: string): PublishedDeployment | undefined {
  return PUBLISHED_DEPLOYMENTS.find((published) => published.preset === preset);
}

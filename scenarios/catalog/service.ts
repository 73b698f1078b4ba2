import { type CatalogRow, row } from "./row.ts";

/** What a buyer of tokens may assume about an API that publishes no promise. */
export const API_SERVICE = {
  assumed_ttft_s: row("D", 0.5, "s", "general-knowledge", "2026", [0.2, 1.5]),
  assumed_tpot_s: row(
    "C",
    0.015,
    "s",
    "infx-blog2",
    "2026-02",
    [0.006, 0.028],
    "two hosts of DeepSeek-R1 sell 36 and 167 tokens/s per user; value near their geometric mean",
  ),
  tokens_per_minute: row(
    "D",
    20_000_000,
    "tokens/min",
    "general-knowledge",
    "2026",
    [200_000, 200_000_000],
    "limit of a paying account; raised on request",
  ),
  requests_per_minute: row(
    "D",
    20_000,
    "requests/min",
    "general-knowledge",
    "2026",
    [500, 200_000],
    "limit of a paying account; raised on request",
  ),
} satisfies Readonly<Record<string, CatalogRow>>;

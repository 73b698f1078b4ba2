import { type OfferTuple, offers } from "./apiOfferRows.ts";

const AMAZON: readonly OfferTuple[] = [
  ["amazon-nova-micro", 0.035, null, 0.14, "2026-08"],
  ["amazon-nova-lite", 0.06, null, 0.24, "2026-08"],
  ["amazon-nova-pro", 0.8, null, 3.2, "2026-08"],
  ["amazon-nova-premier", 2.5, null, 12.5, "2026-08"],
];

const DEEPSEEK: readonly OfferTuple[] = [
  ["deepseek-v4-flash", 0.14, 0.028, 0.28, "2026-04-23", { until: "2026-05-12", open: true }],
  ["deepseek-v4-flash", 0.14, 0.0028, 0.28, "2026-05-12", { open: true, source: "genai-prices" }],
  ["deepseek-v4-pro", 1.74, 0.145, 3.48, "2026-04-23", { until: "2026-05-12", open: true }],
  [
    "deepseek-v4-pro",
    1.74,
    0.0145,
    3.48,
    "2026-05-12",
    { until: "2026-06-02", open: true, source: "genai-prices" },
  ],
  ["deepseek-v4-pro", 0.435, 0.003625, 0.87, "2026-06-02", { open: true, source: "genai-prices" }],
  ["deepseek-chat", 0.27, 0.07, 1.1, "2025-02-08", { open: true }],
  ["deepseek-chat", 0.14, 0.014, 0.28, "2024-05", { until: "2025-02-08", open: true }],
  ["deepseek-reasoner", 0.55, 0.14, 2.19, "2025-01", { open: true }],
  [
    "deepseek-v2",
    0.14,
    0.014,
    0.28,
    "2024-05",
    { until: "2024-12", open: true, source: "tokencost-hist" },
  ],
  ["deepseek-r1", 0.55, 0.14, 2.19, "2025-01", { until: "2025-09-05", open: true, source: "dsk" }],
  [
    "deepseek-v3-promo-ended",
    0.27,
    0.07,
    1.1,
    "2025-02",
    { until: "2025-09-05", open: true, source: "tokencost-hist" },
  ],
  [
    "deepseek-v3.1",
    0.56,
    0.07,
    1.68,
    "2025-09-05",
    { until: "2025-09-29", open: true, source: "dsv31", grade: "B" },
  ],
  [
    "deepseek-v3.2-exp",
    0.28,
    0.028,
    0.42,
    "2025-09",
    { until: "2026-04", open: true, source: "general-knowledge", grade: "D" },
  ],
];

const META_AI: readonly OfferTuple[] = [
  ["muse-spark-1.2-contributor", 0.1, 0.002, 0.2, "2026-08"],
  ["muse-spark-1.2", 1.25, 0.15, 4.25, "2026-08"],
  ["muse-spark-1.1", 1.25, 0.15, 4.25, "2026-08"],
];

const MINIMAX: readonly OfferTuple[] = [["minimax-m2", 0.3, null, 1.2, "2025-10", { open: true }]];

const MISTRAL: readonly OfferTuple[] = [
  ["pixtral-12b", 0.15, null, 0.15, "2026-08", { open: true }],
  ["mistral-small-latest", 0.1, null, 0.3, "2026-08"],
  ["mistral-small-2402", 2, null, 6, "2024-02", { until: "2024-06", source: "tokencost-hist" }],
  ["mistral-small-2402", 1, null, 3, "2024-06", { until: "2024-09", source: "tokencost-hist" }],
  ["mistral-medium-2505", 0.4, null, 2, "2026-08"],
  [
    "mistral-medium-2312",
    2.7,
    null,
    8.1,
    "2023-12",
    { until: "2025-05", source: "tokencost-hist" },
  ],
  ["mistral-nemo", 0.15, null, 0.15, "2026-08", { open: true }],
  ["open-mistral-7b", 0.25, null, 0.25, "2026-08", { open: true }],
  ["open-mixtral-8x7b", 0.7, null, 0.7, "2026-08", { open: true }],
  ["open-mixtral-8x22b", 2, null, 6, "2026-08", { open: true }],
  ["mistral-large-latest", 2, null, 6, "2026-08"],
  ["mistral-large-2402", 8, null, 24, "2024-02", { until: "2024-06", source: "tokencost-hist" }],
  ["mistral-large-2402", 4, null, 12, "2024-06", { until: "2024-07", source: "tokencost-hist" }],
  ["mistral-large-2407", 3, null, 9, "2024-07", { until: "2024-11", source: "tokencost-hist" }],
  ["mistral-large-2512", 0.5, 0.05, 1.5, "2025-12", { source: "genai-prices" }],
  ["pixtral-large-latest", 2, null, 6, "2026-08"],
  ["mistral-saba-latest", 0.2, null, 0.6, "2026-08"],
  ["codestral-latest", 0.3, null, 0.9, "2026-08"],
  ["ministral-8b-latest", 0.1, null, 0.1, "2026-08", { open: true }],
  ["ministral-3b-latest", 0.04, null, 0.04, "2026-08", { open: true }],
  ["magistral-medium-latest", 2, null, 5, "2026-08"],
];

const MOONSHOT_AI: readonly OfferTuple[] = [
  ["kimi-k2-0905-preview", 0.6, 0.15, 2.5, "2026-08", { open: true }],
  ["kimi-k2-0711-preview", 0.6, 0.15, 2.5, "2025-07", { open: true }],
  ["kimi-k2-turbo-preview", 1.15, 0.15, 8, "2026-08", { open: true }],
  ["kimi-k2-thinking", 0.6, 0.15, 2.5, "2026-08", { open: true }],
  ["kimi-k2-thinking-turbo", 1.15, 0.15, 8, "2026-08", { open: true }],
  ["kimi-k2.5", 0.6, 0.1, 3, "2026-01", { open: true, source: "genai-prices" }],
  ["kimi-k2.6", 0.95, 0.16, 4, "2026-05", { open: true, source: "genai-prices" }],
  ["kimi-k3", 3, 0.3, 15, "2026-07", { open: true, source: "genai-prices" }],
];

const QWEN: readonly OfferTuple[] = [
  ["qwen3.6-plus", 0.5, null, 3, "2026-08"],
  ["qwen3.6-plus-256k", 2, null, 6, "2026-08", { above: 256_000 }],
];

const XAI: readonly OfferTuple[] = [
  ["grok-3", 3, 0.75, 15, "2025-04"],
  ["grok-3-mini", 0.3, 0.075, 0.5, "2026-08"],
  ["grok-4-fast", 0.2, 0.05, 0.5, "2026-08"],
  ["grok-4", 3, 0.75, 15, "2025-07"],
  ["grok-4-128k", 6, 0.75, 30, "2026-08", { above: 128_000 }],
  ["grok-4-fast-128k", 0.4, 0.05, 1, "2026-08", { above: 128_000 }],
  ["grok-4-fast-reasoning", 0.2, 0.05, 0.5, "2026-08"],
  ["grok-4-fast-reasoning-128k", 0.4, 0.05, 1, "2026-08", { above: 128_000 }],
  ["grok-code-fast-1", 0.2, 0.02, 1.5, "2026-08"],
  ["grok-4.5", 2, 0.3, 6, "2026-08"],
  ["grok-4.5-200k", 4, 0.6, 12, "2026-08", { above: 200_000 }],
  ["grok-build-0.1", 1, 0.2, 2, "2026-08"],
  ["grok-build-0.1-200k", 2, 0.4, 4, "2026-08", { above: 200_000 }],
  ["grok-4.3", 1.25, 0.2, 2.5, "2026-08"],
  ["grok-4.3-200k", 2.5, 0.4, 5, "2026-08", { above: 200_000 }],
  ["grok-4.20-multi-agent-0309", 1.25, 0.2, 2.5, "2026-08"],
  ["grok-4.20-multi-agent-0309-200k", 2.5, 0.4, 5, "2026-08", { above: 200_000 }],
  ["grok-4.20-0309-reasoning", 1.25, 0.2, 2.5, "2026-08"],
  ["grok-4.20-0309-reasoning-200k", 2.5, 0.4, 5, "2026-08", { above: 200_000 }],
  ["grok-4.20-0309-non-reasoning", 1.25, 0.2, 2.5, "2026-08"],
  ["grok-4.20-0309-non-reasoning-200k", 2.5, 0.4, 5, "2026-08", { above: 200_000 }],
];

/** Token prices of the other labs, own models only, USD per million: model, input, cached, output, from. */
export const OTHER_OFFERS = [
  ...offers("Amazon", "llmprices", AMAZON),
  ...offers("DeepSeek", "llmprices", DEEPSEEK),
  ...offers("Meta", "llmprices", META_AI),
  ...offers("MiniMax", "llmprices", MINIMAX),
  ...offers("Mistral", "llmprices", MISTRAL),
  ...offers("Moonshot", "llmprices", MOONSHOT_AI),
  ...offers("Alibaba", "llmprices", QWEN),
  ...offers("xAI", "llmprices", XAI),
];

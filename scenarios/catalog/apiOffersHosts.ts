import { type OfferTuple, offers } from "./apiOfferRows.ts";

const GROQ: readonly OfferTuple[] = [
  ["llama-3.3-70b", 0.59, null, 0.79, "2024-12", { open: true, source: "groq-px" }],
  ["llama-3.1-8b", 0.05, null, 0.08, "2024-07", { open: true, source: "groq-px" }],
  ["mixtral-8x7b", 0.24, null, 0.24, "2024-02", { open: true, source: "groq-px" }],
  ["gpt-oss-120b", 0.15, 0.075, 0.6, "2025-08", { open: true, source: "groq-px" }],
  ["gpt-oss-safeguard-20b", 0.075, null, 0.3, "2025-10", { open: true, source: "groq-px" }],
  ["llama-4-scout", 0.11, null, 0.34, "2025-04", { open: true, source: "groq-px" }],
  ["llama-4-maverick", 0.2, null, 0.6, "2025-04", { open: true, source: "groq-px" }],
  ["qwen3-32b", 0.29, null, 0.59, "2025-06", { open: true, source: "groq-px" }],
  ["kimi-k2", 1, 0.5, 3, "2025-07", { open: true, source: "groq-px" }],
];

const TOGETHER: readonly OfferTuple[] = [
  ["llama-3.1-405b", 3.5, null, 3.5, "2024-10", { open: true }],
  ["llama-3-70b", 0.9, null, 0.9, "2024-04", { open: true, source: "genai-prices" }],
  ["deepseek-v3", 1.25, null, 1.25, "2025-01", { open: true }],
  ["deepseek-r1", 3, null, 7, "2025-03", { open: true }],
  ["llama-3.2-3b", 0.06, null, 0.06, "2024-09", { open: true, source: "a16z" }],
];

const FIREWORKS: readonly OfferTuple[] = [
  ["llama-3.1-70b", 0.9, null, 0.9, "2024-07", { open: true }],
  ["llama-3.1-405b", 3, null, 3, "2024-07", { open: true }],
  ["deepseek-v3", 0.9, null, 0.9, "2025-03", { open: true }],
  ["gpt-oss-120b", 0.15, 0.014, 0.6, "2025-08", { open: true }],
  ["deepseek-v3.2", 0.56, 0.28, 1.68, "2026-02", { open: true, source: "genai-prices" }],
  ["deepseek-v4-pro", 1.74, 0.145, 3.48, "2026-06", { open: true, source: "genai-prices" }],
  ["kimi-k3", 3, 0.3, 15, "2026-08", { open: true, source: "genai-prices" }],
];

const DEEPINFRA: readonly OfferTuple[] = [
  ["llama-3.1-70b", 0.23, null, 0.4, "2024-12", { open: true }],
  ["llama-3.1-8b", 0.03, null, 0.05, "2024-12", { open: true }],
  ["deepseek-v3", 0.38, null, 0.89, "2025-06", { open: true }],
  ["llama-3.1-405b", 0.9, null, 0.9, "2025-01", { until: "2025-08", open: true }],
  ["llama-3.1-405b", 0.8, null, 0.8, "2025-08", { open: true }],
];

const CEREBRAS: readonly OfferTuple[] = [
  ["llama-3.1-70b", 0.6, null, 0.6, "2024-08", { open: true }],
  [
    "llama-3.1-405b",
    6,
    null,
    12,
    "2024-11",
    { open: true, source: "general-knowledge", grade: "D" },
  ],
  ["gpt-oss-120b", 0.25, null, 0.69, "2025-08", { until: "2025-11", open: true }],
  ["gpt-oss-120b", 0.35, null, 0.75, "2025-11", { open: true, source: "genai-prices" }],
  ["llama-3.3-70b", 0.85, null, 1.2, "2025-03", { open: true }],
];

const SAMBANOVA: readonly OfferTuple[] = [
  ["llama-3.1-405b", 5, null, 10, "2024-09", { open: true }],
  ["deepseek-r1", 5, null, 7, "2025-02", { open: true }],
];

const CRUSOE: readonly OfferTuple[] = [
  ["deepseek-r1-0528-fp8", 1.35, null, 5.4, "2026-02", { open: true, source: "infx-blog2" }],
];

const NEBIUS_FAST: readonly OfferTuple[] = [
  ["deepseek-r1-0528-fp4", 2, null, 6, "2026-02", { open: true, source: "infx-blog2" }],
];

const AWS_BEDROCK: readonly OfferTuple[] = [
  ["llama-3.1-70b", 0.99, null, 0.99, "2024-09", { open: true }],
];

const AZURE: readonly OfferTuple[] = [
  ["llama-3.1-405b", 5.33, null, 16, "2024-07", { open: true }],
];

/** Token prices of those who host the models of others, USD per million: model, input, cached, output, from. */
export const HOST_OFFERS = [
  ...offers("Groq", "tokencost-hist", GROQ),
  ...offers("Together", "tokencost-hist", TOGETHER),
  ...offers("Fireworks", "tokencost-hist", FIREWORKS),
  ...offers("DeepInfra", "tokencost-hist", DEEPINFRA),
  ...offers("Cerebras", "tokencost-hist", CEREBRAS),
  ...offers("SambaNova", "tokencost-hist", SAMBANOVA),
  ...offers("Crusoe", "tokencost-hist", CRUSOE),
  ...offers("Nebius (fast)", "tokencost-hist", NEBIUS_FAST),
  ...offers("AWS Bedrock", "tokencost-hist", AWS_BEDROCK),
  ...offers("Azure", "tokencost-hist", AZURE),
];

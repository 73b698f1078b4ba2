import { pricesOf } from "./apiOfferPrices.ts";
import { listPrice } from "./apiOfferRows.ts";
import { API_OFFERS } from "./apiOffers.ts";
import type { ApiPriceEntry } from "./apiPriceEntry.ts";
import { type CatalogRow, row } from "./row.ts";

type Host = readonly [host: string, input: number, cached: number | null, output: number];

const UNIT = "USD/Mtok";

/** Median over the hosts of an open-weights model. */
function hosted(
  id: string,
  label: string,
  fromDate: string,
  source: "tokencost-hist" | "groq-px" | "llmprices" | "genai-prices",
  hosts: readonly Host[],
): ApiPriceEntry {
  const names = hosts.map((host) => host[0]);
  const over = (values: readonly number[], note: string): CatalogRow =>
    values.length > 1
      ? row(
          "B",
          median(values),
          UNIT,
          source,
          fromDate,
          [Math.min(...values), Math.max(...values)],
          note,
        )
      : row("B", median(values), UNIT, source, fromDate, null, note);
  const note = names.length > 1 ? `median of ${names.join(", ")}` : `only host listed: ${names[0]}`;
  const inputs = hosts.map((host) => host[1]);
  const cached = hosts.flatMap((host) => (host[2] === null ? [] : [host[2]]));
  const noCache = "no host lists a price for cached input: it costs what input costs";
  return {
    id,
    label,
    aliases: [],
    openWeights: true,
    fromDate,
    hosts: names,
    rows: {
      inputUsdPerMtok: over(inputs, note),
      cachedUsdPerMtok:
        cached.length > 0
          ? over(cached, `median of the ${cached.length} that list it`)
          : { ...over(inputs, noCache), low: Math.min(...inputs) * 0.1, grade: "C" },
      outputUsdPerMtok: over(
        hosts.map((host) => host[3]),
        note,
      ),
    },
  };
}

/** One seller's own list price. */
function listed(
  id: string,
  label: string,
  fromDate: string,
  source: "llmprices" | "genai-prices" | "sonnet5-px" | "dsk",
  host: Host,
  openWeights = false,
  note?: string,
): ApiPriceEntry {
  const [name, input, cached, output] = host;
  return {
    id,
    label,
    aliases: [],
    openWeights,
    fromDate,
    hosts: [name],
    rows: {
      inputUsdPerMtok: listPrice(input, source, fromDate, note),
      cachedUsdPerMtok: listPrice(cached ?? input, source, fromDate, note),
      outputUsdPerMtok: listPrice(output, source, fromDate, note),
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

const ENTRIES: readonly ApiPriceEntry[] = [
  hosted("llama-3.1-8b", "Llama-3.1-8B", "2025-08", "groq-px", [
    ["Groq", 0.05, null, 0.08],
    ["DeepInfra", 0.03, null, 0.05],
  ]),
  hosted("llama-3.1-70b", "Llama-3.1-70B", "2024-12", "tokencost-hist", [
    ["Fireworks", 0.9, null, 0.9],
    ["DeepInfra", 0.23, null, 0.4],
    ["Cerebras", 0.6, null, 0.6],
    ["AWS Bedrock", 0.99, null, 0.99],
  ]),
  hosted("llama-3.3-70b", "Llama-3.3-70B", "2025-03", "groq-px", [
    ["Groq", 0.59, null, 0.79],
    ["Cerebras", 0.85, null, 1.2],
  ]),
  hosted("llama-3.1-405b", "Llama-3.1-405B", "2025-08", "tokencost-hist", [
    ["Together", 3.5, null, 3.5],
    ["Fireworks", 3, null, 3],
    ["DeepInfra", 0.8, null, 0.8],
    ["SambaNova", 5, null, 10],
    ["Azure", 5.33, null, 16],
  ]),
  hosted("mistral-7b", "Mistral-7B", "2026-08", "llmprices", [["Mistral", 0.25, null, 0.25]]),
  hosted("mixtral-8x7b", "Mixtral-8x7B", "2026-08", "llmprices", [["Mistral", 0.7, null, 0.7]]),
  hosted("mixtral-8x22b", "Mixtral-8x22B", "2026-08", "llmprices", [["Mistral", 2, null, 6]]),
  hosted("deepseek-v3", "DeepSeek-V3", "2025-06", "tokencost-hist", [
    ["Together", 1.25, null, 1.25],
    ["Fireworks", 0.9, null, 0.9],
    ["DeepInfra", 0.38, null, 0.89],
  ]),
  hosted("deepseek-r1", "DeepSeek-R1", "2026-02", "tokencost-hist", [
    ["Together", 3, null, 7],
    ["SambaNova", 5, null, 7],
    ["Crusoe", 1.35, null, 5.4],
    ["Nebius (fast)", 2, null, 6],
  ]),
  hosted("gpt-oss-120b", "gpt-oss-120b", "2025-11", "groq-px", [
    ["Groq", 0.15, 0.075, 0.6],
    ["Fireworks", 0.15, 0.014, 0.6],
    ["Cerebras", 0.35, null, 0.75],
  ]),
  hosted("gpt-oss-20b", "gpt-oss-20b", "2025-10", "groq-px", [
    ["Groq (safeguard variant)", 0.075, null, 0.3],
  ]),
  hosted("qwen3-32b", "Qwen3-32B", "2025-06", "groq-px", [["Groq", 0.29, null, 0.59]]),
  hosted("kimi-k2", "Kimi-K2", "2025-07", "groq-px", [
    ["Groq", 1, 0.5, 3],
    ["Moonshot", 0.6, 0.15, 2.5],
  ]),
  listed(
    "deepseek-r1-2025-01",
    "DeepSeek-R1 (own API, January to September 2025)",
    "2025-01",
    "dsk",
    ["DeepSeek", 0.55, 0.14, 2.19],
    true,
    "the prices of DeepSeek's published revenue statement; ended 2025-09-05",
  ),
  listed(
    "deepseek-v4-pro",
    "DeepSeek-V4-Pro",
    "2026-06",
    "genai-prices",
    ["DeepSeek", 0.435, 0.003625, 0.87],
    true,
  ),
  listed(
    "deepseek-v4-flash",
    "DeepSeek-V4-Flash",
    "2026-05",
    "genai-prices",
    ["DeepSeek", 0.14, 0.0028, 0.28],
    true,
  ),
  listed("kimi-k2.6", "Kimi-K2.6", "2026-05", "genai-prices", ["Moonshot", 0.95, 0.16, 4], true),
  listed("claude-opus-5", "Claude Opus 5", "2026-07", "genai-prices", ["Anthropic", 5, 0.5, 25]),
  listed("claude-sonnet-5", "Claude Sonnet 5", "2026-06", "sonnet5-px", ["Anthropic", 2, 0.2, 10]),
  listed("claude-4.5-haiku", "Claude Haiku 4.5", "2026-08", "llmprices", ["Anthropic", 1, 0.1, 5]),
  listed("gpt-5", "GPT-5", "2026-08", "llmprices", ["OpenAI", 1.25, 0.125, 10]),
  listed("gpt-5-mini", "GPT-5 mini", "2026-08", "llmprices", ["OpenAI", 0.25, 0.025, 2]),
  listed("gpt-5.6-luna", "GPT-5.6 Luna", "2026-07", "llmprices", ["OpenAI", 0.2, 0.02, 1.2]),
  listed("gemini-2.5-pro", "Gemini 2.5 Pro", "2026-08", "llmprices", ["Google", 1.25, 0.125, 10]),
  listed("gemini-2.5-flash", "Gemini 2.5 Flash", "2026-08", "llmprices", [
    "Google",
    0.3,
    0.03,
    2.5,
  ]),
  listed("grok-4.3", "Grok 4.3", "2026-08", "llmprices", ["xAI", 1.25, 0.2, 2.5]),
];

/** Prices stated above go before those that the list of offers gives. */
export const API_PRICES: Readonly<Record<string, ApiPriceEntry>> = Object.fromEntries(
  [...pricesOf(Object.values(API_OFFERS)), ...ENTRIES].map((entry) => [entry.id, entry]),
);

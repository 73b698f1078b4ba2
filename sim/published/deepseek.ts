import { chipRentUsd } from "../money/chipHourCost.ts";
import {
  busyNodesForRates,
  busyNodesOfPhases,
  nodeAllocatedUsdPerMtok,
} from "../money/nodeBalance.ts";
import { costProfitShare, grossMarginShare, revenueUsd } from "../money/tokenRevenue.ts";
import { servingMfuShare } from "../money/trainingRun.ts";
import { SECONDS_PER_DAY } from "../units.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

const NODES = 226.75;
const COST_USD = 87_072;
const REVENUE_USD = 562_027;
const CACHED_TOKENS = 342e9;
const PREFILL = { tokens: 608e9, tokensPerSPerNode: 73_700 };
const DECODE = { tokens: 168e9, tokensPerSPerNode: 14_800 };
const ALL_TOKENS = PREFILL.tokens + DECODE.tokens;
const MISSED_TOKENS = PREFILL.tokens - CACHED_TOKENS;

const prefillNodes = busyNodesForRates(PREFILL.tokens, PREFILL.tokensPerSPerNode, SECONDS_PER_DAY);
const decodeNodes = busyNodesForRates(DECODE.tokens, DECODE.tokensPerSPerNode, SECONDS_PER_DAY);
const allNodes = busyNodesOfPhases([PREFILL, DECODE], SECONDS_PER_DAY);

/** Parameters that a token visits, and the dense fp8 peak of eight H800. */
const ACTIVE_PARAMS = 37e9;
const NODE_FLOPS_PER_S = 8 * 1979e12;
const MISSED_PER_S = PREFILL.tokensPerSPerNode * (MISSED_TOKENS / PREFILL.tokens);

/** DeepSeek's day of 27-28 February 2025, the best documented fleet there is. */
export const DEEPSEEK_CASES: readonly PublishedCase[] = [
  {
    id: "E01-deepseek-cost",
    what: "rent of the fleet for a day",
    given: "226.75 nodes of 8 H800 for 24 h at 2 USD per chip-hour",
    source: TEXTS.deepseek,
    note: "",
    figures: [computed(["rent", "USD", COST_USD, 0, "printed"], chipRentUsd, [NODES * 8, 24, 2])],
  },
  {
    id: "E02-deepseek-revenue",
    what: "what its tokens would earn at list prices",
    given: "608e9 tokens in, 342e9 of them cached, 168e9 out; 0.55, 0.14 and 2.19 USD per million",
    source: TEXTS.deepseek,
    note: "the token counts are printed rounded, which is the whole difference",
    figures: [
      computed(["revenue", "USD", REVENUE_USD, 2e-4, "printed"], revenueUsd, [
        { input: MISSED_TOKENS, cached: CACHED_TOKENS, output: DECODE.tokens },
        { input: 0.55, cached: 0.14, output: 2.19 },
      ]),
    ],
  },
  {
    id: "E03-deepseek-margin",
    what: "profit over cost and over revenue",
    given: "562,027 USD of revenue, 87,072 USD of cost",
    source: TEXTS.deepseek,
    note: "printed: 545 %",
    figures: [
      computed(["profit over cost", "ratio", 5.4547, 1e-3, "recomputed"], costProfitShare, [
        REVENUE_USD,
        COST_USD,
      ]),
      computed(["gross margin", "share", 0.84508, 1e-3, "recomputed"], grossMarginShare, [
        REVENUE_USD,
        COST_USD,
      ]),
    ],
  },
  {
    id: "E04-deepseek-node-balance",
    what: "nodes that the printed paces keep busy",
    given: "608e9 tokens at 73,700/s per prefill node, 168e9 at 14,800/s per decode node, 24 h",
    source: TEXTS.deepseek,
    note: "an independent check: cost and paces were printed apart and agree",
    figures: [
      computed(["prefill nodes", "nodes", 95.48, 1e-3, "recomputed"], busyNodesForRates, [
        PREFILL.tokens,
        73_700,
        SECONDS_PER_DAY,
      ]),
      computed(["decode nodes", "nodes", 131.38, 1e-3, "recomputed"], busyNodesForRates, [
        DECODE.tokens,
        14_800,
        SECONDS_PER_DAY,
      ]),
      computed(["all nodes", "nodes", 226.86, 1e-3, "recomputed"], busyNodesOfPhases, [
        [PREFILL, DECODE],
        SECONDS_PER_DAY,
      ]),
      computed(["mean occupancy", "nodes", NODES, 1e-3, "printed"], busyNodesOfPhases, [
        [PREFILL, DECODE],
        SECONDS_PER_DAY,
      ]),
    ],
  },
  {
    id: "E05-deepseek-unit-cost",
    what: "cost of a million tokens, and how idle the arithmetic is",
    given: "the same; 37e9 active parameters, 2 FLOPs each; 1,979 dense fp8 TFLOP/s per H800",
    source: TEXTS.deepseek,
    note: "the shares of peak are those of busy nodes; cached tokens are not computed",
    figures: [
      computed(
        ["output bears all", "USD/Mtok", 0.51829, 1e-3, "recomputed"],
        nodeAllocatedUsdPerMtok,
        [COST_USD, 1, 1, DECODE.tokens],
      ),
      computed(
        ["all tokens alike", "USD/Mtok", 0.11221, 1e-3, "recomputed"],
        nodeAllocatedUsdPerMtok,
        [COST_USD, 1, 1, ALL_TOKENS],
      ),
      computed(
        ["output, by busy nodes", "USD/Mtok", 0.3002, 1e-3, "recomputed"],
        nodeAllocatedUsdPerMtok,
        [COST_USD, decodeNodes, allNodes, DECODE.tokens],
      ),
      computed(
        ["input, by busy nodes", "USD/Mtok", 0.0603, 1e-3, "recomputed"],
        nodeAllocatedUsdPerMtok,
        [COST_USD, prefillNodes, allNodes, PREFILL.tokens],
      ),
      computed(["decode over fp8 peak", "share", 0.069, 0.01, "recomputed"], servingMfuShare, [
        14_800,
        ACTIVE_PARAMS,
        NODE_FLOPS_PER_S,
      ]),
      computed(
        ["uncached prefill over peak", "share", 0.151, 0.01, "recomputed"],
        servingMfuShare,
        [MISSED_PER_S, ACTIVE_PARAMS, NODE_FLOPS_PER_S],
      ),
    ],
  },
];

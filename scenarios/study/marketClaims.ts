import type { FirmSummary, MarketOutcome } from "../../sim/marketOutcome.ts";
import type { Claim } from "./claim.ts";

/** Claims about sellers of tokens: how large, how cheap, and for how long. */

const ESSAYS = "Essays on the economics of AI compute, 2026";

const scaleUsd = ({ sellers }: MarketOutcome): number =>
  sellers[0]?.efficientCapitalUsd ?? Number.NaN;
const firstFirm = ({ path }: MarketOutcome): FirmSummary | undefined => path.firms[0];
const fullCostUsd = (market: MarketOutcome): number =>
  firstFirm(market)?.floor.fullLoadUsdPerMtok ?? Number.NaN;
/** The lead at the end over that at the start. */
const leadKept = (market: MarketOutcome): number => {
  const { firstMoatShare, lastMoatShare } = firstFirm(market) ?? {};
  return (lastMoatShare ?? Number.NaN) / (firstMoatShare ?? Number.NaN);
};

export const MARKET_CLAIMS: readonly Claim[] = [
  {
    id: "minimum-scale",
    claim: "it takes a cluster of 100 million USD to sell tokens at the lowest cost",
    source: ESSAYS,
    ...{ unit: "USD", low: 50e6, high: 200e6 },
    measures: [
      {
        where: "owned B200 within 10 % of the lowest cost, the people of one small deployment",
        presets: ["entry"],
        figure: { kind: "market", read: scaleUsd },
      },
      {
        where: "the same with fifteen engineers",
        presets: ["entry"],
        sets: ["economics.staff=15 FTE"],
        figure: { kind: "market", read: scaleUsd },
      },
    ],
  },
  {
    id: "sixty-cents",
    claim: "a million tokens of GPT-3.5 class cost 0.60 USD",
    source: ESSAYS,
    ...{ unit: "USD/1M tokens", low: 0.4, high: 0.9 },
    measures: [
      {
        where: "a 70B model, 20 requests/s on H100 reserved for a year",
        presets: ["moat-h100-renter"],
        figure: { kind: "metric", metric: "lcot_usd_per_mtok" },
      },
      {
        where: "full fleets of them, 20 trillion tokens a month",
        presets: ["moat-h100-renter"],
        figure: { kind: "market", read: fullCostUsd },
      },
      {
        where: "full fleets of owned B200",
        presets: ["entry"],
        figure: { kind: "market", read: fullCostUsd },
      },
    ],
  },
  {
    id: "thirty-dollars",
    claim: "a million tokens of GPT-4 class cost 30 USD",
    source: `${ESSAYS}; list price of 2023`,
    ...{ unit: "USD/1M tokens", low: 20, high: 45 },
    measures: [
      {
        where: "a 405B model, 20 requests/s on H100 reserved for a year",
        presets: ["moat-h100-renter"],
        sets: ["model=llama-3.1-405b", "fleet.tp=8"],
        figure: { kind: "metric", metric: "lcot_usd_per_mtok" },
      },
      {
        where: "the same, each output token",
        presets: ["moat-h100-renter"],
        sets: ["model=llama-3.1-405b", "fleet.tp=8"],
        figure: { kind: "metric", metric: "cost_per_mtok_output_usd" },
      },
    ],
  },
  {
    id: "moat-compounds",
    claim: "a cost lead that is paid for with profit compounds",
    source: ESSAYS,
    ...{ unit: "x", low: 1, high: Number.POSITIVE_INFINITY },
    measures: [
      {
        where:
          "a fifth of the profit spent, half of the lead leaking each year: lead after five years over the first",
        presets: ["reinvestment"],
        figure: { kind: "market", read: leadKept },
      },
      {
        where: "the same, 90 % leaking",
        presets: ["reinvestment"],
        sets: ["market.learning.leak=90 %/year"],
        figure: { kind: "market", read: leadKept },
      },
      {
        where: "nothing spent",
        presets: ["reinvestment"],
        sets: ["market.firm.reinvest=0 %"],
        figure: { kind: "market", read: leadKept },
      },
    ],
  },
];

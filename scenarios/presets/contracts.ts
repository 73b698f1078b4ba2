import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/** Buying or making, tiers of an API, and every contract that a cloud offers. */

/**
 * Two thousand people, sixty questions over the firm's documents each on a working day:
 * 2,000 x 60 x 5 days / (7 x 86,400 s) = 0.99 requests/s on average, about 4,200 tokens each. The
 * number of questions is assumed (range 20 to 200).
 */
const FIRM = {
  model: "llama-3.1-70b",
  demand: {
    workload: "retrieval",
    rate: {
      value: "1/s",
      range: "0.3/s to 3.3/s",
      source: "assumed: 2,000 people with 60 questions on each of five working days, 20 to 200",
      grade: "D",
    },
    diurnal: "office",
  },
  promise: { ttft: "3 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "36 months" },
  run: { window: "10 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;

const firmBuys = {
  ...FIRM,
  name: "firm-buys",
  question: "What do the questions of 2,000 people cost as tokens of an API?",
  supply: "api",
} satisfies ScenarioInput;

const firmRents = {
  ...FIRM,
  name: "firm-rents",
  question: "What do the questions of 2,000 people cost on chips rented by the hour?",
  supply: "rented",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

const firmOwns = {
  ...FIRM,
  name: "firm-owns",
  question: "What do the questions of 2,000 people cost on chips of their own?",
  supply: "owned",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

/**
 * Three tenths of the work are reports for the next morning; the rest is answered while somebody
 * waits, but not by the second, so that a slower tier will do. Shares are assumed (1 to 6 of 10).
 */
const TIERS = {
  ...FIRM,
  demand: {
    ...FIRM.demand,
    rate: "10/s",
    classes: [
      { name: "asked", share: "70 %" },
      { name: "overnight", share: "30 %", ttft: "24 h", tpot: "10 s" },
    ],
  },
  promise: { ttft: "10 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "12 months" },
  supply: "api",
} as const satisfies ScenarioInput;

const tierStandard = {
  ...TIERS,
  name: "api-standard",
  question: "What does it cost to buy every token at the list price?",
} satisfies ScenarioInput;

const tierPriority = {
  ...TIERS,
  name: "api-priority",
  question: "What does it cost to be answered before the others?",
  api: { tier: "priority" },
} satisfies ScenarioInput;

const tierFlex = {
  ...TIERS,
  name: "api-flex",
  question: "What does it cost when answers may begin some seconds later?",
  api: { tier: "flex" },
} satisfies ScenarioInput;

const batch = {
  ...TIERS,
  name: "api-batch",
  question: "What does it cost to send overnight what may wait?",
  api: { batch: { share: "30 %" } },
} satisfies ScenarioInput;

/** About nine tenths of what the list price comes to in a year. */
const committed = {
  ...TIERS,
  name: "api-committed",
  question: "What does it cost to promise the seller a yearly spend?",
  api: { commitment: { spend: "600000 USD/year" } },
} satisfies ScenarioInput;

const provisioned = {
  ...TIERS,
  name: "api-provisioned",
  question: "What does it cost to hold throughput of one's own for a year?",
  api: { provisioned: { units: 100, term: "1-year", tokens_per_minute: "37000 tokens/min" } },
} satisfies ScenarioInput;

/** The first token within 0.4 s: less than an API without a promise is taken to need. */
const PROMPT = {
  ...TIERS,
  demand: { ...FIRM.demand, rate: "10/s" },
  promise: { ttft: "400 ms", tpot: "100 ms", quantile: "99 %" },
} as const satisfies ScenarioInput;

const promptStandard = {
  ...PROMPT,
  name: "prompt-standard",
  question: "Does an API at the list price begin its answers within 0.4 seconds?",
} satisfies ScenarioInput;

const promptPriority = {
  ...PROMPT,
  name: "prompt-priority",
  question: "What does it cost to begin within 0.4 seconds by the priority tier?",
  api: { tier: "priority" },
} satisfies ScenarioInput;

const promptGuaranteed = {
  ...PROMPT,
  name: "prompt-guaranteed",
  question: "What does it cost to have 0.35 seconds guaranteed by contract?",
  api: { guarantee: { ttft: "350 ms" } },
} satisfies ScenarioInput;

/** One office's conversations on the same chips, under every contract that they are offered by. */
const CLOUD = {
  ...LEVER,
  supply: "rented",
  demand: { workload: "conv", rate: "20/s", arrivals: "poisson", diurnal: "office" },
  economics: { horizon: "36 months" },
  faults: { replicas: "on", stalls: "off" },
} as const satisfies Partial<ScenarioInput>;

type Fleet = NonNullable<ScenarioInput["fleet"]>;

function cloud(name: string, question: string, fleet: Fleet): ScenarioInput {
  return { ...CLOUD, name, question, fleet: { ...LEVER_CHIPS, ...fleet } };
}

const onDemand = cloud("cloud-on-demand", "What do chips cost by the hour, as many as it needs?", {
  contract: "on-demand",
});
const hyperscaler = cloud("cloud-hyperscaler", "What do they cost by the hour at a large cloud?", {
  contract: "on-demand",
  vendor: "hyperscaler",
});
const reserved1y = cloud("cloud-reserved-1y", "What do they cost reserved for a year?", {
  contract: "reserved-1y",
});
const reserved3y = cloud("cloud-reserved-3y", "What do they cost reserved for three years?", {
  contract: "reserved-3y",
});
const spot = cloud("cloud-spot", "What do they cost when they may be taken back at any time?", {
  contract: "spot",
});
const managed = cloud("cloud-managed", "What do they cost as an endpoint that the vendor runs?", {
  contract: "managed",
});
const block = cloud("cloud-capacity-block", "What do they cost in blocks booked ahead?", {
  contract: "capacity-block",
});

const colocation: ScenarioInput = {
  ...CLOUD,
  name: "cloud-colocation",
  question: "What do the same chips cost when they are bought and put up with a landlord?",
  supply: "owned",
  fleet: { ...LEVER_CHIPS, site: "colocation" },
};

const onPremises: ScenarioInput = {
  ...CLOUD,
  name: "cloud-on-premises",
  question: "What do the same chips cost in a hall of one's own?",
  supply: "owned",
  fleet: { ...LEVER_CHIPS, site: "own-facility" },
};

/**
 * Demand that grows by 8 % a month for four years: what a consumer pays for each token does not
 * fall with it, what a producer pays does.
 */
const TAXED = {
  ...FIRM,
  demand: {
    ...FIRM.demand,
    rate: "2/s",
    growth: {
      value: "8 %/month",
      range: "2 to 12 %/month",
      source: "assumed: two and a half times as much each year, as young products grow",
      grade: "D",
    },
  },
  economics: { horizon: "48 months" },
} as const satisfies Partial<ScenarioInput>;

const taxConsumer = {
  ...TAXED,
  name: "usage-tax-consumer",
  question: "What does each token cost a consumer as usage grows?",
  supply: "api",
  api: { tokens_per_minute: "none", requests_per_minute: "none" },
} satisfies ScenarioInput;

/** The fall of API prices is assumed: between one model's list price and the cheapest of its quality. */
const taxFalling = {
  ...taxConsumer,
  name: "usage-tax-consumer-falling",
  question: "What does each token cost a consumer whose API falls by 40 % a year?",
  economics: {
    ...TAXED.economics,
    api_price_decline: {
      value: "40 %/year",
      range: "0 to 90 %/year",
      source: "assumed: list prices of one model fall by 15 %, the cheapest of a quality by 90 %",
      grade: "D",
    },
  },
} satisfies ScenarioInput;

const taxProducer = {
  ...TAXED,
  name: "usage-tax-producer",
  question: "What does each token cost a producer as usage grows?",
  supply: "owned",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

export const CONTRACTS: readonly ScenarioInput[] = [
  ...[firmBuys, firmRents, firmOwns],
  ...[tierStandard, tierPriority, tierFlex, batch, committed, provisioned],
  ...[promptStandard, promptPriority, promptGuaranteed],
  ...[onDemand, hyperscaler, reserved1y, reserved3y, spot, managed, block, colocation, onPremises],
  ...[taxConsumer, taxFalling, taxProducer],
];

export const CONTRACT_COMPARISONS: readonly ComparisonRow[] = [
  [
    "firm-2000",
    "At what volume should a 2,000-person firm stop buying tokens?",
    ["firm-buys", "firm-rents", "firm-owns"],
  ],
  [
    "api-tiers",
    "How should tokens be bought: at list, slower, overnight, by commitment or provisioned?",
    [
      ...["api-standard", "api-priority", "api-flex", "api-batch"],
      ...["api-committed", "api-provisioned"],
    ],
  ],
  [
    "latency-contracts",
    "What is the cheapest way to have an answer begin within 0.4 seconds?",
    ["prompt-standard", "prompt-priority", "prompt-guaranteed"],
  ],
  [
    "cloud-contracts",
    "Which contract makes the same chips cheapest, from the hour to one's own hall?",
    [
      ...["cloud-on-demand", "cloud-hyperscaler", "cloud-reserved-1y", "cloud-reserved-3y"],
      ...["cloud-spot", "cloud-managed", "cloud-capacity-block"],
      ...["cloud-colocation", "cloud-on-premises"],
    ],
  ],
  [
    "usage-tax",
    "Do consumers of tokens pay a usage tax that producers outgrow?",
    ["usage-tax-consumer", "usage-tax-producer"],
  ],
];

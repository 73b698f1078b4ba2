import type { ScenarioInput } from "../scenario.ts";
import type { Tree } from "../schema/layers.ts";
import { AGENT_COMPARISONS, AGENTS } from "./agents.ts";
import { ARCHETYPE_COMPARISONS, ARCHETYPES } from "./archetypes.ts";
import { ARCHITECTURE_COMPARISONS, ARCHITECTURES } from "./architectures.ts";
import { AUTOSCALING, AUTOSCALING_COMPARISONS } from "./autoscaling.ts";
import { CASCADE_COMPARISONS, CASCADES } from "./cascades.ts";
import { consumer } from "./consumer.ts";
import { CONTRACT_COMPARISONS, CONTRACTS } from "./contracts.ts";
import { deepseekDay } from "./deepseek.ts";
import { DISAGGREGATION, DISAGGREGATION_COMPARISONS } from "./disaggregation.ts";
import { DISTILLATION, DISTILLATION_COMPARISONS } from "./distillation.ts";
import { EMBEDDINGS, EMBEDDINGS_COMPARISONS } from "./embeddings.ts";
import { ENGINE_COMPARISONS, ENGINES } from "./engineMaturity.ts";
import { FINANCING, FINANCING_COMPARISONS } from "./financing.ts";
import { HOW_SURE, HOW_SURE_COMPARISONS } from "./howSure.ts";
import { IMAGE, IMAGE_COMPARISONS } from "./image.ts";
import { LEAK_COMPARISONS, LEAKS } from "./leaks.ts";
import type { ComparisonRow, DemandApart } from "./lever.ts";
import { LOCK_IN, LOCK_IN_COMPARISONS } from "./lockIn.ts";
import { MARKET_COMPARISONS, MARKETS } from "./markets.ts";
import { PARALLELISM, PARALLELISM_COMPARISONS } from "./parallelism.ts";
import { PORTFOLIO_COMPARISONS, PORTFOLIOS } from "./portfolios.ts";
import { PREFIX_CACHE_COMPARISONS, PREFIX_CACHES } from "./prefixCaches.ts";
import { producer, producerOwnFacility } from "./producer.ts";
import { RECOMMENDER, RECOMMENDER_COMPARISONS } from "./recommender.ts";
import { renter, renterReserved1y, renterReserved3y } from "./renter.ts";
import { ROUTING, ROUTING_COMPARISONS } from "./routing.ts";
import { SCHEDULER_COMPARISONS, SCHEDULERS } from "./schedulers.ts";
import { SPECULATION, SPECULATION_COMPARISONS } from "./speculation.ts";
import { SPEECH, SPEECH_COMPARISONS } from "./speech.ts";
import { TIERS_OF_USERS, TIERS_OF_USERS_COMPARISONS } from "./tiersOfUsers.ts";
import { TRUST, TRUST_COMPARISONS } from "./trust.ts";
import { VARIANT_COMPARISONS, VARIANTS } from "./variants.ts";
import { VIDEO, VIDEO_COMPARISONS } from "./video.ts";
import { WORK_MIX_COMPARISONS, WORK_MIXES } from "./workMixes.ts";
import { YEARS, YEARS_COMPARISONS } from "./years.ts";

/** Scenarios and comparisons that need no file, each with the question it answers. */
export type Preset =
  | {
      readonly kind: "scenario";
      /** What it is about, in a word or two. */
      readonly topic: string;
      readonly name: string;
      readonly question: string;
      /** The fields of the preset, as a file would hold them; a fresh copy. */
      readonly tree: () => Tree;
    }
  | {
      readonly kind: "comparison";
      readonly topic: string;
      readonly name: string;
      readonly question: string;
      readonly members: readonly string[];
      /** Absent where its members face one demand and one promise. */
      readonly apart?: DemandApart;
    };

function scenario(topic: string, input: ScenarioInput): Preset {
  const { name, question } = input;
  if (name === undefined || question === undefined) {
    throw new RangeError("preset without name or question; expected both");
  }
  return { kind: "scenario", topic, name, question, tree: () => structuredClone(input) as Tree };
}

function comparison(topic: string, [name, question, members, apart]: ComparisonRow): Preset {
  return { kind: "comparison", topic, name, question, members, ...(apart && { apart }) };
}

/** Scenarios about one thing, and the comparisons between them that are worth asking for. */
interface Topic {
  readonly name: string;
  readonly scenarios: readonly ScenarioInput[];
  readonly comparisons: readonly ComparisonRow[];
}

const TOPICS: readonly Topic[] = [
  {
    name: "buy, rent or own",
    scenarios: [
      ...[consumer, renter, renterReserved1y, renterReserved3y],
      ...[producer, producerOwnFacility, deepseekDay],
    ],
    comparisons: [
      [
        "consumer-vs-producer",
        "Is it cheaper to buy tokens or to make them?",
        ["consumer", "producer"],
      ],
      [
        "buy-rent-own",
        "Is it cheaper to buy tokens, to rent chips or to own them, and from when?",
        ["consumer", "renter", "producer"],
      ],
    ],
  },
  { name: "contracts", scenarios: CONTRACTS, comparisons: CONTRACT_COMPARISONS },
  { name: "lock-in and switching", scenarios: LOCK_IN, comparisons: LOCK_IN_COMPARISONS },
  { name: "trust and distance", scenarios: TRUST, comparisons: TRUST_COMPARISONS },
  { name: "several sources", scenarios: PORTFOLIOS, comparisons: PORTFOLIO_COMPARISONS },
  { name: "leaks: from compute to cash", scenarios: LEAKS, comparisons: LEAK_COMPARISONS },
  { name: "chat, code, documents", scenarios: WORK_MIXES, comparisons: WORK_MIX_COMPARISONS },
  { name: "agents", scenarios: AGENTS, comparisons: AGENT_COMPARISONS },
  { name: "video", scenarios: VIDEO, comparisons: VIDEO_COMPARISONS },
  { name: "images", scenarios: IMAGE, comparisons: IMAGE_COMPARISONS },
  { name: "recommenders", scenarios: RECOMMENDER, comparisons: RECOMMENDER_COMPARISONS },
  { name: "embeddings", scenarios: EMBEDDINGS, comparisons: EMBEDDINGS_COMPARISONS },
  { name: "speech", scenarios: SPEECH, comparisons: SPEECH_COMPARISONS },
  { name: "architectures", scenarios: ARCHITECTURES, comparisons: ARCHITECTURE_COMPARISONS },
  { name: "tiers of users", scenarios: TIERS_OF_USERS, comparisons: TIERS_OF_USERS_COMPARISONS },
  { name: "batching and memory", scenarios: SCHEDULERS, comparisons: SCHEDULER_COMPARISONS },
  { name: "prefix caches", scenarios: PREFIX_CACHES, comparisons: PREFIX_CACHE_COMPARISONS },
  { name: "disaggregation", scenarios: DISAGGREGATION, comparisons: DISAGGREGATION_COMPARISONS },
  { name: "speculative decoding", scenarios: SPECULATION, comparisons: SPECULATION_COMPARISONS },
  { name: "parallelism", scenarios: PARALLELISM, comparisons: PARALLELISM_COMPARISONS },
  { name: "routing and admission", scenarios: ROUTING, comparisons: ROUTING_COMPARISONS },
  { name: "autoscaling", scenarios: AUTOSCALING, comparisons: AUTOSCALING_COMPARISONS },
  { name: "cascades", scenarios: CASCADES, comparisons: CASCADE_COMPARISONS },
  { name: "distillation", scenarios: DISTILLATION, comparisons: DISTILLATION_COMPARISONS },
  { name: "fine-tuned variants", scenarios: VARIANTS, comparisons: VARIANT_COMPARISONS },
  { name: "uncertainty", scenarios: HOW_SURE, comparisons: HOW_SURE_COMPARISONS },
  { name: "engine maturity", scenarios: ENGINES, comparisons: ENGINE_COMPARISONS },
  { name: "financing", scenarios: FINANCING, comparisons: FINANCING_COMPARISONS },
  { name: "a fleet over the years", scenarios: YEARS, comparisons: YEARS_COMPARISONS },
  { name: "moat and market", scenarios: MARKETS, comparisons: MARKET_COMPARISONS },
  { name: "kinds of firm", scenarios: ARCHETYPES, comparisons: ARCHETYPE_COMPARISONS },
];

/** By topic: its comparisons, then its scenarios. */
export const PRESETS: readonly Preset[] = TOPICS.flatMap((topic) => [
  ...topic.comparisons.map((row) => comparison(topic.name, row)),
  ...topic.scenarios.map((input) => scenario(topic.name, input)),
]);

export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}

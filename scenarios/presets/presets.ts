import type { ScenarioInput } from "../scenario.ts";
import type { Tree } from "../schema/layers.ts";
import { AGENT_COMPARISONS, AGENTS } from "./agents.ts";
import { ARCHITECTURE_COMPARISONS, ARCHITECTURES } from "./architectures.ts";
import { AUTOSCALING, AUTOSCALING_COMPARISONS } from "./autoscaling.ts";
import { CASCADE_COMPARISONS, CASCADES } from "./cascades.ts";
import { consumer } from "./consumer.ts";
import { deepseekDay } from "./deepseek.ts";
import { DISAGGREGATION, DISAGGREGATION_COMPARISONS } from "./disaggregation.ts";
import { DISTILLATION, DISTILLATION_COMPARISONS } from "./distillation.ts";
import { EMBEDDINGS, EMBEDDINGS_COMPARISONS } from "./embeddings.ts";
import { ENGINE_COMPARISONS, ENGINES } from "./engineMaturity.ts";
import { IMAGE, IMAGE_COMPARISONS } from "./image.ts";
import type { ComparisonRow, DemandApart } from "./lever.ts";
import { PARALLELISM, PARALLELISM_COMPARISONS } from "./parallelism.ts";
import { PREFIX_CACHE_COMPARISONS, PREFIX_CACHES } from "./prefixCaches.ts";
import { producer, producerOwnFacility } from "./producer.ts";
import { RECOMMENDER, RECOMMENDER_COMPARISONS } from "./recommender.ts";
import { renter, renterReserved1y, renterReserved3y } from "./renter.ts";
import { ROUTING, ROUTING_COMPARISONS } from "./routing.ts";
import { SCHEDULER_COMPARISONS, SCHEDULERS } from "./schedulers.ts";
import { SPECULATION, SPECULATION_COMPARISONS } from "./speculation.ts";
import { SPEECH, SPEECH_COMPARISONS } from "./speech.ts";
import { TIERS_OF_USERS, TIERS_OF_USERS_COMPARISONS } from "./tiersOfUsers.ts";
import { VIDEO, VIDEO_COMPARISONS } from "./video.ts";
import { WORK_MIX_COMPARISONS, WORK_MIXES } from "./workMixes.ts";

/** Scenarios and comparisons that need no file, each with the question it answers. */
export type Preset =
  | {
      readonly kind: "scenario";
      readonly name: string;
      readonly question: string;
      /** The fields of the preset, as a file would hold them; a fresh copy. */
      readonly tree: () => Tree;
    }
  | {
      readonly kind: "comparison";
      readonly name: string;
      readonly question: string;
      readonly members: readonly string[];
      /** Absent where its members face one demand and one promise. */
      readonly apart?: DemandApart;
    };

function scenario(input: ScenarioInput): Preset {
  const { name, question } = input;
  if (name === undefined || question === undefined) {
    throw new RangeError("preset without name or question; expected both");
  }
  return { kind: "scenario", name, question, tree: () => structuredClone(input) as Tree };
}

function comparison(...[name, question, members, apart]: ComparisonRow): Preset {
  return { kind: "comparison", name, question, members, ...(apart && { apart }) };
}

export const PRESETS: readonly Preset[] = [
  scenario(consumer),
  scenario(renter),
  scenario(renterReserved1y),
  scenario(renterReserved3y),
  scenario(producer),
  scenario(producerOwnFacility),
  scenario(deepseekDay),
  comparison("consumer-vs-producer", "Is it cheaper to buy tokens or to make them?", [
    "consumer",
    "producer",
  ]),
  comparison(
    "buy-rent-own",
    "Is it cheaper to buy tokens, to rent chips or to own them, and from when?",
    ["consumer", "renter", "producer"],
  ),
  ...[...VIDEO, ...IMAGE].map(scenario),
  ...[...RECOMMENDER, ...EMBEDDINGS, ...SPEECH].map(scenario),
  ...ARCHITECTURES.map(scenario),
  ...[...VIDEO_COMPARISONS, ...IMAGE_COMPARISONS].map((row) => comparison(...row)),
  ...[...RECOMMENDER_COMPARISONS, ...EMBEDDINGS_COMPARISONS, ...SPEECH_COMPARISONS].map((row) =>
    comparison(...row),
  ),
  ...ARCHITECTURE_COMPARISONS.map((row) => comparison(...row)),
  ...SCHEDULERS.map(scenario),
  ...PREFIX_CACHES.map(scenario),
  ...DISAGGREGATION.map(scenario),
  ...SPECULATION.map(scenario),
  ...PARALLELISM.map(scenario),
  ...ROUTING.map(scenario),
  ...AUTOSCALING.map(scenario),
  ...CASCADES.map(scenario),
  ...DISTILLATION.map(scenario),
  ...SCHEDULER_COMPARISONS.map((row) => comparison(...row)),
  ...PREFIX_CACHE_COMPARISONS.map((row) => comparison(...row)),
  ...DISAGGREGATION_COMPARISONS.map((row) => comparison(...row)),
  ...SPECULATION_COMPARISONS.map((row) => comparison(...row)),
  ...PARALLELISM_COMPARISONS.map((row) => comparison(...row)),
  ...ROUTING_COMPARISONS.map((row) => comparison(...row)),
  ...AUTOSCALING_COMPARISONS.map((row) => comparison(...row)),
  ...CASCADE_COMPARISONS.map((row) => comparison(...row)),
  ...DISTILLATION_COMPARISONS.map((row) => comparison(...row)),
  ...[...WORK_MIXES, ...AGENTS, ...TIERS_OF_USERS, ...ENGINES].map(scenario),
  ...[...WORK_MIX_COMPARISONS, ...AGENT_COMPARISONS].map((row) => comparison(...row)),
  ...[...TIERS_OF_USERS_COMPARISONS, ...ENGINE_COMPARISONS].map((row) => comparison(...row)),
];

export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}

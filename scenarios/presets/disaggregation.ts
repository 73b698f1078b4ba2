import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/** Prompts and answers on the same replicas, or on pools of their own with a network between. */

/** Long prompts and short promises: a prompt in the same step delays every running answer. */
const DOCUMENTS = {
  ...LEVER,
  demand: {
    lengths: { input: 4000, output: 300 },
    rate: "12/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  promise: { ttft: "3 s", tpot: "20 ms", quantile: "95 %" },
} as const satisfies Partial<ScenarioInput>;

const oneRoom = {
  ...DOCUMENTS,
  name: "prompts-with-answers",
  question: "What does it cost when each replica computes prompts and writes answers?",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

const twoRooms = {
  ...DOCUMENTS,
  name: "prompts-apart",
  question: "What does it cost when prompts are computed on replicas of their own?",
  fleet: {
    ...LEVER_CHIPS,
    token_budget: 8192,
    pools: { decode: { replicas: 1 } },
    flow: { kind: "disaggregated", decode: "decode" },
  },
} satisfies ScenarioInput;

const slowNetwork = {
  ...twoRooms,
  name: "prompts-apart-slow-network",
  question: "What becomes of prompts apart when their KV cache travels over 25 Gb/s?",
  fleet: {
    ...twoRooms.fleet,
    flow: {
      ...twoRooms.fleet.flow,
      nic_bandwidth: {
        value: "3.125 GB/s",
        range: "1.25 to 12.5 GB/s",
        source: "one port of 25 Gb/s per replica, as in general-purpose servers; 10 to 100 Gb/s",
        grade: "D",
      },
    },
  },
} satisfies ScenarioInput;

export const DISAGGREGATION: readonly ScenarioInput[] = [oneRoom, twoRooms, slowNetwork];

export const DISAGGREGATION_COMPARISONS: readonly ComparisonRow[] = [
  [
    "disaggregation",
    "Does it pay to compute prompts on replicas of their own, and on which network?",
    ["prompts-with-answers", "prompts-apart", "prompts-apart-slow-network"],
  ],
];

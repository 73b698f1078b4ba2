import type { ScenarioInput } from "../scenario.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Recordings of 30 s to be written down: 100 a second over an office day, on rented chips. The
 * encoder reads 1,500 frames at once, then 160 words are written one by one.
 */
const RECORDINGS = {
  supply: "rented",
  model: "whisper-large-v3",
  catalog: {
    models: {
      "whisper-large-v3": {
        context_tokens: 1660,
        source: "1,500 frames of the encoder and 160 words of the decoder",
        grade: "A",
      },
    },
  },
  demand: { workload: "speech", rate: "100/s", diurnal: "office" },
  promise: { ttft: "2 s", tpot: "50 ms" },
  economics: ONE_YEAR,
  run: { window: "1 min", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

const STEP = { token_budget: 8192, max_batch: 128 } as const;

/** What does a minute of speech cost to write down? An API asks $0.006. */
export const speech = {
  ...RECORDINGS,
  name: "speech",
  question: "What does it cost to transcribe a minute of speech on rented chips?",
  fleet: { gpu: "h100", precision: "bf16", tp: 1, ...STEP },
} satisfies ScenarioInput;

/** Recordings one after the other, as the reference code does. */
export const speechOneByOne = {
  ...speech,
  name: "speech-one-by-one",
  question: "What does a minute of speech cost when recordings are not batched?",
  fleet: { ...speech.fleet, max_batch: 1 },
} satisfies ScenarioInput;

/** On a cheaper chip with a quarter of the memory bandwidth? */
export const speechCheapChips = {
  ...speech,
  name: "speech-cheap-chips",
  question: "Does a minute of speech cost less on L40S?",
  fleet: { ...speech.fleet, gpu: "l40s" },
} satisfies ScenarioInput;

export const SPEECH: readonly ScenarioInput[] = [speech, speechOneByOne, speechCheapChips];

export const SPEECH_COMPARISONS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "speech-batch-or-chip",
    "What makes transcription cheap: batching or the chip?",
    ["speech", "speech-one-by-one", "speech-cheap-chips"],
  ],
];

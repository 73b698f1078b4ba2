import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Clips made to order on rented servers of eight chips, one clip per server at a time: 0.05 clips/s
 * around the clock, each within half an hour. A token is one denoising step of the whole clip, with
 * all passes of its guidance. Servers are stated: about four fifths of them are busy.
 */
const CLIPS = {
  supply: "rented",
  promise: { ttft: "20 min", unit: "10 min", quantile: "95 %" },
  economics: ONE_YEAR,
  run: { window: "12 h", reps: 5 },
} as const satisfies Partial<ScenarioInput>;

const SERVER = { gpu: "h100", precision: "bf16", tp: 8, max_batch: 1 } as const;

/** @param steps denoising steps of one clip */
function clips(steps: number): NonNullable<ScenarioInput["demand"]> {
  return { lengths: { input: 1, output: steps }, rate: "0.05/s", diurnal: "flat" };
}

/** What does a minute of generated video cost, and what drives it between $15 and $50? */
export const videoMinute = {
  ...CLIPS,
  name: "video-minute",
  question: "What does a minute of generated 720p video cost on rented chips?",
  model: "hunyuanvideo-13b",
  demand: clips(50),
  fleet: { ...SERVER, count: 10 },
} satisfies ScenarioInput;

/** How much cheaper does a video minute get when the model needs fewer steps? */
export const videoFewSteps = {
  ...videoMinute,
  name: "video-few-steps",
  question: "What does a video minute cost when eight steps do instead of fifty?",
  catalog: {
    models: {
      "hunyuanvideo-13b": {
        steps: 8,
        source: "assumed: distilled to 8 steps; 4 to 10 are usual",
        grade: "D",
      },
    },
  },
  demand: clips(8),
  fleet: { ...SERVER, count: 2 },
} satisfies ScenarioInput;

/** What does the next chip generation in fp8 do to a video minute? */
export const videoNewChips = {
  ...videoMinute,
  name: "video-new-chips",
  question: "What does a video minute cost on B200 in fp8?",
  fleet: { ...SERVER, gpu: "b200", precision: "fp8", count: 3 },
} satisfies ScenarioInput;

/** A clip of 81 frames (5.06 s at 16 frames a second) by Wan 2.1, 50 steps with guidance. */
const WAN = { ...CLIPS, demand: clips(50) } as const;

/** What does a video minute cost at each resolution? Tokens grow with pixels, work faster. */
export const video480p = {
  ...WAN,
  name: "video-480p",
  question: "What does a video minute cost at 480p?",
  model: "wan2.1-14b-480p",
  fleet: { ...SERVER, count: 4 },
} satisfies ScenarioInput;

export const video720p = {
  ...WAN,
  name: "video-720p",
  question: "What does a video minute cost at 720p?",
  model: "wan2.1-14b-720p",
  fleet: { ...SERVER, count: 11 },
} satisfies ScenarioInput;

export const video1080p = {
  ...WAN,
  name: "video-1080p",
  question: "What does a video minute cost at 1080p?",
  model: "wan2.1-14b-1080p-equiv",
  promise: { ttft: "40 min", unit: "20 min", quantile: "95 %" },
  fleet: { ...SERVER, count: 44 },
} satisfies ScenarioInput;

/** The same clip shown at 30 frames a second lasts 2.7 s instead of 5.06. */
export const video30fps = {
  ...video720p,
  name: "video-30fps",
  question: "What does a video minute cost at 30 frames a second instead of 16?",
  catalog: {
    models: {
      "wan2.1-14b-720p": {
        media_s: 81 / 30,
        source: "81 frames shown at 30 frames a second",
        grade: "A",
      },
    },
  },
} satisfies ScenarioInput;

/**
 * Live streams at 480p: 20 viewers, each served one clip of 81 frames after the other, which lasts
 * 2.7 s at 30 frames a second. A clip that takes longer than it lasts stalls its stream.
 */
function live(steps: number) {
  return {
    supply: "rented",
    model: "wan2.1-1.3b",
    catalog: {
      models: {
        "wan2.1-1.3b": {
          ...{ media_s: 81 / 30, steps },
          source:
            steps === 50
              ? "81 frames shown at 30 frames a second"
              : `81 frames at 30 frames a second; assumed: distilled to ${steps} steps, 4 to 10 are usual`,
          grade: steps === 50 ? "A" : "D",
        },
      },
    },
    demand: {
      lengths: { input: 1, output: steps },
      arrivals: "constant",
      rate: `${20 / 2.7}/s`,
      diurnal: "flat",
    },
    promise: { ttft: "2.7 s", unit: "2.7 s", quantile: "99 %" },
    economics: ONE_YEAR,
    run: { window: "10 min", reps: 5 },
  } as const satisfies Partial<ScenarioInput>;
}

/** Can four chips show a model of 50 steps live? They take 15 s for 2.7 s: the wall. */
export const liveVideo = {
  ...live(50),
  name: "live-video",
  question: "Can four H100 show generated video live at 30 frames a second?",
  fleet: { ...SERVER, tp: 4 },
} satisfies ScenarioInput;

/** How many chips does a live stream need once four steps do? */
export const liveVideoFewSteps = {
  ...live(4),
  name: "live-video-few-steps",
  question: "How many chips does a live stream need when four steps do?",
  fleet: { ...SERVER, tp: 4 },
} satisfies ScenarioInput;

/** And on the next generation in fp8? */
export const liveVideoNewChips = {
  ...liveVideoFewSteps,
  name: "live-video-new-chips",
  question: "How many chips does a live stream need on B200 in fp8?",
  fleet: { ...SERVER, gpu: "b200", precision: "fp8", tp: 4 },
} satisfies ScenarioInput;

export const VIDEO: readonly ScenarioInput[] = [
  ...[videoMinute, videoFewSteps, videoNewChips],
  ...[video480p, video720p, video1080p, video30fps],
  ...[liveVideo, liveVideoFewSteps, liveVideoNewChips],
];

/** Name, question and members of each comparison. */
export const VIDEO_COMPARISONS: readonly ComparisonRow[] = [
  [
    "video-steps-or-chips",
    "Do fewer steps or newer chips make a video minute cheaper?",
    ["video-minute", "video-few-steps", "video-new-chips"],
    { parts: ["lengths", "promise"], because: "a token is a step, and steps are compared" },
  ],
  [
    "video-resolution",
    "What does each step of resolution and frame rate add to a video minute?",
    ["video-480p", "video-720p", "video-30fps", "video-1080p"],
    { parts: ["promise"], because: "a clip of high resolution cannot be ready as soon" },
  ],
  [
    "live-video-wall",
    "What brings generated video over the real-time wall: steps or chips?",
    ["live-video", "live-video-few-steps", "live-video-new-chips"],
    { parts: ["lengths", "promise"], because: "a token is a step, and steps are compared" },
  ],
];

import type { ScenarioInput } from "../scenario.ts";
import { HOSTED_PRICES } from "./hostedPrices.ts";
import type { ComparisonRow } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/** Where money leaks between compute purchased and cash: one preset for each leak of the essays. */

/** A 70B model on reserved H100 in fp8: four chips a replica. */
const SERVED = {
  model: "llama-3.1-70b",
  supply: "rented",
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
  economics: ONE_YEAR,
  faults: { replicas: "off", stalls: "off" },
} as const satisfies Partial<ScenarioInput>;

/**
 * A firm reserved eight replicas and asks little of them: Cast AI found 5 % in 23,000 clusters. An
 * answer of 200 tokens alone on a replica takes 2.4 s; 0.17 a second keep eight of them busy for 5 %.
 */
export const leakIdle = {
  ...SERVED,
  name: "leak-idle",
  question: "What does an hour of useful work cost on a fleet that is busy for 5 % of the time?",
  demand: {
    lengths: { input: 1000, output: 200 },
    rate: "0.17/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  fleet: { gpu: "h100", precision: "fp8", tp: 4, count: 8, contract: "reserved-1y" },
  run: { window: "2 h", reps: 4 },
} satisfies ScenarioInput;

/** Long answers at a pace that keeps batches small: the chips wait for weights and caches. */
export const leakMemoryWall = {
  ...SERVED,
  name: "leak-memory-wall",
  question: "What share of its arithmetic does a chip use while it writes answers?",
  demand: {
    lengths: { input: 300, output: 700 },
    rate: "20/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  promise: { ttft: "2 s", tpot: "16 ms", quantile: "99 %" },
  fleet: { gpu: "h100", precision: "fp8", tp: 4 },
  run: { window: "5 min", reps: 4 },
} satisfies ScenarioInput;

/** Eight cards that share a model over PCIe, where servers with NVLink pass 450 GB/s. */
export const leakTrafficJam = {
  ...SERVED,
  name: "leak-traffic-jam",
  question: "What does it cost to spread a model over cards that talk through PCIe?",
  demand: {
    lengths: { input: 1000, output: 200 },
    rate: "10/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  promise: { ttft: "3 s", tpot: "150 ms", quantile: "99 %" },
  fleet: { gpu: "l40s", precision: "fp8", tp: 4 },
  faults: { replicas: "off", stalls: "on" },
  run: { window: "5 min", reps: 4 },
} satisfies ScenarioInput;

/** Documents through a small encoder on the chip that everybody asks for. */
export const leakWrongTool = {
  supply: "rented",
  name: "leak-wrong-tool",
  question: "What does it cost to embed documents on H100 rather than on the cheapest chip for it?",
  model: "bge-large-en",
  demand: { lengths: { input: 500, output: 1 }, rate: "20000/s", diurnal: "flat" },
  promise: { ttft: "500 ms", tpot: "100 ms" },
  fleet: { gpu: "h100", precision: "bf16", tp: 1, max_batch: 64, token_budget: 16_384 },
  economics: { ...ONE_YEAR, staff: 0 },
  faults: { replicas: "off", stalls: "off" },
  leaks: { quality_tolerance: 0 },
  run: { window: "2 s", warmup: "0.5 s", reps: 3 },
} satisfies ScenarioInput;

/** A 70B model in bf16 for questions of which an 8B model answers most. */
export const leakBloatedModel = {
  ...SERVED,
  name: "leak-bloated-model",
  question:
    "What do 16 bits and 70 billion parameters cost where 8 bits, or a small model, would do?",
  demand: {
    lengths: { input: 1000, output: 200 },
    rate: "20/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  fleet: { gpu: "h100", precision: "bf16", tp: 4 },
  leaks: { smaller: { model: "llama-3.1-8b", share: "70 %", escalated: "10 %" } },
  run: { window: "5 min", reps: 4 },
} satisfies ScenarioInput;

/** A fleet with failures whose kernels are written by hand for each family of chips. */
export const leakToilImperative = {
  ...SERVED,
  name: "leak-toil-imperative",
  question: "What do engineers lose to tuning, failures and waiting with kernels written by hand?",
  demand: {
    lengths: { input: 1000, output: 200 },
    rate: "20/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  fleet: { gpu: "h100", precision: "fp8", tp: 4 },
  economics: { ...ONE_YEAR, toil: { services: 3, chip_families: 2 }, stack: "imperative" },
  faults: { replicas: "on", stalls: "off" },
  run: { window: "5 min", reps: 4 },
} satisfies ScenarioInput;

/** The same from one source that a compiler retargets. */
export const leakToilCompiler = {
  ...leakToilImperative,
  name: "leak-toil-compiler",
  question: "What do engineers lose to tuning, failures and waiting with a compiled stack?",
  economics: { ...leakToilImperative.economics, stack: "compiler" },
} satisfies ScenarioInput;

/** Every leak at once, and what is sold at the end. */
export const leakWaterfall = {
  name: "leak-waterfall",
  question: "How much of the compute that a producer buys becomes useful work, and cash?",
  model: "llama-3.1-70b",
  supply: "owned",
  demand: { workload: "conv", rate: "30/s", arrivals: "poisson", diurnal: "office" },
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
  fleet: { gpu: "h100", precision: "bf16", tp: 4, site: "colocation" },
  economics: {
    horizon: "36 months",
    toil: "on",
    stack: "imperative",
    revenue: {
      token_price: {
        input: HOSTED_PRICES.input,
        output: {
          value: "2.4 USD/Mtok",
          range: "0.4 to 3 USD/Mtok",
          source: "assumed: four times the price of prompts, as sellers of larger models ask",
          grade: "D",
        },
      },
    },
  },
  run: { window: "5 min", reps: 4 },
} satisfies ScenarioInput;

export const LEAKS: readonly ScenarioInput[] = [
  ...[leakIdle, leakMemoryWall, leakTrafficJam, leakWrongTool, leakBloatedModel],
  ...[leakToilImperative, leakToilCompiler, leakWaterfall],
];

export const LEAK_COMPARISONS: readonly ComparisonRow[] = [
  [
    "leak-toil",
    "What does a compiled stack save in tuning, and does the fleet notice?",
    ["leak-toil-imperative", "leak-toil-compiler"],
  ],
];

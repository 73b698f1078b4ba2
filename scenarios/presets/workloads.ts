import type { ArrivalPlan, LengthPlan, QuantileTable } from "../../sim/plan.ts";

/** Who asks for what: measured lengths and a fitted arrival process, as one named preset. */

/** Probability levels of the length tables. */
export const LENGTH_LEVELS: readonly number[] = [
  0, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.275,
  0.3, 0.325, 0.35, 0.375, 0.4, 0.425, 0.45, 0.475, 0.5, 0.525, 0.55, 0.575, 0.6, 0.625, 0.65,
  0.675, 0.7, 0.725, 0.75, 0.775, 0.8, 0.825, 0.85, 0.875, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99,
  0.995, 0.999, 1,
];

type SyntheticArrivals = Extract<ArrivalPlan, { kind: "poisson" | "gamma" | "modulated" }>;

export interface Workload {
  readonly name: string;
  /** What it is, in one line. */
  readonly about: string;
  readonly lengths: Extract<LengthPlan, { kind: "table" }>;
  /** The process with its measured rate; a scenario may state another rate. */
  readonly arrivals: SyntheticArrivals;
  /** Where lengths and arrivals were measured, with licence. */
  readonly source: string;
  /** How far the fit is to be trusted. */
  readonly note: string;
}

/** Bursts by name, for any workload: the coefficient of variation of gamma gaps. */
export const BURSTS = {
  /** A few users send in batches. */
  "mild-bursts": { kind: "gamma", cv: 2 },
  /** Scripts and agents: most gaps near 0, long pauses between. */
  "strong-bursts": { kind: "gamma", cv: 6 },
} as const;

/** The measured modulations of the arrival rate, by the workload they were fitted to. */
export const RATE_MODULATIONS = {
  /** Minute log-rate, AR(1): dispersion over 60 s 13.8 simulated, 16.1 real. */
  conv: { kind: "ar1", periodS: 60, correlation: 0.82, sigma: 0.213 },
  /** Gamma rate per minute: dispersion over 60 s 2.87 simulated, 2.86 real (ticks spread). */
  longchat: { kind: "gammaRate", periodS: 60, shape: 109 },
  /** On/off minutes and factors per minute, 10 s, 1 s: dispersion 13.2/73/168, real 13.2/71.6/164. */
  code: {
    kind: "cascade",
    onProbability: 0.79,
    stickiness: 0.3,
    minuteShape: 2.67,
    tenSecondShape: 0.968,
    secondShape: 1.6,
  },
} as const;

export const WORKLOADS = {
  code: {
    name: "code",
    about: "code completion: long prompts, very short answers, arrivals in bursts",
    lengths: {
      kind: "table",
      input: table([
        3, 7, 12, 17, 35, 50, 75, 102, 147, 185, 232, 299, 386, 484, 578, 679, 770, 863, 939, 1016,
        1075, 1153, 1261, 1370, 1469, 1585, 1690, 1798, 1909, 2048, 2164, 2305, 2433, 2578, 2744,
        2942, 3192, 3538, 3920, 4434, 5188, 6097, 7303, 7430, 7435, 7436, 7436, 7436, 7437, 7437,
      ]),
      output: table([
        6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14,
        15, 16, 16, 18, 19, 20, 22, 24, 26, 29, 33, 39, 46, 55, 69, 90, 105, 128, 171, 251, 359,
        825, 1899,
      ]),
    },
    arrivals: { kind: "modulated", requestsPerS: 2.567, modulation: RATE_MODULATIONS.code },
    source:
      "Azure LLM inference trace 2023, code (8,819 requests), CC-BY-4.0; Patel et al., Splitwise, ISCA 2024",
    note: "lengths within 0.006 (input) and 0.009 (output) of the trace (Kolmogorov-Smirnov); arrivals match dispersion, peak and idle minutes, not gaps below one second",
  },
  conv: {
    name: "conv",
    about: "chat: prompts of about a thousand tokens, answers of about two hundred",
    lengths: {
      kind: "table",
      input: table([
        2, 9, 20, 40, 120, 165, 181, 203, 298, 373, 379, 384, 390, 394, 398, 402, 407, 414, 431,
        873, 968, 998, 1011, 1024, 1035, 1045, 1056, 1068, 1081, 1093, 1105, 1121, 1140, 1164, 1200,
        1312, 1317, 1622, 2177, 2649, 4075, 4080, 4086, 4088, 4091, 4098, 4122, 4145, 5280, 14050,
      ]),
      output: table([
        7, 12, 14, 16, 18, 29, 38, 45, 50, 55, 60, 66, 72, 76, 81, 85, 88, 91, 94, 98, 102, 107,
        114, 128, 140, 155, 167, 183, 211, 267, 377, 386, 393, 395, 397, 400, 404, 411, 414, 420,
        428, 435, 463, 496, 522, 565, 612, 658, 939, 1000,
      ]),
    },
    arrivals: { kind: "modulated", requestsPerS: 5.56, modulation: RATE_MODULATIONS.conv },
    source:
      "Azure LLM inference trace 2023, conversation, first half by time (9,739 requests), CC-BY-4.0; Patel et al., Splitwise, ISCA 2024",
    note: "lengths within 0.015 (input) and 0.019 (output) of the trace (Kolmogorov-Smirnov)",
  },
  longchat: {
    name: "longchat",
    about: "chat over long documents: prompts of about twelve thousand tokens",
    lengths: {
      kind: "table",
      input: table([
        891, 892, 893, 894, 896, 897, 901, 913, 964, 1090, 1261, 1442, 1662, 1924, 2306, 2746, 3263,
        3810, 4251, 4596, 4993, 5378, 5870, 6348, 6909, 7509, 8187, 8847, 9570, 10328, 11238, 12147,
        13196, 14249, 15367, 16505, 17869, 19403, 21464, 24393, 27367, 31519, 39550, 44613, 52215,
        66449, 85400, 100810, 121301, 126195,
      ]),
      output: table([
        1, 1, 1, 3, 3, 5, 10, 17, 24, 32, 46, 72, 100, 127, 156, 189, 213, 235, 256, 275, 291, 308,
        322, 336, 350, 363, 375, 388, 399, 410, 423, 435, 447, 459, 472, 487, 504, 522, 543, 566,
        597, 639, 698, 738, 800, 892, 1119, 1568, 2000, 2000,
      ]),
    },
    arrivals: { kind: "modulated", requestsPerS: 3.402, modulation: RATE_MODULATIONS.longchat },
    source:
      "Mooncake conversation trace (12,031 requests), Apache-2.0; Qin et al., Mooncake, FAST 2025",
    note: "lengths within 0.005 of the trace (Kolmogorov-Smirnov); 37 % of its prompt tokens repeat earlier prefixes: state a cached share, the default is 0",
  },
  agentic: {
    name: "agentic",
    about: "coding agents: what each turn adds to its context, and the answer",
    lengths: {
      kind: "table",
      input: table([
        18, 98, 125, 142, 158, 170, 188, 208, 229, 251, 274, 298, 321, 344, 368, 391, 418, 446, 475,
        504, 536, 568, 603, 643, 693, 742, 793, 857, 920, 998, 1093, 1197, 1328, 1477, 1641, 1820,
        2038, 2362, 2780, 3294, 4038, 5344, 7930, 9518, 12848, 20755, 60857, 106171, 246229, 697351,
      ]),
      output: table([
        2, 15, 38, 57, 70, 75, 88, 96, 104, 110, 116, 121, 126, 131, 137, 142, 148, 154, 160, 167,
        175, 183, 193, 203, 214, 226, 240, 254, 270, 287, 308, 331, 357, 388, 424, 465, 511, 565,
        634, 731, 885, 1121, 1528, 1772, 2160, 2757, 3739, 5052, 8074, 18195,
      ]),
    },
    arrivals: { kind: "poisson", requestsPerS: 2 },
    source:
      "coding-agent sessions (38,130 turns of 572 sessions), kv-cache-tester (WEKA, Callan Fox), Apache-2.0",
    note: "prompts are the new tokens of a turn, as if the context before (0.96 of all prompt blocks) were cached elsewhere at no cost; the longest sessions are absent, so it is biased short; the rate is ours",
  },
} as const satisfies Record<string, Workload>;

function table(values: readonly number[]): QuantileTable {
  return { levels: LENGTH_LEVELS, values };
}

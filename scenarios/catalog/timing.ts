import { type CatalogRow, row } from "./row.ts";

/**
 * Timing priors of one chip family: shares of the sheet values that engine steps reach, and the host
 * work around them. Global figures fitted to published measurements over many chips and models;
 * nothing here is tuned to one row.
 */
export interface TimingRows {
  readonly computeFp32: CatalogRow;
  readonly computeBf16: CatalogRow;
  readonly computeFp8: CatalogRow;
  readonly computeInt8: CatalogRow;
  readonly computeFp4: CatalogRow;
  readonly expertComputeFactor: CatalogRow;
  readonly memoryShare: CatalogRow;
  /** Per log2(chips) and per call; a layer makes two calls. */
  readonly allReduceLatencyUs: CatalogRow;
  readonly stepOverheadMs: CatalogRow;
  readonly layerOverheadUs: CatalogRow;
  readonly sequenceOverheadUs: CatalogRow;
  readonly requestOverheadMs: CatalogRow;
}

const PRIOR = "validation-priors";
const OVERHEAD =
  "with the priors above, 79 low-load serving rows (7B to 671B, H100, H200, B200) leave about 1.7 ms " +
  "at 32 layers on one chip; median error of the time per token 7 %, bias 0";

const GEMM =
  "what large matrix products reach by themselves: fp8 0.51 on H100, 0.57 on H200, 0.53 on B200, fp4 " +
  "0.41 on B200 (4,096 rows); a fit over whole serving runs gave 0.43 and 0.30";

/** Measured on Hopper and Blackwell servers, where most of the rows are. */
const FITTED: TimingRows = {
  computeFp32: row("D", 0.58, "share", "general-knowledge", "2026", [0.4, 0.8], "as bf16"),
  computeBf16: row("C", 0.58, "share", PRIOR, "2026", [0.45, 0.75]),
  computeFp8: row("C", 0.52, "share", PRIOR, "2026", [0.4, 0.65], GEMM),
  computeInt8: row("D", 0.52, "share", "general-knowledge", "2026", [0.3, 0.65], "as fp8"),
  computeFp4: row("C", 0.4, "share", PRIOR, "2026", [0.25, 0.5], GEMM),
  expertComputeFactor: row("C", 0.42, "share", PRIOR, "2026", [0.3, 0.7]),
  memoryShare: row("C", 0.86, "share", PRIOR, "2026", [0.7, 0.93], "0.80 in another model"),
  allReduceLatencyUs: row(
    "C",
    13,
    "us",
    PRIOR,
    "2026",
    [4, 37],
    "low: inside CUDA graphs; high: floors that include the profiler",
  ),
  stepOverheadMs: row("C", 1.2, "ms", PRIOR, "2026", [0.5, 5], OVERHEAD),
  layerOverheadUs: row("C", 4, "us", PRIOR, "2026", [0, 60], `${OVERHEAD}; engines of 2023: 300`),
  sequenceOverheadUs: row("C", 5, "us", PRIOR, "2026", [0, 30], OVERHEAD),
  requestOverheadMs: row("C", 15, "ms", PRIOR, "2026", [5, 40], "API server and tokeniser"),
};

/** The same figures where few or no rows stand behind them: graded D, lower ends moved down. */
function carriedOver(why: string): TimingRows {
  const move = (from: CatalogRow, low: number, high: number): CatalogRow => ({
    ...from,
    low,
    high,
    grade: "D",
    note: why,
  });
  return {
    computeFp32: move(FITTED.computeFp32, 0.25, 0.8),
    computeBf16: move(FITTED.computeBf16, 0.3, 0.75),
    computeFp8: move(FITTED.computeFp8, 0.2, 0.65),
    computeInt8: move(FITTED.computeInt8, 0.2, 0.65),
    computeFp4: move(FITTED.computeFp4, 0.15, 0.5),
    expertComputeFactor: move(FITTED.expertComputeFactor, 0.25, 0.7),
    memoryShare: move(FITTED.memoryShare, 0.6, 0.93),
    allReduceLatencyUs: move(FITTED.allReduceLatencyUs, 4, 50),
    stepOverheadMs: move(FITTED.stepOverheadMs, 0.5, 8),
    layerOverheadUs: move(FITTED.layerOverheadUs, 0, 100),
    sequenceOverheadUs: move(FITTED.sequenceOverheadUs, 0, 50),
    requestOverheadMs: move(FITTED.requestOverheadMs, 5, 60),
  };
}

type Guess = readonly [value: number, low: number, high: number];

/** Guesses for chips that run whole layers at once: what differs from the figures carried over. */
function fusedKernels(
  why: string,
  guesses: Readonly<Partial<Record<keyof TimingRows, Guess>>>,
): TimingRows {
  const rows: Record<keyof TimingRows, CatalogRow> = { ...carriedOver(why) };
  for (const [name, [value, low, high]] of Object.entries(guesses)) {
    const key = name as keyof TimingRows;
    const source = "general-knowledge";
    rows[key] = { ...rows[key], value, low, high, source, grade: "D", note: why };
  }
  return rows;
}

export const TIMING: Readonly<Record<string, TimingRows>> = {
  hopper: FITTED,
  blackwell: FITTED,
  ampere: carriedOver("carried over from Hopper; rows of 2023 engines only"),
  ada: carriedOver("carried over from Hopper; kernel rows only"),
  cdna3: carriedOver("carried over from Hopper; few rows"),
  cdna4: carriedOver("carried over from Hopper; no rows"),
  tpu: carriedOver("carried over from Hopper; training rows only"),
  gaudi: carriedOver("carried over from Hopper; no rows"),
  rubin: carriedOver("carried over from Blackwell; not yet measured by anyone"),
  neuron: carriedOver("carried over from Hopper; no rows"),
  rdu: fusedKernels("decoder layers run as one kernel; no rows", {
    layerOverheadUs: [2, 0, 40],
    allReduceLatencyUs: [5, 1, 50],
    stepOverheadMs: [0.5, 0.1, 5],
    memoryShare: [0.8, 0.55, 0.93],
  }),
  lpu: fusedKernels("no caches and no launches, time fixed by the compiler; no rows", {
    layerOverheadUs: [4, 0, 40],
    allReduceLatencyUs: [1, 0.2, 13],
    stepOverheadMs: [0.2, 0.05, 2],
    memoryShare: [0.6, 0.3, 0.9],
  }),
  wafer: fusedKernels(
    "450 and 1,800 tokens/s for one user of a 70B and an 8B model leave 17 to 27 us per layer",
    {
      layerOverheadUs: [20, 10, 60],
      allReduceLatencyUs: [2, 0.5, 13],
      stepOverheadMs: [0.2, 0.05, 2],
      memoryShare: [0.6, 0.3, 0.9],
    },
  ),
  edge: fusedKernels("no server engine behind it; memory shared with everything else", {
    layerOverheadUs: [20, 5, 100],
    allReduceLatencyUs: [50, 5, 500],
    stepOverheadMs: [2, 0.5, 20],
    memoryShare: [0.7, 0.4, 0.9],
  }),
};

import type { AttentionKind, ModelFacts } from "../../sim/facts.ts";
import type { ApiPriceRows } from "./apiPriceEntry.ts";
import type { ChipExtraRows, ChipRows } from "./chipRows.ts";
import type { LinkRows } from "./links.ts";
import type { TimingRows } from "./timing.ts";

/** What a row of one attribute may hold: its unit and the bounds of its value. */
export interface FieldSpec {
  readonly unit: string;
  /** positive > 0; zero >= 0; share 0..1 (exclusive of 0); pue >= 1; count: a whole number >= 1; any: finite. */
  readonly bound: "positive" | "zero" | "share" | "pue" | "count" | "any";
  /** A new entity without `extends` must have it. */
  readonly required: boolean;
}

const need = (unit: string, bound: FieldSpec["bound"] = "positive"): FieldSpec => ({
  unit,
  bound,
  required: true,
});
const may = (unit: string, bound: FieldSpec["bound"] = "positive"): FieldSpec => ({
  unit,
  bound,
  required: false,
});

export const LINK_FIELDS: Readonly<Record<keyof LinkRows, FieldSpec>> = {
  linkGbPerS: need("GB/s"),
  linkLatencyUs: need("us", "zero"),
  linkEfficiency: need("share", "share"),
};

export const CHIP_FIELDS: Readonly<Record<keyof ChipRows, FieldSpec>> = {
  fp32Tflops: may("TFLOPS"),
  bf16Tflops: need("TFLOPS"),
  fp8Tflops: may("TFLOPS"),
  int8Tflops: may("TFLOPS"),
  fp4Tflops: may("TFLOPS"),
  memoryGib: need("GiB"),
  memoryTbPerS: need("TB/s"),
  ...LINK_FIELDS,
  linkDomainChips: need("chips", "count"),
  nicGbPerS: may("GB/s"),
  nicLatencyUs: may("us", "zero"),
  chipsPerServer: need("chips", "count"),
  ratedServerWatts: need("W/chip"),
  busyWatts: need("W/chip"),
  idleWatts: need("W/chip", "zero"),
  serverUsdPerChip: may("USD/chip"),
  onDemandUsdPerHour: may("USD/chip-h"),
  reserved1yUsdPerHour: may("USD/chip-h"),
  reserved3yUsdPerHour: may("USD/chip-h"),
};

export const CHIP_EXTRA_FIELDS: Readonly<Record<keyof ChipExtraRows, FieldSpec>> = {
  tf32Tflops: may("TFLOPS"),
  sramMb: may("MB"),
  tdpWatts: may("W"),
  allInUtilityWatts: may("W/chip"),
  chipUsd: may("USD/chip"),
  liquidCoolingUsd: may("USD/chip"),
  spotUsdPerHour: may("USD/chip-h"),
  capacityBlockUsdPerHour: may("USD/chip-h"),
  hyperscalerUsdPerHour: may("USD/chip-h"),
  hyperscaler1yUsdPerHour: may("USD/chip-h"),
  hyperscaler3yUsdPerHour: may("USD/chip-h"),
  ownHyperscalerUsdPerHour: may("USD/chip-h"),
  ownNeocloudUsdPerHour: may("USD/chip-h"),
  embodiedKg: may("kg/chip"),
  impliedServerUsd: may("USD/chip"),
  impliedUsdPerHour: may("USD/chip-h"),
};

export const API_PRICE_FIELDS: Readonly<Record<keyof ApiPriceRows, FieldSpec>> = {
  inputUsdPerMtok: need("USD/Mtok", "zero"),
  cachedUsdPerMtok: may("USD/Mtok", "zero"),
  outputUsdPerMtok: need("USD/Mtok", "zero"),
  batchShare: may("share", "share"),
};

export const TIMING_FIELDS: Readonly<Record<keyof TimingRows, FieldSpec>> = {
  computeFp32: need("share", "share"),
  computeBf16: need("share", "share"),
  computeFp8: need("share", "share"),
  computeInt8: need("share", "share"),
  computeFp4: need("share", "share"),
  expertComputeFactor: need("share", "share"),
  memoryShare: need("share", "share"),
  allReduceLatencyUs: need("us", "zero"),
  stepOverheadMs: need("ms", "zero"),
  layerOverheadUs: need("us", "zero"),
  sequenceOverheadUs: need("us", "zero"),
  requestOverheadMs: need("ms", "zero"),
};

/** Columns that every model has. */
type ModelColumn = {
  [K in keyof ModelFacts]-?: undefined extends ModelFacts[K] ? never : K;
}[keyof ModelFacts];

/** Columns of a model that a user may write; `null`: no default, a new model must state it. */
export const MODEL_DEFAULTS: Readonly<
  Record<Exclude<ModelColumn, "id">, number | boolean | AttentionKind | null>
> = {
  layers: null,
  hidden: null,
  heads: null,
  kvHeads: null,
  headDim: null,
  ffn: null,
  vocab: null,
  contextTokens: null,
  gatedFfn: true,
  experts: 0,
  activeExperts: 0,
  sharedExperts: 0,
  expertFfn: 0,
  moeLayers: 0,
  attention: "gqa",
  qLora: 0,
  kvLora: 0,
  ropeDim: 0,
  nopeDim: 0,
  vDim: 0,
  tiedEmbedding: false,
  fullAttentionLayers: 0,
  windowTokens: 0,
};

/** What an optional column of a model holds: a whole number, any number >= 0, a switch, or words. */
export type ModelOption = "count" | "number" | "flag" | "text" | readonly string[];

/** Columns that only some models have; absent where they are not written. */
export const MODEL_OPTIONS: Readonly<Record<Exclude<keyof ModelFacts, ModelColumn>, ModelOption>> =
  {
    kind: ["transformer", "encoder", "encoderDecoder", "diffusion", "recommender"],
    attentionLayers: "count",
    ffnLayers: "count",
    routedHidden: "count",
    sharedFfn: "count",
    fullHeadDim: "count",
    fullKvHeads: "count",
    chunkedWindow: "flag",
    gatedAttention: "flag",
    sparseLayers: "count",
    sparseTokens: "count",
    sparseRatio: "count",
    coarseLayers: "count",
    coarseRatio: "count",
    indexHeads: "count",
    indexDim: "count",
    indexBytes: "number",
    outGroups: "count",
    outLora: "count",
    stateLayers: "count",
    stateKind: ["mamba1", "mamba2", "linear"],
    stateHeads: "count",
    stateHeadDim: "count",
    stateDim: "count",
    stateGroups: "count",
    stateConv: "count",
    stateRank: "count",
    unit: "text",
    tokensPerUnit: "count",
    steps: "count",
    cfgMultiplier: "count",
    mediaS: "number",
    frames: "count",
    textTokens: "count",
    twinLayers: "count",
    textJoins: "flag",
    crossLayers: "count",
    passParams: "number",
    encoderLayers: "count",
    outputTokensPerUnit: "count",
    passFlops: "number",
    tableRows: "count",
    tableDim: "count",
    tableBytesPerValue: "number",
    lookupsPerSample: "count",
    denseFlopsPerSample: "number",
    publishedTotalParams: "number",
    publishedActiveParams: "number",
  };

/** Units of a model's columns that are no counts. */
export const MODEL_UNITS: Readonly<Partial<Record<keyof ModelFacts, string>>> = {
  indexBytes: "B",
  mediaS: "s",
  passFlops: "FLOP",
  denseFlopsPerSample: "FLOP",
  tableBytesPerValue: "B",
};

/** Tables whose entries are single rows; no unit: each entry has its own, and none can be added. */
export const FLAT_FIELDS = {
  pue: { bound: "pue", unit: "ratio" },
  facilityUsdPerWatt: { bound: "zero", unit: "USD/W" },
  colocationUsdPerKwMonth: { bound: "zero", unit: "USD/kW-month" },
  electricityUsdPerKwh: { bound: "zero", unit: "USD/kWh" },
  carbonKgPerKwh: { bound: "zero", unit: "kg/kWh" },
  leadTimeMonths: { bound: "zero", unit: "months" },
  discountRatePerYear: { bound: "zero", unit: "share/year" },
  finance: { bound: "any", unit: undefined },
  staff: { bound: "zero", unit: undefined },
  failures: { bound: "zero", unit: undefined },
  apiService: { bound: "positive", unit: undefined },
  serving: { bound: "zero", unit: undefined },
  site: { bound: "zero", unit: undefined },
  demandChargeUsdPerKwMonth: { bound: "zero", unit: "USD/kW-month" },
  waterLPerKwh: { bound: "zero", unit: "L/kWh" },
  carbonUsdPerTonne: { bound: "zero", unit: "USD/t" },
  generationKgPerKwh: { bound: "zero", unit: "kg/kWh" },
  marketCarbonKgPerKwh: { bound: "zero", unit: "kg/kWh" },
  embodiedCarbon: { bound: "zero", unit: undefined },
  network: { bound: "zero", unit: undefined },
  energyPjPerBit: { bound: "zero", unit: "pJ/bit" },
  qualityLossShare: { bound: "zero", unit: "share" },
  lifeYears: { bound: "positive", unit: "yr" },
  macrsShare: { bound: "zero", unit: "share" },
  debtRatePerYear: { bound: "any", unit: "share/year" },
  taxRate: { bound: "zero", unit: "share" },
  collateral: { bound: "zero", unit: undefined },
  disclosures: { bound: "any", unit: undefined },
  trainingRuns: { bound: "zero", unit: undefined },
  market: { bound: "any", unit: undefined },
  rentHistoryUsdPerHour: { bound: "zero", unit: "USD/chip-h" },
  switching: { bound: "zero", unit: undefined },
  contracts: { bound: "zero", unit: undefined },
  toil: { bound: "zero", unit: undefined },
  apiTerms: { bound: "zero", unit: undefined },
  mediaPrices: { bound: "zero", unit: undefined },
  fleetFailures: { bound: "zero", unit: undefined },
  clusterFaults: { bound: "zero", unit: undefined },
  partFailures: { bound: "zero", unit: undefined },
} as const satisfies Readonly<
  Record<string, { bound: FieldSpec["bound"]; unit: string | undefined }>
>;

export type FlatTableName = keyof typeof FLAT_FIELDS;

/** `memoryTbPerS` -> `memory_tb_per_s`: the names that files and lists use. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `memory_tb_per_s` -> `memoryTbPerS`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

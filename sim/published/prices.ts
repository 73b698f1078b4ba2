import {
  impliedTokensPerSPerChip,
  usdPerMtokAtPace,
  usdPerUsefulHour,
  utilisationMultiplier,
} from "../money/chipHourCost.ts";
import { quantityRatio, revenueRatio } from "../money/elasticity.ts";
import {
  balancedBatch,
  computeBoundTokensPerS,
  napkinTokensPerS,
  tokensPerYear,
  weightReadsPerS,
} from "../money/napkinServing.ts";
import { netGramsPerKwh, tokensPerSPerMw } from "../money/powerPace.ts";
import { costProfitShare, grossMarginShare } from "../money/tokenRevenue.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

/** Three H100 at dense fp8 with a model of 17e9 active parameters in 4 bits. */
const NAPKIN = {
  ...{ chips: 3, flopsPerSPerChip: 1979e12, memoryBytesPerSPerChip: 3.35e12 },
  ...{ activeParams: 17e9, bytesPerParam: 0.5 },
};
const napkinPace = napkinTokensPerS(NAPKIN, 64, 0.3);

const ELASTICITY = 1.1;
const PRICE_RATIO = 0.9;
const RENEWABLE_GRAMS = 27.67;

/** From a chip-hour to a price of tokens, and what a price does. */
export const PRICE_CASES: readonly PublishedCase[] = [
  {
    id: "E20-infx-cost",
    what: "cost of a million tokens, and tokens of a megawatt",
    given: "2.21 USD/h at 10,000 tokens/s per chip; 1,000 tokens/s on an H100 of 1.73 kW all in",
    source: TEXTS.inferencex,
    note: "full use assumed: no queue, no failure",
    figures: [
      computed(
        ["cost", "USD/Mtok", 0.0613889, 1e-5, "recomputed"],
        usdPerMtokAtPace,
        [2.21, 10_000],
      ),
      computed(
        ["pace of a megawatt", "tokens/s/MW", 578_035, 1e-5, "recomputed"],
        tokensPerSPerMw,
        [1000, 1.73],
      ),
    ],
  },
  {
    id: "E21-infx-crusoe",
    what: "gross margin of an endpoint at its list price",
    given: "sold at 1.35 in and 5.40 out, made for 0.226 and 2.955 USD per million",
    source: TEXTS.inferencexBlog,
    note: "printed: 83 % and 45 %",
    figures: [
      computed(["input", "share", 0.8326, 1e-3, "recomputed"], grossMarginShare, [1.35, 0.226]),
      computed(["output", "share", 0.4528, 1e-3, "recomputed"], grossMarginShare, [5.4, 2.955]),
    ],
  },
  {
    id: "E22-cliff",
    what: "a web calculator's serving model",
    given:
      "3 H100 (1,979 TFLOP/s, 3.35 TB/s), 17e9 active parameters of 4 bits, batch 64, efficiency " +
      "0.3; 6,346 instances busy 75 % of a year; price 0.21, cost 0.1012 USD/Mtok",
    source: TEXTS.cliff,
    note: "printed: 174,618; 1,182; 148; 9,144; 1372.5T; 108 %. To compare with, not to trust",
    figures: [
      computed(["arithmetic alone", "tokens/s", 174_618, 2e-3, "printed"], computeBoundTokensPerS, [
        NAPKIN,
      ]),
      computed(
        ["reading weights alone", "tokens/s", 1182.35, 2e-3, "recomputed"],
        weightReadsPerS,
        [NAPKIN],
      ),
      computed(["balanced batch", "sequences", 147.69, 2e-3, "recomputed"], balancedBatch, [
        NAPKIN,
      ]),
      computed(["pace of an instance", "tokens/s", 9144, 2e-3, "printed"], napkinTokensPerS, [
        NAPKIN,
        64,
        0.3,
      ]),
      computed(["a year of all", "trillion tokens", 1372.5, 2e-3, "printed"], tokensPerYear, [
        napkinPace / 1e12,
        6346,
        0.75,
      ]),
      computed(["markup", "ratio", 1.0751, 2e-3, "recomputed"], costProfitShare, [0.21, 0.1012]),
    ],
  },
  {
    id: "E27-utilisation",
    what: "what a useful hour costs at 5 % use",
    given: "2.35 USD/h, used 5 % of the time",
    source: TEXTS.castai,
    note: "the use is the survey's mean over 23,000 clusters; the rent is that of an H100",
    figures: [
      computed(["useful hour", "USD/h", 47, 1e-9, "recomputed"], usdPerUsefulHour, [2.35, 0.05]),
      computed(["times the rent", "ratio", 20, 1e-9, "recomputed"], utilisationMultiplier, [0.05]),
    ],
  },
  {
    id: "E28-price-implied-throughput",
    what: "pace behind a price of tokens",
    given: "0.60 USD per million at 2 USD per chip-hour",
    source: TEXTS.essays,
    note: "what a chip must keep up around the clock for the price to cover its rent",
    figures: [
      computed(
        ["pace", "tokens/s", 925.93, 1e-4, "recomputed"],
        impliedTokensPerSPerChip,
        [2, 0.6],
      ),
    ],
  },
  {
    id: "E29-greensku-ci",
    what: "carbon of a kWh in a region, purchases of renewable energy counted",
    given: "renewable 27.67 g/kWh; share and grid: 0.79 of 291, 0.70 of 397, 0.47 of 24 g/kWh",
    source: TEXTS.greensku,
    note: "",
    figures: [
      computed(["europewest", "g/kWh", 82.9693, 1e-6, "printed"], netGramsPerKwh, [
        0.79,
        RENEWABLE_GRAMS,
        291,
      ]),
      computed(["useast", "g/kWh", 138.469, 1e-6, "printed"], netGramsPerKwh, [
        0.7,
        RENEWABLE_GRAMS,
        397,
      ]),
      computed(["uswest2", "g/kWh", 25.7249, 1e-6, "printed"], netGramsPerKwh, [
        0.47,
        RENEWABLE_GRAMS,
        24,
      ]),
    ],
  },
  {
    id: "E32-elasticity",
    what: "demand after a price cut",
    given: "elasticity 1.1, a cut by 10 %",
    source: TEXTS.demirer,
    note: "the elasticity is the paper's; the curve of constant elasticity is ours",
    figures: [
      computed(["quantity", "ratio", 1.12288, 1e-4, "recomputed"], quantityRatio, [
        PRICE_RATIO,
        ELASTICITY,
      ]),
      computed(["revenue", "ratio", 1.01059, 1e-4, "recomputed"], revenueRatio, [
        PRICE_RATIO,
        ELASTICITY,
      ]),
    ],
  },
];

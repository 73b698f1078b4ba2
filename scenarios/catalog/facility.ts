import { type CatalogRow, completeRow, type Rows, row, rowsOf } from "./row.ts";
import type { SourceId } from "./sources.ts";

/** Sites: efficiency, building cost, colocation rent, power price and carbon by region, lead times. */

/** Power usage effectiveness by kind of site: facility watts per watt of IT load. */
export const PUE = {
  hyperscale: row("A", 1.15, "ratio", "aws-sus", "2024", [1.04, 1.5], "AWS; best site 1.04"),
  "hyperscale-google": row("B", 1.09, "ratio", "dcd-pue", "2024", [1.06, 1.15]),
  "hyperscale-aws-2025": row("A", 1.14, "ratio", "aws-sus", "2025", null, "world average"),
  "hyperscale-meta": row("B", 1.08, "ratio", "dcd-pue", "2023", [1.06, 1.12]),
  "hyperscale-microsoft": row("B", 1.17, "ratio", "cw-wue", "2025", [1.12, 1.18]),
  "hyperscale-microsoft-newest": row("A", 1.12, "ratio", "greensku", "2023", [1.1, 1.2]),
  "hyperscale-oracle": row("B", 1.15, "ratio", "dcd-pue", "2024", [1.1, 1.4], "as low as"),
  "cloud-average": row(
    "B",
    1.25,
    "ratio",
    "aws-sus",
    "2025",
    [1.08, 1.5],
    "IDC, quoted by AWS; hyperscale to colocation",
  ),
  colocation: row("B", 1.42, "ratio", "uptime-pue", "2023", [1.3, 1.5], "Equinix average"),
  "own-facility": row(
    "B",
    1.15,
    "ratio",
    "mlsysim",
    "2025",
    [1.06, 1.25],
    "liquid-cooled hall for AI servers",
  ),
  "enterprise-modern": row("B", 1.4, "ratio", "mlsysim", "2023", [1.3, 1.6]),
  "enterprise-legacy": row("D", 1.8, "ratio", "general-knowledge", "2023", [1.6, 2.5]),
  "enterprise-average": row(
    "B",
    1.63,
    "ratio",
    "aws-sus",
    "2025",
    [1.4, 2.1],
    "IDC, quoted by AWS",
  ),
  "industry-average": row("B", 1.56, "ratio", "uptime-pue", "2024", [1.5, 1.67]),
  "edge-pod": row("D", 1.7, "ratio", "general-knowledge", "2023", [1.4, 2.2]),
  immersion: row("D", 1.05, "ratio", "general-knowledge", "2024", [1.02, 1.1]),
  tropical: row("D", 1.35, "ratio", "general-knowledge", "2024", [1.25, 1.6], "Singapore"),
} satisfies Rows;

const W = "USD/W";
/** Shell, power and cooling of an own facility per watt of IT load; the IT itself apart. */
export const FACILITY_USD_PER_WATT = {
  "global-average": row("B", 11.3, W, "jll26", "2026", [8, 15]),
  "us-average": row(
    "A",
    11.7,
    W,
    "cw-cost25",
    "2025",
    [9.3, 15],
    "19 US markets; without land, owner-furnished equipment, design and soft costs",
  ),
  "us-texas": row("B", 10.7, W, "cw-cost25", "2025", [9.3, 12.1]),
  "us-virginia": row("D", 11.5, W, "general-knowledge", "2025", [10, 13]),
  "us-ohio": row("D", 10.5, W, "general-knowledge", "2025", [9, 12]),
  "us-iowa": row("D", 10.5, W, "general-knowledge", "2025", [9, 12]),
  "us-california": row("B", 13.3, W, "tt-index", "2025", [13.3, 13.3], "Silicon Valley"),
  nordics: row("D", 10.5, W, "general-knowledge", "2025", [9, 12]),
  germany: row("B", 11.6, W, "tt-index", "2025", [11.6, 11.6], "Frankfurt"),
  uk: row("B", 12, W, "tt-index", "2025", [12, 12], "London"),
  switzerland: row("B", 14.2, W, "tt-index", "2025", [14.2, 14.2], "Zurich"),
  japan: row("B", 15.2, W, "tt-index", "2025", [14.1, 15.2], "Tokyo; Osaka 14.1"),
  "japan-osaka": row("B", 14.1, W, "tt-osaka", "2025", [14.1, 14.1], "Osaka"),
  singapore: row("B", 14.5, W, "tt-index", "2025", [14.5, 14.5]),
  india: row("B", 6.64, W, "tt-mumbai", "2025", [6, 8], "Mumbai"),
  saudi: row("B", 10, W, "tt-2023", "2023", [9, 13], "Riyadh; about 11 after inflation"),
  indonesia: row("B", 10.5, W, "tt-2023", "2023", null, "Jakarta"),
  malaysia: row("B", 10, W, "tt-2023", "2023", null, "Kuala Lumpur"),
} satisfies Rows;

const KW_MONTH = "USD/kW-month";
/** Colocation rent per kW of contracted IT power and month, power apart. */
export const COLOCATION_USD_PER_KW_MONTH = {
  "us-primary": row(
    "D",
    195,
    KW_MONTH,
    "general-knowledge",
    "2026",
    [180, 220],
    "250-500 kW; extrapolated from 184.06 at the end of 2024 (cbre24h2)",
  ),
  "us-primary-2024": row("A", 184.06, KW_MONTH, "cbre24h2", "2024", null, "250-500 kW"),
  "us-primary-2022h1": row("B", 127.5, KW_MONTH, "cbre22", "2022", [127.5, 127.5]),
  "us-primary-2022": row(
    "B",
    137.86,
    KW_MONTH,
    "cbre-hist",
    "2022",
    [137.86, 137.86],
    "end of the year",
  ),
  "us-primary-2023": row(
    "B",
    163.44,
    KW_MONTH,
    "cbre-hist",
    "2023",
    [163.44, 163.44],
    "end of the year",
  ),
  "us-primary-2024h1": row("A", 174.06, KW_MONTH, "cbre24", "2024"),
  "us-primary-2025h1": row("B", 188.66, KW_MONTH, "calc", "2025", null, "184.06 x 1.025"),
  "us-wholesale": row("D", 130, KW_MONTH, "general-knowledge", "2025", [100, 165], "over 10 MW"),
  "global-16-markets": row(
    "B",
    217.3,
    KW_MONTH,
    "cbre-global25",
    "2025",
    [217.3, 217.3],
    "250-500 kW",
  ),
  chicago: row("B", 160, KW_MONTH, "cbre-sg24", "2024", [155, 165]),
  europe: row("D", 165, KW_MONTH, "general-knowledge", "2025", [130, 230]),
  singapore: row("B", 397.5, KW_MONTH, "cbre-sg24", "2024", [315, 480]),
  "edge-pod": row("D", 300, KW_MONTH, "general-knowledge", "2024", [220, 500]),
} satisfies Rows;

/** Many places from one source at one date. */
function places(
  grade: "A" | "B" | "C" | "D",
  unit: string,
  source: SourceId,
  asOf: string,
  note: string,
  values: Readonly<Record<string, number>>,
): Rows {
  return Object.fromEntries(
    Object.entries(values).map(([place, value]) => [
      place,
      completeRow({ grade, value, unit, source, asOf, note }),
    ]),
  );
}

const KWH = "USD/kWh";
/** Price of electricity for a large user, energy only, by region. */
export const ELECTRICITY_USD_PER_KWH: Rows = {
  ...places("A", KWH, "eia-0425", "2025-04", "industrial", {
    "us-ohio": 0.079,
    "us-iowa": 0.0604,
    "us-pennsylvania": 0.0859,
    "us-illinois": 0.0981,
    "us-new-york": 0.0892,
    "us-massachusetts": 0.1895,
    "us-new-jersey": 0.1301,
    "us-indiana": 0.0901,
    "us-michigan": 0.0853,
    "us-wisconsin": 0.0829,
    "us-minnesota": 0.0837,
    "us-kansas": 0.0779,
  }),
  ...places("B", KWH, "eia-nov25", "2025-11", "industrial", {
    "us-georgia": 0.0683,
    "us-nevada": 0.0681,
    "us-tennessee": 0.0643,
    "us-oklahoma": 0.0613,
    "us-louisiana": 0.0588,
    "us-new-mexico": 0.0537,
    "us-south-carolina": 0.0671,
    "us-kentucky": 0.0686,
  }),
  ...places("A", KWH, "eia-epa23", "2023", "industrial, annual", {
    "us-oregon": 0.0752,
    "us-arizona": 0.0811,
    "us-california": 0.1864,
    "us-washington": 0.0635,
    "us-north-carolina": 0.0715,
    "us-utah": 0.0699,
    "us-nebraska": 0.0763,
    "us-north-dakota": 0.0737,
    "us-missouri": 0.079,
    "us-idaho": 0.0717,
    "us-colorado": 0.085,
    "us-maryland": 0.0994,
    "us-mississippi": 0.0696,
    "us-alabama": 0.0711,
    "us-west-virginia": 0.0724,
    "us-florida": 0.0939,
  }),
  "us-texas": row(
    "B",
    0.0663,
    KWH,
    "eia-nov25",
    "2025-11",
    [0.0608, 0.0725],
    "industrial; low a year earlier, high January 2026",
  ),
  "us-virginia": row(
    "A",
    0.0892,
    KWH,
    "eia-epa23",
    "2023",
    [0.0892, 0.1301],
    "industrial, annual; high: commercial, February 2026",
  ),
  "us-average": row("D", 0.083, KWH, "general-knowledge", "2025", null, "industrial"),
  ...places("B", KWH, "eu-elec", "2024", "industrial, from euro at 1.08", {
    "eu-average": 0.216,
    germany: 0.252,
    ireland: 0.276,
    france: 0.185,
    finland: 0.1,
    sweden: 0.102,
    denmark: 0.106,
    china: 0.086,
  }),
  ...places("D", KWH, "general-knowledge", "2024", "business price", {
    norway: 0.06,
    japan: 0.17,
    singapore: 0.17,
    india: 0.1,
    uae: 0.08,
    saudi: 0.055,
    quebec: 0.045,
  }),
  uk: row("D", 0.3, KWH, "general-knowledge", "2024", [0.2, 0.4], "large-user contracts lower"),
  world: row("B", 0.161, KWH, "gpp", "2025", [0.107, 0.266], "low Asia, high Oceania"),
  "behind-the-meter-gas": row("D", 0.09, KWH, "general-knowledge", "2026", [0.07, 0.13]),
  "ppa-solar-us": row("B", 0.0617, KWH, "levelten25", "2025", [0.049, 0.115], "P25 contract"),
  "ppa-wind-us": row("B", 0.0739, KWH, "levelten25", "2025", [0.05, 0.08], "P25 contract"),
  "ppa-nuclear-us": row("D", 0.1, KWH, "general-knowledge", "2025", [0.08, 0.115]),
};

const KG = "kg/kWh";
const GRID = "grid mix of a cloud region there, location based";
const MEASURED_CARBON = places("B", KG, "codecarbon", "2024", GRID, {
  "south-africa": 0.646,
  taiwan: 0.451,
  "hong-kong": 0.36,
  japan: 0.459,
  "japan-osaka": 0.385,
  "india-delhi": 0.529,
  "australia-melbourne": 0.456,
  korea: 0.378,
  india: 0.648,
  singapore: 0.369,
  indonesia: 0.58,
  australia: 0.501,
  poland: 0.723,
  finland: 0.046,
  spain: 0.131,
  belgium: 0.122,
  uk: 0.136,
  germany: 0.345,
  netherlands: 0.236,
  switzerland: 0.059,
  italy: 0.249,
  france: 0.034,
  qatar: 0.575,
  saudi: 0.569,
  israel: 0.463,
  quebec: 0.002,
  ontario: 0.047,
  brazil: 0.056,
  chile: 0.138,
  "us-iowa": 0.43,
  "us-south-carolina": 0.56,
  "us-virginia": 0.322,
  "us-ohio": 0.322,
  "us-texas": 0.321,
  "us-oregon": 0.094,
  "us-california": 0.198,
  "us-utah": 0.588,
  "us-nevada": 0.373,
});

const AZURE_CARBON = rowsOf("A", KG, "greensku", "2023", {
  "azure-europewest": 0.291,
  "azure-europenorth": 0.382,
  "azure-useast": 0.397,
  "azure-ussouth": 0.389,
  "azure-uscentral": 0.519,
  "azure-uswest2": 0.024,
  "azure-uswest": 0.24,
  "azure-usnorth": 0.397,
});

const OTHER_CARBON = {
  "us-average": row("B", 0.429, KG, "mlsysim", "2023", [0.094, 0.588]),
  "eu-average": row("B", 0.27, KG, "mlsysim", "2023", [0.034, 0.723]),
  norway: row("B", 0.01, KG, "mlsysim", "2023"),
  china: row("D", 0.56, KG, "general-knowledge", "2024", [0.45, 0.7]),
  uae: row("D", 0.45, KG, "general-knowledge", "2024", [0.35, 0.6]),
  world: row("D", 0.47, KG, "general-knowledge", "2024", [0.3, 0.7]),
  "behind-the-meter-gas": row("D", 0.45, KG, "general-knowledge", "2024", [0.38, 0.743]),
  "ppa-solar-us": row("B", 0.048, KG, "codecarbon", "2019", null, "life cycle"),
  "ppa-wind-us": row("B", 0.026, KG, "codecarbon", "2019", null, "life cycle"),
  "ppa-nuclear-us": row("B", 0.029, KG, "codecarbon", "2019", null, "life cycle"),
} satisfies Rows;

const KNOWN_CARBON: Rows = { ...MEASURED_CARBON, ...AZURE_CARBON, ...OTHER_CARBON };

/** Carbon of every region that has a power price: its own, else its continent's average, graded C. */
export const CARBON_KG_PER_KWH: Rows = {
  ...Object.fromEntries(
    Object.keys(ELECTRICITY_USD_PER_KWH).map((region) => {
      const average = region.startsWith("us-") ? "us-average" : "eu-average";
      const stand: CatalogRow = {
        ...OTHER_CARBON[average],
        grade: "C",
        note: `${average} used: no figure for this region`,
      };
      return [region, stand];
    }),
  ),
  ...KNOWN_CARBON,
};

const MONTHS = "months";
/** Time from order to service. */
export const LEAD_TIME_MONTHS = {
  chips: row("B", 10.1, MONTHS, "cliff-amd", "2026", [8.3, 12], "H100 direct, 36-52 weeks"),
  "grid-connection-us": row("B", 48, MONTHS, "jll26", "2026"),
  "grid-connection-virginia": row("B", 84, MONTHS, "jll26", "2026", null, "100 MW"),
  "grid-connection-ohio": row("B", 84, MONTHS, "avanza", "2026", null, "Columbus"),
  "grid-connection-silicon-valley": row("B", 72, MONTHS, "avanza", "2026"),
  "grid-connection-pittsburgh": row("B", 36, MONTHS, "avanza", "2026"),
  "behind-the-meter": row("B", 23, MONTHS, "avanza", "2026", [16, 30]),
  "shell-build": row("B", 21, MONTHS, "jll26", "2026", [18, 24]),
  "substation-transformer": row("B", 36.8, MONTHS, "leadtime", "2026", [29.4, 48.3]),
  "generator-transformer": row("B", 33.1, MONTHS, "leadtime", "2026", [27.6, 47.8]),
  "equipment-us": row("B", 9.7, MONTHS, "jll-lead", "2026", null, "33 weeks in the world, 42 here"),
  "mv-switchgear": row("B", 11, MONTHS, "cw-cost25", "2026", [10.6, 20.7]),
  chiller: row("B", 9.2, MONTHS, "cw-cost25", "2026", [6.9, 16.1]),
  genset: row("C", 17.9, MONTHS, "genset26", "2026", [8.7, 27.6]),
  "gas-turbine": row("B", 59.8, MONTHS, "gas-lead", "2026", [35.9, 83.7]),
  "gas-engine": row("B", 14.9, MONTHS, "gas-lead", "2026", [12, 17.9]),
} satisfies Rows;

import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { CATALOG, resolveName } from "../../scenarios/catalog/catalog.ts";
import type { ChipExtraRows, ChipRows } from "../../scenarios/catalog/chipRows.ts";
import { listCatalog } from "../../scenarios/catalog/list.ts";
import type { CatalogRow } from "../../scenarios/catalog/row.ts";

/** The catalogue beside the shared tables that it was transcribed from; skipped where absent. */

type Line = Readonly<Record<string, string>>;

const FOLDER = new URL("../../../shared/catalog/", import.meta.url);
const here = existsSync(new URL("chips.csv", FOLDER));

function table(name: string): Line[] {
  if (!here) return [];
  return parse(readFileSync(new URL(`${name}.csv`, FOLDER), "utf8"), { columns: true }) as Line[];
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-3 * Math.abs(b);
const nameOf = (line: Line) =>
  [line["entity"], line["attribute"], line["qualifier"]].filter((word) => word !== "").join(" ");
const sourceOf = (line: Line) =>
  line["source"] === "from general knowledge" ? "general-knowledge" : (line["source"] ?? "");

/** Attributes of a chip in the shared table, and the row that has them. */
const CHIP_ROWS: Readonly<Record<string, keyof ChipRows | keyof ChipExtraRows>> = {
  "peak_dense_tflops fp32": "fp32Tflops",
  "peak_dense_tflops tf32": "tf32Tflops",
  "peak_dense_tflops bf16": "bf16Tflops",
  "peak_dense_tflops fp8": "fp8Tflops",
  "peak_dense_tflops int8": "int8Tflops",
  "peak_dense_tflops fp4": "fp4Tflops",
  memory: "memoryGib",
  memory_bw: "memoryTbPerS",
  sram: "sramMb",
  scaleup_bw_per_dir: "linkGbPerS",
  scaleup_domain: "linkDomainChips",
  tdp: "tdpWatts",
  power_server_it: "ratedServerWatts",
  power_allin_utility: "allInUtilityWatts",
  unit_price: "chipUsd",
  embodied_carbon: "embodiedKg",
  "tco_own hyperscaler": "ownHyperscalerUsdPerHour",
  "tco_own neocloud": "ownNeocloudUsdPerHour",
  "rent neocloud/od": "onDemandUsdPerHour",
  "rent neocloud/1y": "reserved1yUsdPerHour",
  "rent neocloud/3y": "reserved3yUsdPerHour",
  "rent neocloud/spot": "spotUsdPerHour",
  "rent hyperscaler/spot": "spotUsdPerHour",
  "rent hyperscaler/capacity-block": "capacityBlockUsdPerHour",
  "rent hyperscaler/capacity-block-2026": "capacityBlockUsdPerHour",
};

/** Rents of large clouds stand in the contract rows of chips that nobody else rents out. */
const HYPERSCALER: Readonly<Record<string, readonly (keyof ChipRows | keyof ChipExtraRows)[]>> = {
  "rent hyperscaler/od": ["hyperscalerUsdPerHour", "onDemandUsdPerHour"],
  "rent hyperscaler/1y": ["hyperscaler1yUsdPerHour", "reserved1yUsdPerHour"],
  "rent hyperscaler/3y": ["hyperscaler3yUsdPerHour", "reserved3yUsdPerHour"],
};

/** Prices of whole servers and racks: what the catalogue holds per chip. */
const PER_CHIP: Readonly<Record<string, number>> = {
  server_price: 8,
  rack_price: 72,
  cooling_bom: 72,
};

/** Rows of chips that are left out, by attribute or by chip and attribute, and why. */
const CHIPS_LEFT_OUT: Readonly<Record<string, string>> = {
  mfu_calibrated: "another tool's shares for its own roofline; ours are fitted to measurements",
  memory_bw_efficiency: "another tool's share; ours is fitted and has it in its range",
  rent_history: "in the table of past rents",
  rent_yoy: "in the table of the market",
  "H100-SXM rent neocloud/od-verda": "a second list price, inside the range of the first",
  "H200-SXM rent hyperscaler/capacity-block": "superseded by that of 2026, whose range has it",
  "Trainium1 rent hyperscaler/capacity-block": "superseded by that of 2026, whose range has it",
};

describe.skipIf(!here)("chips of the shared table (skipped where it is absent)", () => {
  const lines = table("chips");

  it("are all in the catalogue under their names there", () => {
    const names = [...new Set(lines.map((line) => line["entity"] ?? ""))];
    expect(names.filter((name) => resolveName(CATALOG.chips, name) === undefined)).toEqual([]);
    expect(names.length).toBeGreaterThan(25);
  });

  it("have the same values in every row that is not left out with a reason", () => {
    const wrong = lines.flatMap((line) => {
      const chip = CATALOG.chips[resolveName(CATALOG.chips, line["entity"] ?? "") ?? ""];
      const attribute = nameOf({ ...line, entity: "" });
      const bare = line["attribute"] ?? "";
      const reasons = [bare, `${line["entity"]} ${attribute}`];
      if (reasons.some((reason) => Object.hasOwn(CHIPS_LEFT_OUT, reason))) return [];
      const all = { ...chip?.rows, ...chip?.extra } as Readonly<Record<string, CatalogRow>>;
      const keys = HYPERSCALER[attribute] ?? [CHIP_ROWS[attribute] ?? "none"];
      const per = PER_CHIP[bare];
      const wanted = Number(line["value"]) / (per ?? 1);
      const found = per
        ? [chip?.rows.serverUsdPerChip, chip?.extra.liquidCoolingUsd]
        : keys.map((key) => all[key]);
      const same = found.some((row) => row !== undefined && near(row.value, wanted));
      const shown = found.map((row) => row?.value).join(", ");
      return same ? [] : [`${nameOf(line)}: ${wanted}, here ${shown}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(!here)("links of the shared table (skipped where it is absent)", () => {
  const IDS: Readonly<Record<string, string>> = {
    "NVLink4-H800": "nvlink4-h800",
    "InfinityFabric-MI300": "infinity-fabric-mi300",
    "InfinityFabric-MI355": "infinity-fabric-mi355",
  };
  const id = (name: string) => IDS[name] ?? name.toLowerCase().replace("x16", "-x16");

  it("have the same rates, latencies and efficiencies but where cards share a host", () => {
    const keys = {
      bandwidth_per_dir: "linkGbPerS",
      latency_alpha: "linkLatencyUs",
      efficiency: "linkEfficiency",
    } as const;
    const wrong = table("links").flatMap((line) => {
      const key = keys[line["attribute"] as keyof typeof keys];
      if (key === undefined) return [];
      const row = CATALOG.links[id(line["entity"] ?? "")]?.[key];
      // Measured collectives of cards in one host reach far less than point to point.
      if (/^PCIe[45]/.test(line["entity"] ?? "") && key === "linkEfficiency") return [];
      return row && near(row.value, Number(line["value"]))
        ? []
        : [`${nameOf(line)}: ${row?.value}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(!here)("prices of tokens in the shared table (skipped where it is absent)", () => {
  const lines = table("api_prices").filter((line) => line["unit"] === "USD/1M tokens");
  const VENDORS: Readonly<Record<string, string>> = {
    "meta-ai": "meta",
    "moonshot-ai": "moonshot",
    qwen: "alibaba",
    "nebius-fast": "nebius (fast)",
    "aws-bedrock": "aws bedrock",
  };

  it("are all offers of the same seller at the same prices, from the same day where one is stated", () => {
    const offers = Object.values(CATALOG.apiOffers);
    const missing = lines
      .filter((line) => line["output"] !== "" && !line["model"]?.startsWith("("))
      .filter((line) => {
        const vendor = VENDORS[line["provider"] ?? ""] ?? line["provider"];
        const model = line["model"]?.replace("claude-1/2", "claude-2");
        return !offers.some(
          ({ rows, ...offer }) =>
            offer.vendor.toLowerCase() === vendor &&
            offer.model === model &&
            rows.inputUsdPerMtok.value === Number(line["input"]) &&
            rows.outputUsdPerMtok.value === Number(line["output"]) &&
            rows.cachedUsdPerMtok.value === Number(line["cached_input"] || line["input"]) &&
            (line["from_date"] === "" || offer.fromDate === line["from_date"]) &&
            (offer.untilDate ?? "") === line["to_date"] &&
            (rows.batchShare?.value ?? 0) === Number(line["batch_discount"] || 0) &&
            offer.openWeights === (line["open_weights"] === "1"),
        );
      });
    expect(missing.map((line) => `${line["provider"]} ${line["model"]}`)).toEqual([]);
    expect(offers.length).toBeGreaterThan(200);
  });

  it("that are not per token are among those of media and seats", () => {
    const media = Object.values(CATALOG.mediaPrices).map(({ value }) => value);
    const others = table("api_prices").filter(
      (line) => line["unit"] !== "multiplier" && line["output"] === "",
    );
    expect(others.length).toBeGreaterThan(15);
    const values = others.map((line) => Number(line["input"]));
    expect(values.filter((value) => !media.includes(value))).toEqual([]);
  });
});

/** Kinds of rows that are left out, by table, group and attribute, and why. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^links transport recovery/, "words, not numbers"],
  [/^failures llama3 .*interventions|^failures llama3 .*interruptions/, "counts; the rates stand"],
  [/^failures \S+ (gpu_hours_studied|gpus|gpu_xid_failures)/, "size of a study; its rates stand"],
  [/^facility carbon grid_intensity mlsysim/, "rounder figures for places that others give better"],
  [/^finance residual resale_fraction h100/, "year 0 is the price; the others are in `finance`"],
];

/** What one unit of the shared tables is in the catalogue's. */
const SCALES: Readonly<Record<string, readonly number[]>> = {
  "gCO2e/kWh": [1e-3],
  weeks: [12 / 52.18],
  months: [1, 1 / 12],
};

describe.skipIf(!here)("rows of sites, firms, networks and failures (skipped where absent)", () => {
  const bySource = new Map<string, number[]>();
  for (const { source, value } of listCatalog(CATALOG)) {
    bySource.set(source, [...(bySource.get(source) ?? []), value]);
  }

  it.each(["links", "facility", "finance", "failures"])(
    "%s: every row is in the catalogue with its source and value, or left out with a reason",
    (name) => {
      const missing = table(name).filter((line) => {
        const words = `${name} ${line["group"]} ${line["attribute"]} ${line["entity"]}`;
        if (LEFT_OUT.some(([pattern]) => pattern.test(words))) return false;
        const known = bySource.get(sourceOf(line)) ?? [];
        const scales = SCALES[line["unit"] ?? ""] ?? [1];
        const within = line["unit"] === "weeks" ? 0.01 : 1e-3;
        return !scales.some((scale) => {
          const wanted = Number(line["value"]) * scale;
          return known.some((value) => Math.abs(value - wanted) <= within * Math.abs(wanted));
        });
      });
      expect(missing.map((line) => `${nameOf(line)} = ${line["value"]}`)).toEqual([]);
    },
  );
});

describe("offers", () => {
  it("have a name of their own each, and none ends before it starts", () => {
    const offers = Object.values(CATALOG.apiOffers);
    const names = offers.map(
      ({ vendor, model, fromDate }) => `${vendor}/${model} from ${fromDate}`,
    );
    expect(new Set(names).size).toBe(offers.length);
    const ended = offers.filter(({ fromDate, untilDate }) => (untilDate ?? "9") < fromDate);
    expect(ended.map(({ id }) => id)).toEqual([]);
  });
});

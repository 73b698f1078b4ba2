import { LINKS, type LinkRows } from "./links.ts";
import { type CatalogRow, derived, row, short } from "./row.ts";

/**
 * Accelerators: what they can do, what power they draw and what they cost to buy or rent.
 * Peaks are dense, never sparse. Memory is the vendor's "GB", binary on HBM parts (an H100 of
 * "80 GB" reports 81,559 MiB); bandwidths are decimal.
 */
export interface ChipRows extends LinkRows {
  readonly fp32Tflops?: CatalogRow;
  readonly bf16Tflops: CatalogRow;
  readonly fp8Tflops?: CatalogRow;
  readonly int8Tflops?: CatalogRow;
  readonly fp4Tflops?: CatalogRow;
  readonly memoryGib: CatalogRow;
  readonly memoryTbPerS: CatalogRow;
  /** Chips that share the scale-up link. */
  readonly linkDomainChips: CatalogRow;
  /** The unit that is bought. */
  readonly chipsPerServer: CatalogRow;
  /** Greatest IT power of the server, per chip: what a site contracts for. */
  readonly ratedServerWatts: CatalogRow;
  /** Power of one chip and its share of the server under load, and when idle. */
  readonly busyWatts: CatalogRow;
  readonly idleWatts: CatalogRow;
  /** Server with its chips, per chip; absent where the chip is not sold. */
  readonly serverUsdPerChip?: CatalogRow;
  /** Rent per chip-hour by contract; absent where no price was found. */
  readonly onDemandUsdPerHour?: CatalogRow;
  readonly reserved1yUsdPerHour?: CatalogRow;
  readonly reserved3yUsdPerHour?: CatalogRow;
}

export interface ChipEntry {
  readonly id: string;
  readonly label: string;
  readonly vendor: string;
  /** Key of the timing coefficients. */
  readonly family: string;
  /** Other names people type, lower case. */
  readonly aliases: readonly string[];
  readonly rows: ChipRows;
}

/**
 * Busy and idle power from the rated power of the server. Measured on 8-chip nodes: an H100 node
 * draws 76 % of its rating on demanding work (82 % at most), a B200 node 73 % serving a 70B model
 * and 63 % serving an 8B one; the idle B200 node 17-20 %. "15 % of TDP" is the chip alone.
 */
function serverPower(
  ratedServerWatts: CatalogRow,
): Pick<ChipRows, "ratedServerWatts" | "busyWatts" | "idleWatts"> {
  const busy = "0.75 of the server's rated power, as on H100 (0.76) and B200 (0.73) nodes";
  return {
    ratedServerWatts,
    busyWatts: derived(ratedServerWatts, 0.75, [0.6, 0.82], busy),
    idleWatts: idleOf(ratedServerWatts),
  };
}

function idleOf(ratedServerWatts: CatalogRow): CatalogRow {
  const note = "0.185 of the server's rated power, as on an idle B200 node (2.4-2.9 of 14.3 kW)";
  return derived(ratedServerWatts, 0.185, [0.12, 0.25], note);
}

/** Chip price plus an 8-chip server's host, switches and adapters: what an H100 server costs more. */
function withHgxHost(chip: CatalogRow): CatalogRow {
  return withHost(chip, 8750, [6000, 12_000], "chip price + 8,750 for host, fabric and adapters");
}

function withPcieHost(chip: CatalogRow): CatalogRow {
  return withHost(chip, 4000, [2500, 7000], "chip price + 4,000 for its share of a PCIe server");
}

function withHost(
  chip: CatalogRow,
  hostUsd: number,
  hostRange: readonly [number, number],
  note: string,
): CatalogRow {
  return {
    ...chip,
    value: chip.value + hostUsd,
    low: chip.low + hostRange[0],
    high: chip.high + hostRange[1],
    grade: chip.grade === "D" ? "D" : "C",
    note,
  };
}

/**
 * Rents by contract. A missing reserved rent is derived and graded D: one year between on demand
 * and three years (geometric mean) where a three-year rent is known, else the usual discounts on
 * the on-demand rent: 37 % (30-45 %) for one year, 55 % (45-70 %) for three.
 */
function rents(
  onDemand: CatalogRow,
  oneYear: CatalogRow | null,
  threeYears: CatalogRow | null,
): Required<
  Pick<ChipRows, "onDemandUsdPerHour" | "reserved1yUsdPerHour" | "reserved3yUsdPerHour">
> {
  const between = (long: CatalogRow): CatalogRow => ({
    ...onDemand,
    value: short(Math.sqrt(onDemand.value * long.value)),
    low: Math.min(long.value, onDemand.low),
    high: Math.max(onDemand.value, long.high),
    source: "calc",
    grade: "D",
    note: "between the on-demand and the 3-year rent; no 1-year price found",
  });
  const reserved1yUsdPerHour =
    oneYear ??
    (threeYears === null
      ? derived(onDemand, 0.63, [0.55, 0.7], "37 % (30-45 %) below on demand", "D")
      : between(threeYears));
  return {
    onDemandUsdPerHour: onDemand,
    reserved1yUsdPerHour,
    reserved3yUsdPerHour:
      threeYears ?? derived(onDemand, 0.45, [0.3, 0.55], "55 % (45-70 %) below on demand", "D"),
  };
}

export const CHIPS: Readonly<Record<string, ChipEntry>> = {
  "a100-40": {
    id: "a100-40",
    label: "NVIDIA A100 40 GB SXM",
    vendor: "NVIDIA",
    family: "ampere",
    aliases: ["a100-sxm-40gb", "a100-40gb", "a100-40-sxm"],
    rows: {
      fp32Tflops: row("A", 19.5, "TFLOPS", "lock-gpu", "2020"),
      bf16Tflops: row("A", 312, "TFLOPS", "lock-gpu", "2020"),
      int8Tflops: row("A", 624, "TFLOPS", "lock-gpu", "2020"),
      memoryGib: row("A", 40, "GiB", "lock-gpu", "2020"),
      memoryTbPerS: row("A", 1.555, "TB/s", "lock-gpu", "2020"),
      ...LINKS["nvlink3"],
      linkDomainChips: row("B", 8, "chips", "general-knowledge", "2020"),
      chipsPerServer: row("A", 8, "chips", "aic", "2020"),
      ...serverPower(
        row("B", 812.5, "W/chip", "general-knowledge", "2020", null, "DGX A100 6.5 kW / 8"),
      ),
      serverUsdPerChip: withHgxHost(
        row("D", 8000, "USD/chip", "general-knowledge", "2026", [4000, 12000]),
      ),
      ...rents(
        row(
          "D",
          2.745,
          "USD/chip-h",
          "general-knowledge",
          "2026",
          [1.84, 4.1],
          "AWS p4d after its cut",
        ),
        null,
        null,
      ),
    },
  },
  "a100-80": {
    id: "a100-80",
    label: "NVIDIA A100 80 GB SXM",
    vendor: "NVIDIA",
    family: "ampere",
    aliases: ["a100", "a100-sxm", "a100-sxm-80gb", "a100-80gb", "a100-80-sxm"],
    rows: {
      fp32Tflops: row("A", 19.5, "TFLOPS", "lock-gpu", "2020"),
      bf16Tflops: row("A", 312, "TFLOPS", "aic", "2020"),
      int8Tflops: row("A", 624, "TFLOPS", "aic", "2020"),
      memoryGib: row("A", 80, "GiB", "aic", "2020"),
      memoryTbPerS: row("A", 2.039, "TB/s", "aic", "2020"),
      ...LINKS["nvlink3"],
      linkDomainChips: row("A", 8, "chips", "aic", "2020"),
      chipsPerServer: row("A", 8, "chips", "aic", "2020"),
      ...serverPower(
        row("B", 812.5, "W/chip", "general-knowledge", "2020", null, "DGX A100 6.5 kW / 8"),
      ),
      serverUsdPerChip: withHgxHost(row("B", 15000, "USD/chip", "mlsysim", "2024", [7000, 20000])),
      ...rents(
        row(
          "A",
          1.29,
          "USD/chip-h",
          "sky-verda",
          "2026",
          [0.8, 3.43],
          "neocloud list; high: AWS p4de",
        ),
        null,
        null,
      ),
    },
  },
  h100: {
    id: "h100",
    label: "NVIDIA H100 80 GB SXM",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h100-sxm", "h100-sxm-80gb", "h100-80gb"],
    rows: {
      fp32Tflops: row("A", 67, "TFLOPS", "lock-gpu", "2022"),
      bf16Tflops: row("A", 989.4, "TFLOPS", "aic", "2022"),
      fp8Tflops: row("A", 1978.9, "TFLOPS", "aic", "2022"),
      int8Tflops: row("A", 1978.9, "TFLOPS", "aic", "2022"),
      memoryGib: row("A", 80, "GiB", "aic", "2022", null, "81,559 MiB reported"),
      memoryTbPerS: row("A", 3.35, "TB/s", "aic", "2022"),
      ...LINKS["nvlink4"],
      linkDomainChips: row("A", 8, "chips", "aic", "2022"),
      chipsPerServer: row("A", 8, "chips", "aic", "2022"),
      ratedServerWatts: row("A", 1275, "W/chip", "nv-dgxh", "2022", null, "DGX H100 10.2 kW / 8"),
      busyWatts: row(
        "B",
        969,
        "W/chip",
        "h100-node",
        "2025",
        [765, 1046],
        "76 % of the rated 10.2 kW / 8 on demanding work; high: the observed maximum of 82 %; low: decode-heavy",
      ),
      idleWatts: idleOf(row("A", 1275, "W/chip", "nv-dgxh", "2022", null, "DGX H100 10.2 kW / 8")),
      serverUsdPerChip: row(
        "B",
        38750,
        "USD/chip",
        "latent-h100",
        "2024",
        [31250, 50000],
        "8-GPU server with 8 x 400G adapters 310k, 250-400k, / 8",
      ),
      ...rents(
        row(
          "A",
          2.95,
          "USD/chip-h",
          "sky-nebius",
          "2026",
          [1.99, 6.88],
          "neocloud list; low: cheapest neoclouds, high: AWS p5",
        ),
        row(
          "B",
          2.35,
          "USD/chip-h",
          "semi-index",
          "2026",
          [1.7, 4.3],
          "1-year contract index, March 2026; trough 1.70 in October 2025; high: hyperscaler",
        ),
        row(
          "B",
          1.3,
          "USD/chip-h",
          "infx-app",
          "2026",
          [1.3, 2.972],
          "3-year rental market; high: AWS p5 3-year reserved",
        ),
      ),
    },
  },
  h200: {
    id: "h200",
    label: "NVIDIA H200 141 GB SXM",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h200-sxm", "h200-sxm-141gb"],
    rows: {
      fp32Tflops: row("A", 67, "TFLOPS", "lock-gpu", "2024"),
      bf16Tflops: row("A", 989.4, "TFLOPS", "aic", "2024"),
      fp8Tflops: row("A", 1978.9, "TFLOPS", "aic", "2024"),
      int8Tflops: row("A", 1978.9, "TFLOPS", "aic", "2024"),
      memoryGib: row("A", 141, "GiB", "aic", "2024"),
      memoryTbPerS: row("A", 4.8, "TB/s", "aic", "2024"),
      ...LINKS["nvlink4"],
      linkDomainChips: row("A", 8, "chips", "aic", "2024"),
      chipsPerServer: row("A", 8, "chips", "aic", "2024"),
      ...serverPower(row("A", 1275, "W/chip", "nv-dgxh", "2024", null, "DGX H200 10.2 kW / 8")),
      serverUsdPerChip: withHgxHost(
        row("B", 35000, "USD/chip", "aiinframap", "2026", [30000, 45000]),
      ),
      ...rents(
        row(
          "A",
          3.5,
          "USD/chip-h",
          "sky-nebius",
          "2026",
          [2.5, 7.91],
          "neocloud list; high: AWS p5en",
        ),
        null,
        row("B", 1.6, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  h800: {
    id: "h800",
    label: "NVIDIA H800 80 GB SXM",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h800-sxm", "h800-sxm-80gb"],
    rows: {
      fp32Tflops: row("B", 67, "TFLOPS", "h800-web", "2023"),
      bf16Tflops: row("A", 989.4, "TFLOPS", "infersim", "2023"),
      fp8Tflops: row("A", 1978.9, "TFLOPS", "infersim", "2023"),
      int8Tflops: row("B", 1978.9, "TFLOPS", "h800-web", "2023"),
      memoryGib: row("A", 80, "GiB", "infersim", "2023"),
      memoryTbPerS: row(
        "B",
        3.35,
        "TB/s",
        "infersim",
        "2023",
        [3.35, 3.43],
        "3.43 in another list",
      ),
      ...LINKS["nvlink4-h800"],
      linkDomainChips: row("B", 8, "chips", "general-knowledge", "2023"),
      chipsPerServer: row("B", 8, "chips", "general-knowledge", "2023", [8, 8]),
      ...serverPower(row("C", 1275, "W/chip", "nv-dgxh", "2023", null, "as DGX H100")),
      serverUsdPerChip: withHgxHost(
        row("D", 35000, "USD/chip", "general-knowledge", "2024", [28000, 45000]),
      ),
      ...rents(
        row(
          "C",
          2,
          "USD/chip-h",
          "dsk",
          "2025",
          null,
          "rent assumed by DeepSeek in its own cost statement",
        ),
        null,
        null,
      ),
    },
  },
  h20: {
    id: "h20",
    label: "NVIDIA H20 96 GB",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h20-96gb"],
    rows: {
      fp32Tflops: row("B", 44, "TFLOPS", "h20-web", "2024"),
      bf16Tflops: row("A", 148, "TFLOPS", "infersim", "2024"),
      fp8Tflops: row("A", 296, "TFLOPS", "infersim", "2024"),
      int8Tflops: row("B", 296, "TFLOPS", "h20-web", "2024"),
      memoryGib: row("A", 96, "GiB", "infersim", "2024"),
      memoryTbPerS: row("A", 4, "TB/s", "infersim", "2024", null, "4.096 in the source"),
      ...LINKS["nvlink4"],
      linkDomainChips: row("B", 8, "chips", "general-knowledge", "2024"),
      chipsPerServer: row("B", 8, "chips", "general-knowledge", "2024", [8, 8]),
      ...serverPower(
        row("D", 875, "W/chip", "general-knowledge", "2024", null, "8 x 400 W and host"),
      ),
      serverUsdPerChip: withHgxHost(row("C", 14000, "USD/chip", "hf-hw", "2025", [10000, 15000])),
    },
  },
  b200: {
    id: "b200",
    label: "NVIDIA B200 180 GB SXM",
    vendor: "NVIDIA",
    family: "blackwell",
    aliases: ["b200-sxm", "b200-sxm-180gb"],
    rows: {
      fp32Tflops: row("A", 75, "TFLOPS", "hgx-table", "2024"),
      bf16Tflops: row("A", 2250, "TFLOPS", "aic", "2024"),
      fp8Tflops: row("A", 4500, "TFLOPS", "aic", "2024"),
      int8Tflops: row("A", 4500, "TFLOPS", "aic", "2024"),
      fp4Tflops: row("A", 9000, "TFLOPS", "aic", "2024"),
      memoryGib: row("A", 180, "GiB", "aic", "2024"),
      memoryTbPerS: row("A", 7.7, "TB/s", "aic", "2024", null, "8.0 in another list"),
      ...LINKS["nvlink5"],
      linkDomainChips: row("A", 8, "chips", "aic", "2024"),
      chipsPerServer: row("A", 8, "chips", "aic", "2024"),
      ratedServerWatts: row(
        "A",
        1787.5,
        "W/chip",
        "nv-dgxb200",
        "2024",
        null,
        "DGX B200 14.3 kW / 8",
      ),
      busyWatts: row(
        "A",
        1300,
        "W/chip",
        "mlperf51",
        "2025",
        [1126, 1306],
        "wall power of an 8-chip server, 10.4 kW serving a 70B model, 9.0 kW serving an 8B model",
      ),
      idleWatts: row(
        "A",
        331,
        "W/chip",
        "mlperf51",
        "2025",
        [300, 363],
        "wall power of the idle 8-chip server, 2.4-2.9 kW",
      ),
      serverUsdPerChip: row(
        "B",
        60625,
        "USD/chip",
        "gpuaas-card",
        "2026",
        [50000, 64375],
        "DGX B200 list 485k / 8; HGX servers about 400-515k",
      ),
      ...rents(
        row(
          "A",
          5.5,
          "USD/chip-h",
          "sky-nebius",
          "2026",
          [4.89, 14.24],
          "neocloud list; high: AWS p6-b200",
        ),
        null,
        row("B", 2.9, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  b300: {
    id: "b300",
    label: "NVIDIA B300 288 GB SXM",
    vendor: "NVIDIA",
    family: "blackwell",
    aliases: ["b300-sxm", "b300-sxm-288gb"],
    rows: {
      fp32Tflops: row("A", 75, "TFLOPS", "hgx-table", "2025"),
      bf16Tflops: row("A", 2250, "TFLOPS", "aic", "2025"),
      fp8Tflops: row("A", 4500, "TFLOPS", "aic", "2025"),
      int8Tflops: row(
        "A",
        153.5,
        "TFLOPS",
        "aic",
        "2025",
        [125, 153.5],
        "cut on Blackwell Ultra; 125 in the HGX table",
      ),
      fp4Tflops: row(
        "A",
        14000,
        "TFLOPS",
        "aic",
        "2025",
        [13125, 14000],
        "13,125 and 13,500 in other lists",
      ),
      memoryGib: row(
        "A",
        268,
        "GiB",
        "aic",
        "2025",
        null,
        "275,040 MiB reported; marketed as 288 GB",
      ),
      memoryTbPerS: row("A", 7.75, "TB/s", "aic", "2025"),
      ...LINKS["nvlink5"],
      linkDomainChips: row("A", 8, "chips", "aic", "2025"),
      chipsPerServer: row("A", 8, "chips", "aic", "2025"),
      ...serverPower(row("B", 1800, "W/chip", "gpuaas-card", "2025", null, "DGX B300 14.4 kW / 8")),
      serverUsdPerChip: row(
        "B",
        76875,
        "USD/chip",
        "gpuaas-card",
        "2026",
        [60000, 76875],
        "DGX B300 list 615k / 8; street servers cost less",
      ),
      ...rents(
        row(
          "A",
          6.99,
          "USD/chip-h",
          "sky-verda",
          "2026",
          [5.5, 17.8],
          "neocloud list; high: AWS p6-b300",
        ),
        null,
        row(
          "C",
          3.48,
          "USD/chip-h",
          "infx-app",
          "2026",
          null,
          "3-year rental market: placeholder, 1.2 x the previous part",
        ),
      ),
    },
  },
  gb200: {
    id: "gb200",
    label: "NVIDIA GB200 NVL72",
    vendor: "NVIDIA",
    family: "blackwell",
    aliases: ["gb200-nvl72"],
    rows: {
      fp32Tflops: row(
        "B",
        80,
        "TFLOPS",
        "general-knowledge",
        "2025",
        [80, 90],
        "launch brief says 90",
      ),
      bf16Tflops: row("A", 2500, "TFLOPS", "aic", "2025"),
      fp8Tflops: row("A", 5000, "TFLOPS", "aic", "2025"),
      int8Tflops: row("A", 5000, "TFLOPS", "aic", "2025"),
      fp4Tflops: row("A", 10000, "TFLOPS", "aic", "2025"),
      memoryGib: row(
        "A",
        185,
        "GiB",
        "aic",
        "2025",
        null,
        "189,471 MiB reported; marketed as 186-192 GB",
      ),
      memoryTbPerS: row("A", 8, "TB/s", "aic", "2025"),
      ...LINKS["nvlink5"],
      linkDomainChips: row("A", 72, "chips", "aic", "2025"),
      chipsPerServer: row("A", 72, "chips", "aic", "2025", null, "bought by the rack of 72"),
      ...serverPower(
        row(
          "B",
          1666.67,
          "W/chip",
          "nvl-power",
          "2025",
          [1666.67, 1833.33],
          "about 120 kW rack / 72; 132 kW rating",
        ),
      ),
      serverUsdPerChip: row(
        "B",
        43056,
        "USD/chip",
        "rack31",
        "2026",
        [27778, 63889],
        "rack 3.1M / 72 with CPUs, switches, trays; 2.0M to the DGX list price of 4.6M",
      ),
      ...rents(
        row(
          "B",
          4.54,
          "USD/chip-h",
          "spheron",
          "2026",
          [4, 16],
          "neocloud, superchip of two / 2; CoreWeave 10.50; high: OCI",
        ),
        null,
        row("B", 3.3, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  gb300: {
    id: "gb300",
    label: "NVIDIA GB300 NVL72",
    vendor: "NVIDIA",
    family: "blackwell",
    aliases: ["gb300-nvl72"],
    rows: {
      fp32Tflops: row("B", 80, "TFLOPS", "general-knowledge", "2025"),
      bf16Tflops: row("A", 2500, "TFLOPS", "aic", "2025"),
      fp8Tflops: row("A", 5000, "TFLOPS", "aic", "2025"),
      int8Tflops: row("A", 165, "TFLOPS", "aic", "2025", null, "cut on Blackwell Ultra"),
      fp4Tflops: row("A", 15000, "TFLOPS", "aic", "2025"),
      memoryGib: row(
        "A",
        278,
        "GiB",
        "aic",
        "2025",
        null,
        "284,208 MiB reported; marketed as 279-288 GB",
      ),
      memoryTbPerS: row("A", 8, "TB/s", "aic", "2025"),
      ...LINKS["nvlink5"],
      linkDomainChips: row("A", 72, "chips", "aic", "2025"),
      chipsPerServer: row("A", 72, "chips", "aic", "2025", null, "bought by the rack of 72"),
      ...serverPower(
        row(
          "B",
          1833.33,
          "W/chip",
          "nvl-power",
          "2025",
          [1666.67, 1972.22],
          "132 kW power shelves / 72; 120-142 kW quoted",
        ),
      ),
      serverUsdPerChip: row(
        "C",
        50000,
        "USD/chip",
        "awesome-nvl",
        "2026",
        [41667, 90278],
        "rack 3.6M / 72; high is the DGX list price of 6.5M",
      ),
      ...rents(
        row(
          "A",
          18,
          "USD/chip-h",
          "sky-oci",
          "2026",
          [6.99, 18],
          "OCI; the only list price found; low: as B300 at a neocloud",
        ),
        null,
        row(
          "C",
          3.96,
          "USD/chip-h",
          "infx-app",
          "2026",
          null,
          "3-year rental market: placeholder, 1.2 x the previous part",
        ),
      ),
    },
  },
  l4: {
    id: "l4",
    label: "NVIDIA L4 24 GB",
    vendor: "NVIDIA",
    family: "ada",
    aliases: ["l4-24gb"],
    rows: {
      fp32Tflops: row("B", 30.3, "TFLOPS", "general-knowledge", "2023"),
      bf16Tflops: row("A", 121, "TFLOPS", "aic", "2023"),
      fp8Tflops: row("A", 242, "TFLOPS", "aic", "2023"),
      int8Tflops: row("A", 242, "TFLOPS", "aic", "2023"),
      memoryGib: row("A", 24, "GiB", "aic", "2023"),
      memoryTbPerS: row("A", 0.3, "TB/s", "aic", "2023"),
      ...LINKS["pcie4-x16"],
      linkDomainChips: row("A", 1, "chips", "aic", "2023"),
      chipsPerServer: row("D", 8, "chips", "general-knowledge", "2023", [1, 8]),
      ...serverPower(
        row("D", 130, "W/chip", "general-knowledge", "2023", null, "72 W card and share of host"),
      ),
      serverUsdPerChip: withPcieHost(
        row("D", 2600, "USD/chip", "general-knowledge", "2024", [2200, 3000]),
      ),
      ...rents(
        row("B", 0.805, "USD/chip-h", "general-knowledge", "2025", [0.56, 0.85], "AWS g6, GCP g2"),
        null,
        null,
      ),
    },
  },
  l40s: {
    id: "l40s",
    label: "NVIDIA L40S 48 GB",
    vendor: "NVIDIA",
    family: "ada",
    aliases: ["l40s-48gb"],
    rows: {
      fp32Tflops: row("A", 91.6, "TFLOPS", "l40s-ds", "2023"),
      bf16Tflops: row("A", 362.05, "TFLOPS", "aic", "2023"),
      fp8Tflops: row(
        "A",
        733,
        "TFLOPS",
        "aic",
        "2023",
        null,
        "1466 in some lists is the sparse figure",
      ),
      int8Tflops: row("A", 733, "TFLOPS", "aic", "2023"),
      memoryGib: row("A", 48, "GiB", "aic", "2023"),
      memoryTbPerS: row("A", 0.864, "TB/s", "aic", "2023"),
      ...LINKS["pcie4-x16"],
      linkDomainChips: row("A", 8, "chips", "aic", "2023"),
      chipsPerServer: row("A", 8, "chips", "aic", "2023", [4, 8]),
      ...serverPower(
        row("D", 600, "W/chip", "general-knowledge", "2023", null, "350 W card and share of host"),
      ),
      serverUsdPerChip: withPcieHost(
        row("D", 8000, "USD/chip", "general-knowledge", "2024", [7000, 10000]),
      ),
      ...rents(
        row(
          "A",
          1.55,
          "USD/chip-h",
          "sky-nebius",
          "2026",
          [0.8, 3.5],
          "neocloud with 8 vCPU; AWS g6e 1.86; high: OCI",
        ),
        null,
        null,
      ),
    },
  },
  "rtx-pro-6000": {
    id: "rtx-pro-6000",
    label: "NVIDIA RTX PRO 6000 Blackwell Server 96 GB",
    vendor: "NVIDIA",
    family: "blackwell",
    aliases: ["rtx-pro-6000-server", "rtx-pro-6000-bse"],
    rows: {
      bf16Tflops: row("A", 467.8, "TFLOPS", "aic", "2025"),
      fp8Tflops: row("A", 935.6, "TFLOPS", "aic", "2025"),
      int8Tflops: row("A", 935.6, "TFLOPS", "aic", "2025"),
      fp4Tflops: row("A", 1871.2, "TFLOPS", "aic", "2025"),
      memoryGib: row("A", 96, "GiB", "aic", "2025"),
      memoryTbPerS: row("A", 1.792, "TB/s", "aic", "2025"),
      ...LINKS["pcie5-x16"],
      linkDomainChips: row("A", 8, "chips", "aic", "2025"),
      chipsPerServer: row("A", 8, "chips", "aic", "2025", [4, 8]),
      ...serverPower(
        row("D", 850, "W/chip", "general-knowledge", "2025", null, "600 W card and share of host"),
      ),
      serverUsdPerChip: withPcieHost(
        row("D", 8500, "USD/chip", "general-knowledge", "2025", [7500, 10000]),
      ),
      ...rents(
        row("A", 1.69, "USD/chip-h", "sky-verda", "2026", [1.69, 4.5], "neocloud list; high: OCI"),
        null,
        null,
      ),
    },
  },
  mi300x: {
    id: "mi300x",
    label: "AMD Instinct MI300X 192 GB",
    vendor: "AMD",
    family: "cdna3",
    aliases: ["mi300x-192gb"],
    rows: {
      fp32Tflops: row("A", 163.4, "TFLOPS", "cdna3-wp", "2023"),
      bf16Tflops: row("A", 1307, "TFLOPS", "infx-app", "2023"),
      fp8Tflops: row("A", 2615, "TFLOPS", "infx-app", "2023"),
      int8Tflops: row(
        "A",
        2615,
        "TFLOPS",
        "cdna3-wp",
        "2023",
        null,
        "5,229.8 is the sparse figure",
      ),
      memoryGib: row("A", 192, "GiB", "infx-app", "2023"),
      memoryTbPerS: row("A", 5.3, "TB/s", "infx-app", "2023"),
      ...LINKS["infinity-fabric-mi300"],
      linkDomainChips: row("A", 8, "chips", "infx-app", "2023"),
      chipsPerServer: row("A", 8, "chips", "infx-app", "2023"),
      ...serverPower(
        row("D", 1250, "W/chip", "general-knowledge", "2023", null, "8 x 750 W and host"),
      ),
      serverUsdPerChip: withHgxHost(row("C", 15000, "USD/chip", "hf-hw", "2024", [10000, 20000])),
      ...rents(
        row("B", 1.99, "USD/chip-h", "cliff-amd", "2026", [1.5, 6], "neocloud median; high: OCI"),
        null,
        row("B", 1.55, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  mi325x: {
    id: "mi325x",
    label: "AMD Instinct MI325X 256 GB",
    vendor: "AMD",
    family: "cdna3",
    aliases: ["mi325x-256gb"],
    rows: {
      fp32Tflops: row("A", 163.4, "TFLOPS", "cdna3-wp", "2024"),
      bf16Tflops: row("A", 1307, "TFLOPS", "infx-app", "2024"),
      fp8Tflops: row("A", 2615, "TFLOPS", "infx-app", "2024"),
      int8Tflops: row("A", 2615, "TFLOPS", "cdna3-wp", "2024"),
      memoryGib: row("A", 256, "GiB", "infx-app", "2024"),
      memoryTbPerS: row("A", 6, "TB/s", "infx-app", "2024"),
      ...LINKS["infinity-fabric-mi300"],
      linkDomainChips: row("A", 8, "chips", "infx-app", "2024"),
      chipsPerServer: row("A", 8, "chips", "infx-app", "2024"),
      ...serverPower(
        row("D", 1600, "W/chip", "general-knowledge", "2024", null, "8 x 1000 W and host"),
      ),
      serverUsdPerChip: withHgxHost(
        row("D", 18000, "USD/chip", "general-knowledge", "2025", [14000, 22000]),
      ),
      ...rents(
        row("B", 1.95, "USD/chip-h", "cliff-amd", "2026", [1.95, 2.5]),
        null,
        row("B", 1.8, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  mi355x: {
    id: "mi355x",
    label: "AMD Instinct MI355X 288 GB",
    vendor: "AMD",
    family: "cdna4",
    aliases: ["mi355x-288gb"],
    rows: {
      fp32Tflops: row("A", 157.3, "TFLOPS", "cdna4-wp", "2025"),
      bf16Tflops: row("A", 2516, "TFLOPS", "infx-app", "2025"),
      fp8Tflops: row("A", 5033, "TFLOPS", "infx-app", "2025"),
      int8Tflops: row("A", 5033, "TFLOPS", "cdna4-wp", "2025"),
      fp4Tflops: row("A", 10066, "TFLOPS", "infx-app", "2025"),
      memoryGib: row("A", 288, "GiB", "infx-app", "2025"),
      memoryTbPerS: row("A", 8, "TB/s", "infx-app", "2025"),
      ...LINKS["infinity-fabric-mi355"],
      linkDomainChips: row("A", 8, "chips", "infx-app", "2025"),
      chipsPerServer: row("A", 8, "chips", "infx-app", "2025"),
      ...serverPower(
        row("D", 2100, "W/chip", "general-knowledge", "2025", null, "8 x 1400 W and host"),
      ),
      serverUsdPerChip: withHgxHost(
        row("B", 23000, "USD/chip", "hsbc-mi355", "2025", [20000, 30000]),
      ),
      ...rents(
        row("D", 2.95, "USD/chip-h", "general-knowledge", "2026", [2.5, 8.6], "high: OCI list"),
        null,
        row("B", 2.1, "USD/chip-h", "infx-app", "2026", null, "3-year rental market"),
      ),
    },
  },
  "tpu-v5e": {
    id: "tpu-v5e",
    label: "Google TPU v5e",
    vendor: "Google",
    family: "tpu",
    aliases: ["v5e"],
    rows: {
      bf16Tflops: row("A", 197, "TFLOPS", "gcp-tpu", "2023"),
      int8Tflops: row("A", 393, "TFLOPS", "gcp-tpu", "2023"),
      memoryGib: row("A", 16, "GiB", "gcp-tpu", "2023"),
      memoryTbPerS: row("A", 0.819, "TB/s", "gcp-tpu", "2023"),
      ...LINKS["tpu-ici-v5e"],
      linkDomainChips: row("A", 256, "chips", "gcp-tpu", "2023"),
      chipsPerServer: row(
        "B",
        8,
        "chips",
        "general-knowledge",
        "2023",
        [1, 8],
        "chips of one host",
      ),
      ...serverPower(row("D", 300, "W/chip", "general-knowledge", "2023")),
      ...rents(
        row("A", 1.2, "USD/chip-h", "sky-gcp", "2025"),
        row("B", 0.84, "USD/chip-h", "general-knowledge", "2025"),
        row("B", 0.54, "USD/chip-h", "general-knowledge", "2025"),
      ),
    },
  },
  "tpu-v5p": {
    id: "tpu-v5p",
    label: "Google TPU v5p",
    vendor: "Google",
    family: "tpu",
    aliases: ["v5p"],
    rows: {
      bf16Tflops: row("A", 459, "TFLOPS", "gcp-tpu7x", "2023"),
      int8Tflops: row("B", 918, "TFLOPS", "tpu-wiki", "2023"),
      memoryGib: row("A", 95, "GiB", "gcp-tpu7x", "2023"),
      memoryTbPerS: row("A", 2.765, "TB/s", "gcp-tpu7x", "2023"),
      ...LINKS["tpu-ici-v5p"],
      linkDomainChips: row("A", 8960, "chips", "gcp-tpu7x", "2023"),
      chipsPerServer: row(
        "B",
        4,
        "chips",
        "general-knowledge",
        "2023",
        [4, 4],
        "chips of one host",
      ),
      ...serverPower(row("D", 700, "W/chip", "general-knowledge", "2023")),
      ...rents(
        row("A", 4.2, "USD/chip-h", "sky-gcp", "2025"),
        row("B", 2.94, "USD/chip-h", "general-knowledge", "2025"),
        row("B", 1.89, "USD/chip-h", "general-knowledge", "2025"),
      ),
    },
  },
  "tpu-v6e": {
    id: "tpu-v6e",
    label: "Google TPU v6e",
    vendor: "Google",
    family: "tpu",
    aliases: ["v6e", "trillium"],
    rows: {
      bf16Tflops: row("A", 918, "TFLOPS", "gcp-tpu7x", "2024"),
      int8Tflops: row("A", 1836, "TFLOPS", "gcp-v6e", "2024"),
      memoryGib: row("A", 32, "GiB", "gcp-tpu7x", "2024"),
      memoryTbPerS: row("A", 1.638, "TB/s", "gcp-tpu7x", "2024"),
      ...LINKS["tpu-ici-v6e"],
      linkDomainChips: row("A", 256, "chips", "gcp-tpu7x", "2024"),
      chipsPerServer: row(
        "B",
        8,
        "chips",
        "general-knowledge",
        "2024",
        [1, 8],
        "chips of one host",
      ),
      ...serverPower(row("D", 450, "W/chip", "general-knowledge", "2024")),
      ...rents(
        row("A", 2.7, "USD/chip-h", "sky-gcp", "2025"),
        row("B", 1.89, "USD/chip-h", "general-knowledge", "2025"),
        row("B", 1.22, "USD/chip-h", "general-knowledge", "2025"),
      ),
    },
  },
  gaudi3: {
    id: "gaudi3",
    label: "Intel Gaudi 3 128 GB",
    vendor: "Intel",
    family: "gaudi",
    aliases: ["gaudi-3"],
    rows: {
      bf16Tflops: row("B", 1835, "TFLOPS", "gaudi-web", "2024"),
      fp8Tflops: row("B", 1835, "TFLOPS", "gaudi-web", "2024"),
      memoryGib: row("B", 128, "GiB", "gaudi-web", "2024"),
      memoryTbPerS: row("B", 3.7, "TB/s", "gaudi-web", "2024"),
      ...LINKS["gaudi3-ethernet"],
      linkDomainChips: row("B", 8, "chips", "gaudi-web", "2024"),
      chipsPerServer: row("B", 8, "chips", "gaudi-web", "2024", [8, 8]),
      ...serverPower(
        row("D", 1400, "W/chip", "general-knowledge", "2024", null, "8 x 900 W and host"),
      ),
      serverUsdPerChip: withHgxHost(
        row("B", 15625, "USD/chip", "gaudi-web", "2024", [12000, 18000]),
      ),
      ...rents(row("D", 2, "USD/chip-h", "general-knowledge", "2025", [1.5, 2.9]), null, null),
    },
  },
};

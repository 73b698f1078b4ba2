import { rents, serverPower, withHgxHost } from "./chipDerived.ts";
import type { ChipEntry, OneMarket } from "./chipRows.ts";
import { LINKS } from "./links.ts";
import { row } from "./row.ts";

/** Cut down to what the export rules of 2022 and 2023 of the United States let into China. */
const FOR_CHINA: OneMarket = {
  market: "China",
  why: "made for China under the export rules of the United States",
  source: "h800-web",
  asOf: "2023",
};

/** NVIDIA Hopper as it is sold in China. */
export const HOPPER_CHINA_CHIPS = {
  h800: {
    id: "h800",
    label: "NVIDIA H800 80 GB SXM",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h800-sxm", "h800-sxm-80gb"],
    oneMarket: FOR_CHINA,
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
      linkDomainChips: row("D", 8, "chips", "general-knowledge", "2023"),
      chipsPerServer: row("D", 8, "chips", "general-knowledge", "2023", [8, 8]),
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
    extra: {
      tf32Tflops: row(
        "B",
        494.7,
        "TFLOPS",
        "h800-web",
        "2023",
        null,
        "same GH100 silicon; AI compute unchanged, only FP64 and NVLink cut",
      ),
      sramMb: row("D", 50, "MB", "general-knowledge", "2023"),
      tdpWatts: row("D", 700, "W", "general-knowledge", "2023"),
      chipUsd: row(
        "D",
        35000,
        "USD/chip",
        "general-knowledge",
        "2024",
        [28000, 45000],
        "export SKU; grey-market premium in China",
      ),
    },
  },
  h20: {
    id: "h20",
    label: "NVIDIA H20 96 GB",
    vendor: "NVIDIA",
    family: "hopper",
    aliases: ["h20-96gb"],
    oneMarket: FOR_CHINA,
    rows: {
      fp32Tflops: row("B", 44, "TFLOPS", "h20-web", "2024"),
      bf16Tflops: row("A", 148, "TFLOPS", "infersim", "2024"),
      fp8Tflops: row("A", 296, "TFLOPS", "infersim", "2024"),
      int8Tflops: row("B", 296, "TFLOPS", "h20-web", "2024"),
      memoryGib: row("A", 96, "GiB", "infersim", "2024"),
      memoryTbPerS: row("A", 4, "TB/s", "infersim", "2024", null, "4.096 in the source"),
      ...LINKS["nvlink4"],
      linkDomainChips: row("D", 8, "chips", "general-knowledge", "2024"),
      chipsPerServer: row("D", 8, "chips", "general-knowledge", "2024", [8, 8]),
      ...serverPower(
        row("D", 875, "W/chip", "general-knowledge", "2024", null, "8 x 400 W and host"),
      ),
      serverUsdPerChip: withHgxHost(row("C", 14000, "USD/chip", "hf-hw", "2025", [10000, 15000])),
    },
    extra: {
      tf32Tflops: row("B", 74, "TFLOPS", "h20-web", "2024"),
      sramMb: row("D", 60, "MB", "general-knowledge", "2024"),
      tdpWatts: row("B", 400, "W", "hf-hw", "2024"),
      chipUsd: row("C", 14000, "USD/chip", "hf-hw", "2025", [10000, 15000]),
    },
  },
} satisfies Readonly<Record<string, ChipEntry>>;

import { rents, serverPower, withHgxHost } from "./chipDerived.ts";
import type { ChipEntry } from "./chipRows.ts";
import { LINKS } from "./links.ts";
import { row } from "./row.ts";

/** Intel Gaudi. */
export const INTEL_CHIPS = {
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
    extra: {
      sramMb: row("B", 96, "MB", "gaudi-web", "2024"),
      tdpWatts: row("B", 900, "W", "gaudi-web", "2024", null, "OAM; PCIe card 600 W"),
      chipUsd: row(
        "B",
        15625,
        "USD/chip",
        "gaudi-web",
        "2024",
        [12000, 18000],
        "$125k per 8-accelerator baseboard kit /8",
      ),
    },
  },
  gaudi2: {
    id: "gaudi2",
    label: "Intel Gaudi 2 96 GB",
    vendor: "Intel",
    family: "gaudi",
    aliases: ["gaudi-2"],
    rows: {
      bf16Tflops: row("D", 432, "TFLOPS", "general-knowledge", "2022", null, "matrix engines"),
      fp8Tflops: row("D", 865, "TFLOPS", "general-knowledge", "2022", null, "matrix engines"),
      memoryGib: row("D", 96, "GiB", "general-knowledge", "2022", [94, 96]),
      memoryTbPerS: row("D", 2.45, "TB/s", "general-knowledge", "2022", [2.4, 2.46]),
      ...LINKS["gaudi2-ethernet"],
      linkDomainChips: row("D", 8, "chips", "general-knowledge", "2022", [8, 8]),
      chipsPerServer: row("D", 8, "chips", "general-knowledge", "2022", [8, 8]),
      ...serverPower(
        row("D", 950, "W/chip", "general-knowledge", "2022", [850, 1050], "8 x 600 W and host"),
      ),
      serverUsdPerChip: withHgxHost(
        row(
          "D",
          8125,
          "USD/chip",
          "general-knowledge",
          "2024",
          [5000, 11_000],
          "65k a baseboard of 8",
        ),
      ),
      ...rents(row("D", 1.25, "USD/chip-h", "general-knowledge", "2024", [0.8, 1.7]), null, null),
    },
    extra: {
      sramMb: row("D", 48, "MB", "general-knowledge", "2022"),
      tdpWatts: row("D", 600, "W", "general-knowledge", "2022"),
    },
  },
} satisfies Readonly<Record<string, ChipEntry>>;

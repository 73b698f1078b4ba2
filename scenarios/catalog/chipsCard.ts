import { rents, serverPower, withPcieHost } from "./chipDerived.ts";
import type { ChipEntry } from "./chipRows.ts";
import { LINKS } from "./links.ts";
import { row } from "./row.ts";

/** NVIDIA cards for ordinary servers. */
export const CARD_CHIPS = {
  l4: {
    id: "l4",
    label: "NVIDIA L4 24 GB",
    vendor: "NVIDIA",
    family: "ada",
    aliases: ["l4-24gb"],
    rows: {
      fp32Tflops: row("D", 30.3, "TFLOPS", "general-knowledge", "2023"),
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
        row("D", 0.805, "USD/chip-h", "general-knowledge", "2025", [0.56, 0.85], "AWS g6, GCP g2"),
        null,
        null,
      ),
    },
    extra: {
      tf32Tflops: row("D", 60, "TFLOPS", "general-knowledge", "2023"),
      sramMb: row("D", 48, "MB", "general-knowledge", "2023"),
      tdpWatts: row("A", 72, "W", "aic", "2023"),
      chipUsd: row("D", 2600, "USD/chip", "general-knowledge", "2024", [2200, 3000]),
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
          "B",
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
    extra: {
      tf32Tflops: row("A", 183, "TFLOPS", "l40s-ds", "2023"),
      sramMb: row(
        "D",
        96,
        "MB",
        "general-knowledge",
        "2023",
        [48, 96],
        "one reseller page says 48 MB: conflict",
      ),
      tdpWatts: row("A", 350, "W", "aic", "2023"),
      chipUsd: row("D", 8000, "USD/chip", "general-knowledge", "2024", [7000, 10000]),
      hyperscalerUsdPerHour: row(
        "D",
        1.861,
        "USD/chip-h",
        "general-knowledge",
        "2025",
        [1.861, 3.5],
        "g6e.xlarge; OCI BM.GPU.L40S.4 $14/h /4 = 3.50 (sky-oci)",
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
        row("B", 1.69, "USD/chip-h", "sky-verda", "2026", [1.69, 4.5], "neocloud list; high: OCI"),
        null,
        null,
      ),
    },
    extra: {
      sramMb: row("D", 128, "MB", "general-knowledge", "2025"),
      tdpWatts: row("A", 600, "W", "aic", "2025"),
      chipUsd: row("D", 8500, "USD/chip", "general-knowledge", "2025", [7500, 10000]),
      spotUsdPerHour: row("B", 0.5915, "USD/chip-h", "sky-verda", "2026", [0.5915, 0.5915]),
      hyperscalerUsdPerHour: row(
        "B",
        4.5,
        "USD/chip-h",
        "sky-oci",
        "2026",
        [4.5, 4.5],
        "OCI BM.GPU.RTXPRO.8 $36/h /8",
      ),
    },
  },
} satisfies Readonly<Record<string, ChipEntry>>;

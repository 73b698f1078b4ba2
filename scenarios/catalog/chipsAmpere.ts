import { rents, serverPower, withHgxHost } from "./chipDerived.ts";
import type { ChipEntry } from "./chipRows.ts";
import { LINKS } from "./links.ts";
import { row } from "./row.ts";

/** NVIDIA Ampere. */
export const AMPERE_CHIPS = {
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
      linkDomainChips: row("D", 8, "chips", "general-knowledge", "2020"),
      chipsPerServer: row("A", 8, "chips", "aic", "2020"),
      ...serverPower(
        row("D", 812.5, "W/chip", "general-knowledge", "2020", null, "DGX A100 6.5 kW / 8"),
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
    extra: {
      tf32Tflops: row("A", 156, "TFLOPS", "lock-gpu", "2020"),
      sramMb: row("A", 40, "MB", "pc2-a100", "2020"),
      tdpWatts: row("A", 400, "W", "lock-gpu", "2020"),
      chipUsd: row(
        "D",
        8000,
        "USD/chip",
        "general-knowledge",
        "2026",
        [4000, 12000],
        "new 2021 about $10-12k; mostly used market now",
      ),
      capacityBlockUsdPerHour: row(
        "A",
        1.844,
        "USD/chip-h",
        "aws-cb",
        "2024",
        null,
        "p4d $14.75/h",
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
        row("D", 812.5, "W/chip", "general-knowledge", "2020", null, "DGX A100 6.5 kW / 8"),
      ),
      serverUsdPerChip: withHgxHost(row("B", 15000, "USD/chip", "mlsysim", "2024", [7000, 20000])),
      ...rents(
        row(
          "B",
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
    extra: {
      tf32Tflops: row("A", 156, "TFLOPS", "lock-gpu", "2020"),
      sramMb: row("A", 40, "MB", "pc2-a100", "2020"),
      tdpWatts: row("A", 400, "W", "aic", "2020"),
      chipUsd: row("B", 15000, "USD/chip", "mlsysim", "2024", [7000, 20000], "$15k 2024 street"),
      spotUsdPerHour: row("B", 0.4515, "USD/chip-h", "sky-verda", "2026", [0.4515, 0.4515]),
      hyperscalerUsdPerHour: row(
        "B",
        3.43,
        "USD/chip-h",
        "gpuaas-card",
        "2026",
        [1.5, 5.07],
        "AWS p4de.24xlarge $27.447/h /8; OCI 4.00; Azure 4.10; GCP 5.07",
      ),
      embodiedKg: row(
        "D",
        150,
        "kg/chip",
        "general-knowledge",
        "2023",
        [120, 318],
        "318 kg incl. its share of the host instance (chien)",
      ),
    },
  },
} satisfies Readonly<Record<string, ChipEntry>>;

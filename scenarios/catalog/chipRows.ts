import type { LinkRows } from "./links.ts";
import type { CatalogRow } from "./row.ts";

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

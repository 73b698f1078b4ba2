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
  /** Network of one chip between servers; absent: what `serving` says of a port. */
  readonly nicGbPerS?: CatalogRow;
  readonly nicLatencyUs?: CatalogRow;
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

/** What comparisons and taxes read of a chip; neither physics nor a contract's terms do. */
export interface ChipExtraRows {
  readonly tf32Tflops?: CatalogRow;
  /** Memory on the chip: last cache level, or all there is. */
  readonly sramMb?: CatalogRow;
  readonly tdpWatts?: CatalogRow;
  /** Provisioned at the meter: host, network and facility overhead included. */
  readonly allInUtilityWatts?: CatalogRow;
  /** The chip or card alone. */
  readonly chipUsd?: CatalogRow;
  readonly liquidCoolingUsd?: CatalogRow;
  /** Rent that may be taken away at any time. */
  readonly spotUsdPerHour?: CatalogRow;
  /** Rent of a block of days booked ahead. */
  readonly capacityBlockUsdPerHour?: CatalogRow;
  /** Rents of the large clouds, where the contract rows are those of specialised ones. */
  readonly hyperscalerUsdPerHour?: CatalogRow;
  readonly hyperscaler1yUsdPerHour?: CatalogRow;
  readonly hyperscaler3yUsdPerHour?: CatalogRow;
  /** An analyst's full cost of owning, by kind of owner. */
  readonly ownHyperscalerUsdPerHour?: CatalogRow;
  readonly ownNeocloudUsdPerHour?: CatalogRow;
  readonly embodiedKg?: CatalogRow;
  /** What a chip that is only rented would cost as a server, and one that is only sold to rent. */
  readonly impliedServerUsd?: CatalogRow;
  readonly impliedUsdPerHour?: CatalogRow;
}

/** A chip that is made for one market, and that a buyer elsewhere cannot get. */
export interface OneMarket {
  readonly market: string;
  readonly why: string;
  /** Key of `SOURCES`. */
  readonly source: string;
  readonly asOf: string;
}

export interface ChipEntry {
  readonly id: string;
  readonly label: string;
  readonly vendor: string;
  /** Key of the timing coefficients. */
  readonly family: string;
  /** Other names people type, lower case. */
  readonly aliases: readonly string[];
  /** Absent = sold wherever chips are sold. */
  readonly oneMarket?: OneMarket;
  readonly rows: ChipRows;
  readonly extra: ChipExtraRows;
}

import type { RentContract } from "../../sim/terms.ts";
import { type Catalog, catalogRow, chipEntry } from "./catalog.ts";
import type { ChipExtraRows, ChipRows } from "./chipRows.ts";
import { type CatalogRow, derived } from "./row.ts";

/** Who rents out chips: a cloud that does little else, or one of the large ones. */
export const VENDORS = ["specialised", "hyperscaler"] as const;
export type Vendor = (typeof VENDORS)[number];

/** Contracts by the names of the scenario file. */
export const CONTRACTS_BY_NAME = {
  "on-demand": "onDemand",
  "reserved-1y": "reserved1y",
  "reserved-3y": "reserved3y",
  spot: "spot",
  managed: "managed",
  "capacity-block": "capacityBlock",
} as const satisfies Record<string, RentContract>;

type Listed = "onDemand" | "reserved1y" | "reserved3y";

const SPECIALISED = {
  onDemand: "onDemandUsdPerHour",
  reserved1y: "reserved1yUsdPerHour",
  reserved3y: "reserved3yUsdPerHour",
} as const satisfies Record<Listed, keyof ChipRows>;
const HYPERSCALER = {
  onDemand: "hyperscalerUsdPerHour",
  reserved1y: "hyperscaler1yUsdPerHour",
  reserved3y: "hyperscaler3yUsdPerHour",
} as const satisfies Record<Listed, keyof ChipExtraRows>;

/**
 * Rent of one chip for one hour under a contract of a vendor; undefined where none is known. A
 * managed endpoint is the vendor's hour with the premium of its management; a spot hour that is not
 * listed is the usual discount off the hour on demand.
 */
export function rentOffer(
  catalog: Catalog,
  chip: string,
  contract: RentContract,
  vendor: Vendor = "specialised",
): CatalogRow | undefined {
  const { rows, extra } = chipEntry(catalog, chip);
  const listed = (of: Listed): CatalogRow | undefined =>
    vendor === "hyperscaler" ? extra[HYPERSCALER[of]] : rows[SPECIALISED[of]];
  switch (contract) {
    case "capacityBlock":
      return extra.capacityBlockUsdPerHour;
    case "managed": {
      const hour = listed("onDemand");
      const premium = catalogRow(catalog, "contracts", "managed_premium_share");
      const range = [1 + premium.low, 1 + premium.high] as const;
      return hour && derived(hour, 1 + premium.value, range, "on demand, managed", "D");
    }
    case "spot": {
      const own = vendor === "specialised" ? extra.spotUsdPerHour : undefined;
      const hour = listed("onDemand");
      const discount = catalogRow(catalog, "switching", "spot_discount");
      const range = [1 - discount.high, 1 - discount.low] as const;
      return own ?? (hour && derived(hour, 1 - discount.value, range, "off the hour on demand"));
    }
    default:
      return listed(contract);
  }
}

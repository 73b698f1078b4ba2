import type { ChipEntry, ChipExtraRows } from "./chipRows.ts";
import { type CatalogRow, derived } from "./row.ts";

/**
 * Fills in what a comparison over all chips needs and nobody publishes, by rules, as guesses
 * (grade D): the spot rent of a chip that is rented, the carbon of making it, a rent of what is only
 * sold and a price of what is only rented. Published rows stay as they are.
 */
export function withComparisons(entry: ChipEntry): ChipEntry {
  const { rows, extra } = entry;
  const rent = rows.onDemandUsdPerHour;
  const price = rows.serverUsdPerChip;
  const guesses: ChipExtraRows = {
    embodiedKg: embodiedOf(rows.ratedServerWatts),
    ...(rent === undefined ? {} : { spotUsdPerHour: spotOf(rent) }),
    ...(rent === undefined && price !== undefined ? { impliedUsdPerHour: rentOf(price) } : {}),
    ...(price === undefined && rent !== undefined ? { impliedServerUsd: priceOf(rent) } : {}),
  };
  return { ...entry, extra: { ...guesses, ...extra } };
}

function spotOf(rent: CatalogRow): CatalogRow {
  const note = "60 % (50-90 %) below on demand; no spot price found";
  return derived(rent, 0.4, [0.1, 0.5], note, "D");
}

/** Kilograms per watt of rated server: an H100's 164 kg over its 1,275 W; A100 and B200 agree. */
function embodiedOf(ratedServerWatts: CatalogRow): CatalogRow {
  const note = "0.129 kg per watt of the rated server, as an H100 (164 kg); A100 0.18, B200 0.16";
  return { ...derived(ratedServerWatts, 0.129, [0.07, 0.25], note, "D"), unit: "kg/chip" };
}

/**
 * Specialised clouds ask a server's price in 7,700 to 18,400 hours of rent on demand (H100 13,100,
 * B200 11,000, MI300X 11,900, L40S 7,700, A100 18,400).
 */
function rentOf(serverUsdPerChip: CatalogRow): CatalogRow {
  const note = "nobody lists a rent: the server's price over 12,000 h, as specialised clouds ask";
  const range = [1 / 18_400, 1 / 7700] as const;
  return { ...derived(serverUsdPerChip, 1 / 12_000, range, note, "D"), unit: "USD/chip-h" };
}

/**
 * Large clouds ask a server's price in 2,700 to 8,200 hours of rent on demand (H100 5,600, B200
 * 4,300, A100 6,900, MI300X 4,000, L4 8,200): what a chip of their own would cost by that rule.
 */
function priceOf(onDemandUsdPerHour: CatalogRow): CatalogRow {
  const note = "not sold: 5,000 h of its rent on demand, as large clouds ask for chips that are";
  return { ...derived(onDemandUsdPerHour, 5000, [2700, 8200], note, "D"), unit: "USD/chip" };
}

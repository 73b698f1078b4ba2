import type { ChipRows } from "./chipRows.ts";
import { type CatalogRow, derived, short } from "./row.ts";

/**
 * Busy and idle power from the rated power of the server. Measured on 8-chip nodes: an H100 node
 * draws 76 % of its rating on demanding work (82 % at most), a B200 node 73 % serving a 70B model
 * and 63 % serving an 8B one; the idle B200 node 17-20 %. "15 % of TDP" is the chip alone.
 */
export function serverPower(
  ratedServerWatts: CatalogRow,
): Pick<ChipRows, "ratedServerWatts" | "busyWatts" | "idleWatts"> {
  const busy = "0.75 of the server's rated power, as on H100 (0.76) and B200 (0.73) nodes";
  return {
    ratedServerWatts,
    busyWatts: derived(ratedServerWatts, 0.75, [0.6, 0.82], busy),
    idleWatts: idleOf(ratedServerWatts),
  };
}

export function idleOf(ratedServerWatts: CatalogRow): CatalogRow {
  const note = "0.185 of the server's rated power, as on an idle B200 node (2.4-2.9 of 14.3 kW)";
  return derived(ratedServerWatts, 0.185, [0.12, 0.25], note);
}

/** Chip price plus an 8-chip server's host, switches and adapters: what an H100 server costs more. */
export function withHgxHost(chip: CatalogRow): CatalogRow {
  return withHost(chip, 8750, [6000, 12_000], "chip price + 8,750 for host, fabric and adapters");
}

export function withPcieHost(chip: CatalogRow): CatalogRow {
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
export function rents(
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

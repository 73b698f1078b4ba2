import { withComparisons } from "./chipComparisons.ts";
import type { ChipEntry } from "./chipRows.ts";
import { AMAZON_CHIPS } from "./chipsAmazon.ts";
import { AMD_CHIPS } from "./chipsAmd.ts";
import { AMPERE_CHIPS } from "./chipsAmpere.ts";
import { BLACKWELL_CHIPS } from "./chipsBlackwell.ts";
import { CARD_CHIPS } from "./chipsCard.ts";
import { EDGE_CHIPS } from "./chipsEdge.ts";
import { GOOGLE_CHIPS } from "./chipsGoogle.ts";
import { HOPPER_CHIPS } from "./chipsHopper.ts";
import { HOPPER_CHINA_CHIPS } from "./chipsHopperChina.ts";
import { INTEL_CHIPS } from "./chipsIntel.ts";
import { RACK_CHIPS } from "./chipsRack.ts";
import { SRAM_CHIPS } from "./chipsSram.ts";

/** Every chip, by vendor and generation. */
const ENTRIES: Readonly<Record<string, ChipEntry>> = {
  ...AMPERE_CHIPS,
  ...HOPPER_CHIPS,
  ...HOPPER_CHINA_CHIPS,
  ...BLACKWELL_CHIPS,
  ...RACK_CHIPS,
  ...CARD_CHIPS,
  ...AMD_CHIPS,
  ...GOOGLE_CHIPS,
  ...AMAZON_CHIPS,
  ...INTEL_CHIPS,
  ...SRAM_CHIPS,
  ...EDGE_CHIPS,
};

export const CHIPS: Readonly<Record<string, ChipEntry>> = Object.fromEntries(
  Object.entries(ENTRIES).map(([id, entry]) => [id, withComparisons(entry)]),
);

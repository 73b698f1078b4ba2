/** Conversions between the units people write and the units the simulator computes in. */

export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_DAY = 86_400;
export const HOURS_PER_YEAR = 8760;
export const HOURS_PER_MONTH = HOURS_PER_YEAR / 12;
export const JOULES_PER_KWH = 3.6e6;
export const TOKENS_PER_MTOK = 1e6;
export const BYTES_PER_GIB = 2 ** 30;

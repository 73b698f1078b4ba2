import {
  HOURS_PER_MONTH,
  HOURS_PER_YEAR,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
} from "../sim/units.ts";

/** The units people may write, by what they measure, and the one unit each is kept in. */

/** From the written number to the base unit: a factor, or a function where rates compound. */
type Convert = number | ((written: number) => number);

export interface Dimension {
  /** What it measures, in the words of an error message. */
  readonly name: string;
  /** Unit of the parsed number, as the assumptions table prints it. */
  readonly base: string;
  /** Accepted spellings, the first two are offered when a unit is missing. */
  readonly units: ReadonlyMap<string, Convert>;
  /** A number without a unit is read in the base unit; elsewhere it is an error. */
  readonly bareIsBase: boolean;
  /** A value that reads well in a message: `9 kW`. */
  readonly example: string;
}

const TIME: Record<string, Convert> = {
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  sec: 1,
  second: 1,
  seconds: 1,
  min: 60,
  minute: 60,
  minutes: 60,
  h: SECONDS_PER_HOUR,
  hr: SECONDS_PER_HOUR,
  hour: SECONDS_PER_HOUR,
  hours: SECONDS_PER_HOUR,
  d: SECONDS_PER_DAY,
  day: SECONDS_PER_DAY,
  days: SECONDS_PER_DAY,
  week: 7 * SECONDS_PER_DAY,
  weeks: 7 * SECONDS_PER_DAY,
  month: HOURS_PER_MONTH * SECONDS_PER_HOUR,
  months: HOURS_PER_MONTH * SECONDS_PER_HOUR,
  year: HOURS_PER_YEAR * SECONDS_PER_HOUR,
  years: HOURS_PER_YEAR * SECONDS_PER_HOUR,
};

const SECONDS_PER: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: SECONDS_PER_HOUR,
  hour: SECONDS_PER_HOUR,
  day: SECONDS_PER_DAY,
  d: SECONDS_PER_DAY,
  week: 7 * SECONDS_PER_DAY,
  month: HOURS_PER_MONTH * SECONDS_PER_HOUR,
  year: HOURS_PER_YEAR * SECONDS_PER_HOUR,
};

function ratePer(nouns: readonly string[], periodS: number): Record<string, Convert> {
  const units: Record<string, Convert> = {};
  for (const noun of nouns) {
    for (const [per, seconds] of Object.entries(SECONDS_PER)) {
      units[`${noun}/${per}`] = periodS / seconds;
    }
  }
  return units;
}

/** `USD/x` in every currency spelling; every key of `per` is a denominator. */
function usdPer(per: Record<string, number>): Record<string, Convert> {
  const units: Record<string, Convert> = {};
  for (const [unit, factor] of Object.entries(per)) units[`USD/${unit}`] = factor;
  return units;
}

function dimension(
  name: string,
  base: string,
  example: string,
  units: Record<string, Convert>,
  bareIsBase = false,
): Dimension {
  return { name, base, example, units: new Map(Object.entries(units)), bareIsBase };
}

const perMonthFromYear = (yearly: number): number => (1 + yearly) ** (1 / 12) - 1;
const declineFromMonth = (monthly: number): number => 1 - (1 - monthly) ** 12;

/** Every kind of quantity a scenario file holds. */
export const DIMENSIONS = {
  time: dimension("a time", "s", "10 min", TIME),
  requestRate: dimension("a request rate", "/s", "6/s", {
    ...ratePer(["", "requests", "request", "req"], 1),
    rps: 1,
    qps: 1,
  }),
  requestsPerMinute: dimension("a request rate", "/min", "600/min", {
    ...ratePer(["", "requests", "request", "req"], 60),
    rpm: 1,
  }),
  tokensPerMinute: dimension("a token rate", "tokens/min", "2 M tokens/min", {
    ...ratePer(["tokens", "token", "tok", ""], 60),
    tpm: 1,
  }),
  tokens: dimension(
    "a number of tokens",
    "tokens",
    "8192",
    { tokens: 1, token: 1, tok: 1, "": 1 },
    true,
  ),
  share: dimension("a share", "share", "9 %", { "%": 0.01, share: 1 }, true),
  sharePerYear: dimension("a share per year", "share/year", "9 %/year", {
    "%/year": 0.01,
    "%": 0.01,
    "%/yr": 0.01,
    "share/year": 1,
  }),
  growthPerMonth: dimension("growth per month", "share/month", "2 %/month", {
    "%/month": 0.01,
    "%/year": (percent) => perMonthFromYear(percent / 100),
    "%/yr": (percent) => perMonthFromYear(percent / 100),
  }),
  declinePerYear: dimension("a decline per year", "share/year", "30 %/year", {
    "%/year": 0.01,
    "%/month": (percent) => declineFromMonth(percent / 100),
    "%/yr": 0.01,
  }),
  usd: dimension("money", "USD", "31000 USD", { USD: 1, ...usdPer({ chip: 1, gpu: 1 }) }),
  usdPerTonne: dimension("a price of carbon", "USD/t", "100 USD/t", {
    ...usdPer({ t: 1, tonne: 1, kg: 1000 }),
  }),
  usdPerSecond: dimension("a price of waiting", "USD/s", "0.001 USD/s", {
    ...usdPer({ s: 1, second: 1, h: 1 / 3600 }),
  }),
  usdPerYear: dimension("money per year", "USD/year", "250000 USD/year", {
    ...usdPer({ year: 1, month: 12, yr: 1 }),
  }),
  usdPerKwh: dimension("a price of energy", "USD/kWh", "0.08 USD/kWh", {
    ...usdPer({ kWh: 1, MWh: 1e-3 }),
    "c/kWh": 0.01,
    "cents/kWh": 0.01,
  }),
  usdPerHour: dimension("a price per chip-hour", "USD/h", "2.2 USD/h", {
    ...usdPer({
      h: 1,
      hour: 1,
      hr: 1,
      "chip-hour": 1,
      "chip-h": 1,
      "gpu-hour": 1,
      "gpu-h": 1,
      "chip/h": 1,
      "gpu/h": 1,
    }),
  }),
  usdPerGb: dimension("a price of traffic", "USD/GB", "0.09 USD/GB", {
    ...usdPer({ GB: 1, TB: 1e-3, GiB: 1e9 / 2 ** 30 }),
  }),
  engineerMonths: dimension(
    "work of engineers",
    "engineer-months",
    "6 engineer-months",
    { "engineer-months": 1, "engineer-month": 1, "engineer-years": 12, months: 1 },
    true,
  ),
  usdPerMtok: dimension("a price of tokens", "USD/Mtok", "0.9 USD/Mtok", {
    ...usdPer({
      Mtok: 1,
      ktok: 1e3,
      "M tokens": 1,
      "1M tokens": 1,
      "1M tok": 1,
      "1e6 tok": 1,
      "1k tokens": 1e3,
      Mtok_in: 1,
      Mtok_out: 1,
      token: 1e6,
    }),
  }),
  usdPerWatt: dimension("a build cost", "USD/W", "12 USD/W", {
    ...usdPer({ W: 1, kW: 1e-3, MW: 1e-6 }),
  }),
  usdPerKwMonth: dimension("a rent of power and space", "USD/kW-month", "190 USD/kW-month", {
    ...usdPer({ "kW-month": 1, "kW-year": 1 / 12, "kW/month": 1, "kW/year": 1 / 12 }),
  }),
  usdPerUserMonth: dimension("a price per user and month", "USD/user-month", "20 USD/user-month", {
    ...usdPer({ "user-month": 1, "user/month": 1, "seat-month": 1, "seat/month": 1 }),
    ...usdPer({ "user-year": 1 / 12, "user/year": 1 / 12 }),
  }),
  power: dimension("power", "W", "9 kW", { kW: 1e3, MW: 1e6, W: 1, GW: 1e9 }),
  carbon: dimension("a carbon intensity", "kg/kWh", "0.35 kg/kWh", {
    "kg/kWh": 1,
    "g/kWh": 1e-3,
    "kgCO2e/kWh": 1,
    "gCO2e/kWh": 1e-3,
    "gCO2/kWh": 1e-3,
    "t/MWh": 1,
  }),
  staff: dimension("full-time staff", "FTE", "2 FTE", { FTE: 1, people: 1 }, true),
  staffPerMw: dimension("staff per megawatt", "FTE/MW", "1.5 FTE/MW", { "FTE/MW": 1 }, true),
  ratio: dimension("a ratio", "ratio", "1.25", { "": 1, x: 1 }, true),
  count: dimension("a number", "", "10", { "": 1 }, true),
  mtokPerMonth: dimension("a volume of tokens", "Mtok/month", "2 M Mtok/month", {
    "Mtok/month": 1,
    "Gtok/month": 1e3,
    "Ttok/month": 1e6,
    "Mtok/day": HOURS_PER_MONTH / 24,
    "Mtok/year": 1 / 12,
  }),
  energy: dimension("energy", "kWh", "9 kWh", { kWh: 1, Wh: 1e-3, MWh: 1e3 }),
  bytes: dimension("a size", "B", "80 GiB", {
    GB: 1e9,
    GiB: 2 ** 30,
    B: 1,
    kB: 1e3,
    MB: 1e6,
    TB: 1e12,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    TiB: 2 ** 40,
    PB: 1e15,
    PiB: 2 ** 50,
  }),
  bandwidth: dimension("a bandwidth", "B/s", "50 GB/s", {
    "GB/s": 1e9,
    "GiB/s": 2 ** 30,
    "B/s": 1,
    "kB/s": 1e3,
    "MB/s": 1e6,
    "TB/s": 1e12,
    "MiB/s": 2 ** 20,
    "TiB/s": 2 ** 40,
    "Gbit/s": 1.25e8,
    "Gb/s": 1.25e8,
    Gbps: 1.25e8,
    "Tbit/s": 1.25e11,
  }),
  sessionRate: dimension("a rate of sessions", "/s", "0.2/s", {
    ...ratePer(["", "sessions", "session"], 1),
  }),
  tokensPerDay: dimension("a volume of tokens per day", "tokens/day", "50 M tokens/day", {
    ...ratePer(["tokens", "token", "tok"], SECONDS_PER_DAY),
  }),
} as const satisfies Record<string, Dimension>;
export type DimensionName = keyof typeof DIMENSIONS;

/**
 * Numbers as people read them: three significant digits unless the half-width asks for others,
 * money with k/M/B, times in ms below a second, shares in percent. No locale anywhere.
 */

interface Scale {
  /** What the number is multiplied by before it is printed. */
  readonly factor: number;
  readonly lead: string;
  /** Printed after both the number and its half-width (`M` of `$1.2M`). */
  readonly suffix: string;
  /** Printed after the number only (` s`, ` %`). */
  readonly unit: string;
  /** Decimals that a person expects at least, at most. */
  readonly leastDecimals: number;
}

/** An estimate as text: the value with its unit, the half-width in the same unit without it. */
export interface EstimateText {
  readonly value: string;
  /** Null when there is no interval. */
  readonly half: string | null;
}

/** Value with unit: `$4.20`, `-$11.8M`, `1.90 s`, `41.0 %`. */
export function formatValue(value: number, unit: string): string {
  return formatEstimate(value, null, unit).value;
}

/** Value and half-width with as many decimals as the half-width's first digit asks for. */
export function formatEstimate(value: number, half: number | null, unit: string): EstimateText {
  const scale = scaleOf(unit, Math.max(Math.abs(value), half ?? 0));
  const decimals = decimalsOf(value, half, scale);
  const shown = `${number(value * scale.factor, decimals, scale.lead)}${scale.suffix}${scale.unit}`;
  if (half === null) return { value: shown, half: null };
  // Every replication gave the same.
  if (half === 0) return { value: shown, half: "0" };
  const scaledHalf = half * scale.factor;
  const least = 10 ** -decimals;
  const halfText =
    scaledHalf > 0 && scaledHalf < least / 2
      ? `<${least.toFixed(decimals)}`
      : scaledHalf.toFixed(decimals);
  return { value: shown, half: halfText + scale.suffix };
}

/** Difference with its sign: `-$1.89`, `+0.50 s`. */
export function formatDifference(value: number, half: number | null, unit: string): string {
  const scale = scaleOf(unit, Math.max(Math.abs(value), half ?? 0));
  const decimals = decimalsOf(value, half, scale);
  const shown = number(value * scale.factor, decimals, scale.lead);
  return `${plus(value, shown)}${shown}${scale.suffix}${pointUnit(scale.unit)}`;
}

/** Ends of an interval around a difference, signed, without unit: `[-1.95, -1.83]`. */
export function formatDifferenceInterval(value: number, half: number, unit: string): string {
  const scale = scaleOf(unit, Math.max(Math.abs(value), half));
  const decimals = decimalsOf(value, half, scale);
  const end = (x: number): string => {
    const text = number(x * scale.factor, decimals, "");
    return `${plus(x, text)}${text}${scale.suffix}`;
  };
  return `[${end(value - half)}, ${end(value + half)}]`;
}

/** Shortest decimal of three significant digits without unit or suffix: axis ticks, table cells. */
export function formatPlain(value: number): string {
  if (!Number.isFinite(value)) return "n/a";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 999_500) return grouped(String(value));
  if (size < 999.5e3) return grouped(String(Number(value.toPrecision(3))));
  const [suffix, factor] =
    size >= 999.5e9 ? ["T", 1e-12] : size >= 999.5e6 ? ["B", 1e-9] : ["M", 1e-6];
  return `${Number((value * factor).toPrecision(3))}${suffix}`;
}

/** A tick of a money axis: `$0.5`, `$20`, `$1.5M`. */
export function formatUsdTick(value: number): string {
  const size = Math.abs(value);
  const [suffix, factor] = moneySuffix(size);
  const scaled = size * factor;
  const text = trimZeros(scaled.toFixed(scaled === 0 ? 0 : decimalsFor(scaled)));
  return `${value < 0 ? "-" : ""}$${text}${suffix}`;
}

/** An input with its unit: `0.083 USD/kWh`, `36 months`; words as they are. */
export function formatInput(value: number | string, unit: string): string {
  if (typeof value === "string") return unit === "" ? value : `${value} ${unit}`;
  if (unit === "share") return `${inputNumber(100 * value)} %`;
  if (unit.startsWith("share/")) {
    return `${inputNumber(100 * value)} %/${unit.slice("share/".length)}`;
  }
  const one = value === 1 ? unit.replace(/^([a-z-]{2,})s(?=\/|$)/, "$1") : unit;
  // A ratio is a bare number.
  const bare = unit === "" || unit === "ratio";
  return bare ? inputNumber(value) : `${inputNumber(value)} ${one}`;
}

/** Digits that a person typed stay; digits of arithmetic go. */
function inputNumber(value: number): string {
  if (Math.abs(value) >= 1e7) return formatPlain(value);
  return grouped(String(Number(value.toPrecision(6))));
}

/** Thousands stand apart from 10,000 on: `9500`, `20,081.9`. */
function grouped(text: string): string {
  const [whole = "", part] = text.split(".");
  if (!/^-?\d{5,}$/.test(whole)) return text;
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? apart : `${apart}.${part}`;
}

/** Typographic signs for pages: a minus sign, `±`, no break inside a number and its unit; only for numbers. */
export function typographic(text: string): string {
  return text
    .replace(/ ?\+- ?/g, "\u00a0±\u00a0")
    .replace(/(\d) (?=[%a-zA-Z])/g, "$1\u00a0")
    .replace(/(^|[\s[(])-(?=[$\d<])/g, "$1−\u2060");
}

function scaleOf(unit: string, size: number): Scale {
  const plain = { factor: 1, lead: "", suffix: "", unit: "", leastDecimals: 0 };
  switch (unit) {
    case "USD":
    case "USD/1e6 tok":
    case "USD/request":
    case "USD/answer":
    case "USD/task":
    case "USD/task-hour":
    case "USD/unit": {
      const [suffix, factor] = moneySuffix(size);
      return { ...plain, factor, lead: "$", suffix, leastDecimals: size < 99.995 ? 2 : 0 };
    }
    case "share":
      return { ...plain, factor: 100, unit: " %" };
    case "s":
      return size < 0.9995 && size > 0
        ? { ...plain, factor: 1000, unit: " ms" }
        : { ...plain, unit: " s" };
    case "count": {
      if (size < 99_950) return plain;
      const [suffix, factor] = moneySuffix(size);
      return { ...plain, factor, suffix };
    }
    case "kWh/1e6 tok":
      return { ...plain, unit: " kWh" };
    case "kg/1e6 tok":
      return size < 0.9995 && size > 0
        ? { ...plain, factor: 1000, unit: " g" }
        : { ...plain, unit: " kg" };
    default:
      return { ...plain, unit: unit === "" ? "" : ` ${unit}` };
  }
}

/** A plus sign, unless nothing of the number is left after rounding. */
function plus(value: number, shown: string): string {
  return value > 0 && /[1-9]/.test(shown) ? "+" : "";
}

/** A difference of shares is in points, not percent. */
function pointUnit(unit: string): string {
  return unit === " %" ? " pt" : unit;
}

function moneySuffix(size: number): [suffix: string, factor: number] {
  if (size >= 999.5e6) return ["B", 1e-9];
  if (size >= 999.5e3) return ["M", 1e-6];
  if (size >= 999.5) return ["k", 1e-3];
  return ["", 1];
}

function decimalsOf(value: number, half: number | null, scale: Scale): number {
  const size = Math.abs(value) * scale.factor;
  if (half === null || !(half > 0)) {
    if (value === 0) return 0;
    if (Number.isInteger(size) && scale.lead === "") return 0;
    return Math.max(scale.leastDecimals, size === 0 ? 0 : decimalsFor(size));
  }
  const usual = size === 0 ? 2 : decimalsFor(size);
  const asked = Math.max(0, -Math.floor(Math.log10(half * scale.factor)));
  const least = scale.suffix === "" ? scale.leastDecimals : 0;
  return Math.min(12, Math.max(least, Math.min(asked, usual + 1)));
}

/** Decimals that leave three significant digits. */
function decimalsFor(size: number): number {
  if (!(size > 0)) return 0;
  const rounded = Number(size.toPrecision(3));
  return Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(rounded) + 1e-12)));
}

function number(value: number, decimals: number, lead: string): string {
  const text = Math.abs(value).toFixed(decimals);
  const negative = value < 0 && Number(text) !== 0;
  return `${negative ? "-" : ""}${lead}${grouped(text)}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

import { formatInput, formatPlain, typographic } from "../format.ts";

/** Figures that a reader can add up and multiply again. */

/** Dollars and cents. */
export function exactUsd(usd: number): string {
  const [whole = "", cents = ""] = Math.abs(usd).toFixed(2).split(".");
  const text = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
  return usd < 0 && /[1-9]/.test(text) ? typographic(`-${text}`) : text;
}

/** A price that stayed, or the lowest and the highest it was. */
export function rangeText([low, high]: readonly [low: number, high: number]): string {
  const near = high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  const text = (usd: number): string => typographic(formatInput(usd, ""));
  return near ? text(low) : `${text(low)} to\n${text(high)}`;
}

/** Six digits; millions and more with their suffix. */
export function quantityText(quantity: number): string {
  const size = Math.abs(quantity);
  if (size < 1e7) return typographic(formatInput(quantity, ""));
  const [suffix, factor] = size < 1e9 ? ["M", 1e-6] : size < 1e12 ? ["B", 1e-9] : ["T", 1e-12];
  return typographic(`${Number((quantity * factor).toPrecision(6))}${suffix}`);
}

/** A count of months or lines that may be a mean. */
export function countText(count: number): string {
  return formatPlain(Number(count.toPrecision(6)));
}

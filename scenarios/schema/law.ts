import { z } from "zod";
import type { DimensionName } from "../units.ts";
import { DIMENSIONS } from "../units.ts";
import { parseRange } from "./parseQuantity.ts";
import { type QuantityIssueParams, type QuantityOptions, quantity } from "./quantity.ts";

/** Fields that hold a law: a fixed value, a mean, a lognormal, a mixture of them, or a table. */

const about = (description: string) => ({ description });

const FORMS = {
  mean: ["mean"],
  median: ["median", "sigma", "min", "max"],
  parts: ["parts", "min", "max"],
  levels: ["levels", "values"],
} as const;
export type LawForm = keyof typeof FORMS;

type RawIssues = z.core.$ZodRawIssue[];

/**
 * A quantity that may vary: `300`, `{median, sigma}`, `{parts: [{weight, median, sigma}]}`,
 * `{levels, values}`, and for counts `{mean}` (geometric).
 *
 * @param options bounds of every value
 */
export function lawOf(name: DimensionName, options: QuantityOptions, isCount = false) {
  const value = (what: string) => quantity(name, { ...options, about: what, whole: false });
  const above0 = (what: string) => quantity(name, { about: what, above: 0 });
  const sigma = quantity("ratio", { about: "Spread: sigma of the logarithm", min: 0, max: 5 });
  const part = z.strictObject({
    weight: quantity("share", { about: "Share of this part", above: 0, max: 1 }),
    median: above0("Median of this part"),
    sigma,
  });
  const mean = quantity(name, {
    about: "Mean of a geometric law",
    min: 1,
    max: options.max ?? 1e9,
  });
  const table = z
    .strictObject({
      mean: mean.optional(),
      median: above0("Median").optional(),
      sigma: sigma.optional(),
      parts: z
        .array(part)
        .min(1)
        .max(10)
        .optional()
        .meta(about("Parts of a mixture of lognormals")),
      levels: z
        .array(z.number().min(0).max(1))
        .min(2)
        .max(1000)
        .optional()
        .meta(about("Probabilities of a table, ascending from 0 to 1")),
      values: z.array(value("Value")).min(2).max(1000).optional().meta(about("Values of a table")),
      min: value("Least value").optional(),
      max: value("Greatest value").optional(),
    })
    .superRefine((law, ctx) => checkLaw(law, isCount, ctx.issues));
  const forms = isCount ? "a number, {mean}, {median, sigma}" : "a value, {median, sigma}";
  return z
    .union([quantity(name, options), table], {
      error: () => `expected ${forms}, {parts: [{weight, median, sigma}]} or {levels, values}`,
    })
    .meta(about(`${options.about}: ${forms}, {parts} or {levels, values}`));
}

/** A law as a scenario states it, in base units. */
export type StatedLaw = z.output<ReturnType<typeof lawOf>>;
type LawTable = Exclude<StatedLaw, number>;

/** The form that a law is written in. */
export function lawForm(law: LawTable): LawForm | null {
  const forms = (Object.keys(FORMS) as LawForm[]).filter((form) => law[form] !== undefined);
  return forms.length === 1 ? (forms[0] ?? null) : null;
}

function checkLaw(law: LawTable, isCount: boolean, issues: RawIssues): void {
  const refuse = (message: string, expected: string, path: (string | number)[] = []): void => {
    const params: QuantityIssueParams = { code: "CM-E0302", expected, suggestions: [] };
    issues.push({ code: "custom", message, params, input: law, path });
  };
  const form = lawForm(law);
  if (form === null || (form === "mean" && !isCount)) {
    const words = Object.keys(FORMS).filter((word) => isCount || word !== "mean");
    refuse("a law without a form, or with several", `exactly one of ${words.join(", ")}`);
    return;
  }
  const known: readonly string[] = FORMS[form];
  for (const [key, value] of Object.entries(law)) {
    if (value !== undefined && !known.includes(key)) {
      refuse(`${key} has no effect beside ${form}`, known.join(", "), [key]);
    }
  }
  if (form === "median" && law.sigma === undefined) refuse("median without sigma", "both");
  if ((law.min ?? 0) > (law.max ?? Infinity))
    refuse("min is greater than max", "min <= max", ["min"]);
  if (form === "parts") {
    const sum = (law.parts ?? []).reduce((total, { weight }) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-6) {
      refuse(`weights that sum to ${Number((100 * sum).toFixed(4))} %`, "100 %", ["parts"]);
    }
  }
  if (form === "levels") checkTable(law, refuse);
}

function checkTable(
  { levels = [], values = [] }: LawTable,
  refuse: (message: string, expected: string, path?: string[]) => void,
): void {
  const ascends = (list: readonly number[], strictly: boolean): boolean =>
    list.every((value, i) => i === 0 || value - (list[i - 1] ?? 0) >= (strictly ? 1e-12 : 0));
  if (levels.length !== values.length) {
    refuse(`${levels.length} levels and ${values.length} values`, "as many of both", ["values"]);
  } else if (levels[0] !== 0 || levels.at(-1) !== 1 || !ascends(levels, true)) {
    refuse("levels that do not rise from 0 to 1", "0 ... 1, ascending", ["levels"]);
  } else if (!ascends(values, false)) refuse("values that fall", "ascending values", ["values"]);
}

/** A share, or both ends of what it may be: `0.6 to 0.8`. */
export function shareRange(what: string) {
  return z
    .union([z.string(), z.number()], { error: () => 'expected a share, or "low to high"' })
    .transform((raw, ctx): { low: number; high: number } => {
      const text = String(raw);
      const range = text.includes(" to ")
        ? parseRange(text, DIMENSIONS.share)
        : parseRange(`${text} to ${text}`, DIMENSIONS.share);
      if (range.ok && range.low >= 0 && range.low <= range.high && range.high <= 1) {
        return { low: range.low, high: range.high };
      }
      const params = {
        code: range.ok ? ("CM-E0119" as const) : range.problem.code,
        expected: 'a share 0..1 or two of them, low first, for example "0.6 to 0.8"',
        suggestions: [],
      };
      const message = `${JSON.stringify(raw)} is no share`;
      ctx.issues.push({ code: "custom", message, params, input: raw });
      return { low: Number.NaN, high: Number.NaN };
    })
    .meta(about(`${what} (a share 0..1, or "0.6 to 0.8")`));
}

import { column, toCsv } from "./csv/column.ts";

/** A claim beside the figures that presets give. */
export interface ClaimResult {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly unit: "x" | "share" | "USD" | "USD/1M tokens";
  readonly low: number;
  readonly high: number;
  readonly figures: readonly { readonly where: string; readonly value: number }[];
}

export type ClaimWord = "reproduced" | "refined" | "refuted";

/** Reproduced where every figure lies in the claimed range, refuted where none does. */
export function claimWord({ low, high, figures }: ClaimResult): ClaimWord {
  const inside = figures.filter(({ value }) => value >= low && value <= high).length;
  if (inside === figures.length) return "reproduced";
  return inside === 0 ? "refuted" : "refined";
}

/** One line: the word, and where the claim holds and where it does not. */
export function claimSentence(result: ClaimResult): string {
  const { low, high, figures, unit } = result;
  const words = (holds: boolean): string =>
    figures
      .filter(({ value }) => (value >= low && value <= high) === holds)
      .map(({ where, value }) => `${where} (${figureText(value, unit)})`)
      .join("; ");
  const [inside, outside] = [words(true), words(false)];
  const word = claimWord(result);
  if (word === "reproduced") return `reproduced: ${inside}`;
  if (word === "refuted") return `refuted: ${outside}`;
  return `refined: it holds for ${inside}; not for ${outside}`;
}

export function figureText(value: number, unit: ClaimResult["unit"]): string {
  if (!Number.isFinite(value)) return "n/a";
  const digits = (x: number): string => String(Number(x.toPrecision(3)));
  switch (unit) {
    case "x":
      return `${digits(value)}x`;
    case "share":
      return `${digits(value * 100)} %`;
    default:
      return `$${digits(value)}${unit === "USD" ? "" : " per 1M tokens"}`;
  }
}

function rangeText({ low, high, unit }: ClaimResult): string {
  if (!Number.isFinite(high)) return `at least ${figureText(low, unit)}`;
  if (!Number.isFinite(low)) return `at most ${figureText(high, unit)}`;
  return `${figureText(low, unit)} to ${figureText(high, unit)}`;
}

export function claimsText(results: readonly ClaimResult[]): string {
  return results
    .map((result) => {
      const { id, claim, source } = result;
      const asked = `  claimed: ${claim} (${source})\n  counts as the same: ${rangeText(result)}`;
      return `${id}\n${asked}\n  ${claimSentence(result)}\n`;
    })
    .join("\n");
}

export function claimsMarkdown(results: readonly ClaimResult[]): string {
  const rows = results.map((result) => {
    const cells = [result.id, result.claim, result.source, rangeText(result)];
    return [...cells, claimSentence(result)].map((cell) => cell.replace(/\|/g, "\\|"));
  });
  const header = ["claim", "what is claimed", "source", "counts as the same", "what presets say"];
  const lines = [header, header.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

/** One row for each figure. */
export function claimsCsv(results: readonly ClaimResult[]): string {
  type Row = readonly [ClaimResult, ClaimResult["figures"][number]];
  const text = (name: string, description: string, value: (row: Row) => string) =>
    column<Row>({ name, type: "string", description, value }, { freeText: true });
  const number = (name: string, description: string, value: (row: Row) => number) =>
    column<Row>({ name, type: "number", description, value });
  const columns = [
    text("id", "claim", ([{ id }]) => id),
    text("claim", "what is claimed", ([{ claim }]) => claim),
    text("source", "who claims it", ([{ source }]) => source),
    text("word", "reproduced, refined or refuted", ([result]) => claimWord(result)),
    text("where", "condition of the figure", ([, { where }]) => where),
    text("unit", "unit of the figures", ([{ unit }]) => unit),
    number("value", "what the preset gives", ([, { value }]) => value),
    number("low", "low end of what is claimed", ([{ low }]) => low),
    number("high", "high end of what is claimed", ([{ high }]) => high),
  ];
  const rows = results.flatMap((result) => result.figures.map((figure): Row => [result, figure]));
  return toCsv(columns, rows);
}

export function claimsJson(results: readonly ClaimResult[]): object {
  return {
    schema: "costmoat.claims/1",
    claims: results.map((result) => {
      const { id, claim, source, unit, low, high, figures } = result;
      const end = (value: number) => (Number.isFinite(value) ? value : null);
      return {
        ...{ id, claim, source, unit, low: end(low), high: end(high) },
        word: claimWord(result),
        sentence: claimSentence(result),
        figures: figures.map(({ where, value }) => ({ where, value: end(value) })),
      };
    }),
  };
}

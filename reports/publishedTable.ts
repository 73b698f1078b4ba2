import type { PublishedTopic } from "../sim/validation.ts";
import { alignedColumns } from "./alignedColumns.ts";
import { column, toCsv } from "./csv/column.ts";
import {
  BASES,
  countsText,
  errorShare,
  errorText,
  type FigureRow,
  figureRows,
  figureText,
  isWithin,
  sentence,
  sourceText,
  toleranceText,
} from "./publishedFigures.ts";

const HEADER = ["figure", "unit", "published", "ours", "error", "tolerance", "basis"];

function cells({ figure }: FigureRow): string[] {
  return [
    figure.figure,
    figure.unit,
    figureText(figure.published),
    figureText(figure.ours),
    errorText(figure),
    toleranceText(figure),
    figure.basis,
  ];
}

/** Published results beside ours as plain text: each with its inputs, source and note. */
export function publishedText(topics: readonly PublishedTopic[]): string {
  const rows = figureRows(topics);
  // One grid for all results, so that their columns stand under each other.
  const grid = alignedColumns([HEADER, ...rows.map(cells)], 2).split("\n");
  const parts = [countsText(topics), ""];
  let before: FigureRow | undefined;
  for (const [i, row] of rows.entries()) {
    if (row.topic !== before?.topic) {
      if (i > 0) parts.push("");
      parts.push(row.topic, `  ${grid[0] ?? ""}`);
    }
    if (row.of !== before?.of) {
      parts.push("", `${row.of.id}: ${row.of.what}`, ...wrapped(about(row)));
    }
    parts.push(`  ${grid[i + 1] ?? ""}`);
    before = row;
  }
  return `${parts.join("\n")}\n\n${alignedColumns(BASES, 2)}`;
}

function about({ of }: FigureRow): string {
  const note = of.note === "" ? "" : ` ${sentence(of.note)}`;
  return `Given: ${of.given}. Source: ${sourceText(of)}.${note}`;
}

/** Lines of at most 98 characters, set in by two. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = " ";
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > 98 && line.trim() !== "") {
      lines.push(line);
      line = " ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** The same as one Markdown table. */
export function publishedMarkdown(topics: readonly PublishedTopic[]): string {
  const header = ["id", "what", "source", ...HEADER, "formula", "note"];
  const rows = figureRows(topics).map((row) =>
    [row.of.id, row.of.what, sourceText(row.of), ...cells(row), row.figure.formula, row.of.note]
      .map((text) => text.replace(/\|/g, "\\|"))
      .join(" | "),
  );
  const rules = header.map((name) => (RIGHT.has(name) ? "---:" : "---"));
  return [
    "# Published results, reproduced",
    "",
    `${countsText(topics)}.`,
    "",
    `| ${header.join(" | ")} |`,
    `| ${rules.join(" | ")} |`,
    ...rows.map((row) => `| ${row} |`),
    "",
    ...BASES.map(([basis, words]) => `- ${basis}: ${words}`),
    "",
  ].join("\n");
}

const RIGHT = new Set(["published", "ours", "error", "tolerance"]);

const COLUMNS = [
  text("id", "result", ({ of }) => of.id),
  text("topic", "subject of the result", ({ topic }) => topic),
  text("what", "what the result is about", ({ of }) => of.what),
  text("figure", "one of its figures", ({ figure }) => figure.figure),
  text("unit", "unit of published and ours", ({ figure }) => figure.unit),
  number("published", "value to reproduce", ({ figure }) => figure.published),
  number("ours", "what the formula gives", ({ figure }) => figure.ours),
  number("error_share", "ours / published - 1", ({ figure }) => errorShare(figure)),
  number("tolerance_share", "largest error allowed", ({ figure }) => figure.relTol),
  text("basis", "how the published value is known", ({ figure }) => figure.basis),
  text("formula", "function of the library", ({ figure }) => figure.formula),
  text("given", "inputs", ({ of }) => of.given),
  text("source", "title of the text", ({ of }) => of.source.title),
  text("dated", "date of the text", ({ of }) => of.source.dated),
  text("note", "what a reader should know", ({ of }) => of.note),
];

/** The same as CSV with every digit. */
export function publishedCsv(topics: readonly PublishedTopic[]): string {
  return toCsv(COLUMNS, figureRows(topics));
}

/** The same as the object that `--json` prints. */
export function publishedJson(topics: readonly PublishedTopic[]): object {
  const results = topics.flatMap(({ title, cases }) =>
    cases.map(({ id, what, given, source, note, figures }) => ({
      ...{ id, topic: title, what, given, source, note },
      figures: figures.map((figure) => ({
        figure: figure.figure,
        unit: figure.unit,
        published: figure.published,
        ours: figure.ours,
        error_share: errorShare(figure),
        tolerance_share: figure.relTol,
        within: isWithin(figure),
        basis: figure.basis,
        formula: figure.formula,
      })),
    })),
  );
  return { schema: "costmoat.published/1", results };
}

function text(name: string, description: string, value: (row: FigureRow) => string) {
  return column<FigureRow>({ name, type: "string", description, value }, { freeText: true });
}

function number(name: string, description: string, value: (row: FigureRow) => number) {
  return column<FigureRow>({ name, type: "number", description, value });
}

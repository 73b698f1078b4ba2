import { type Column, column, toCsv } from "./column.ts";
import { COST_COLUMNS } from "./costs.ts";
import { FOCUS_COLUMNS } from "./focus.ts";
import { POINT_COLUMNS } from "./points.ts";
import { RUN_COLUMNS } from "./runs.ts";
import { SERIES_COLUMNS } from "./timeSeries.ts";

/** One column of one file in words. */
export interface DictionaryEntry {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly unit: string;
  readonly description: string;
  readonly null_meaning: string;
  readonly formula: string;
  readonly since_version: string;
}

export const DICTIONARY_COLUMNS: readonly Column<DictionaryEntry>[] = (
  [
    ["table", "File that has the column, without .csv."],
    ["column", "Name in the header."],
    ["type", "string, integer, number or boolean."],
    ["unit", "Unit; empty for words, ids and pure counts."],
    ["description", "What it is."],
    ["null_meaning", "What an empty cell means; empty when the column is always filled."],
    ["formula", "How it follows from other quantities."],
    ["since_version", "First version that wrote it."],
  ] as const
).map(([name, description]) =>
  column<DictionaryEntry>(
    { name, type: "string", description, value: (entry) => entry[name] },
    { freeText: true, nullMeaning: "nothing to say" },
  ),
);

export function entries<Row>(table: string, columns: readonly Column<Row>[]): DictionaryEntry[] {
  return columns.map(({ name, type, unit, description, nullMeaning, formula }) => ({
    table,
    column: name,
    type,
    unit,
    description,
    null_meaning: nullMeaning,
    formula,
    since_version: "0.1.0",
  }));
}

/** Every column of every file that a run always writes, the dictionary's own included. */
export const DICTIONARY: readonly DictionaryEntry[] = [
  ...entries("runs", RUN_COLUMNS),
  ...entries("points", POINT_COLUMNS),
  ...entries("costs", COST_COLUMNS),
  ...entries("focus", FOCUS_COLUMNS),
  ...entries("timeseries", SERIES_COLUMNS),
  ...entries("dictionary", DICTIONARY_COLUMNS),
];

export function dictionaryCsv(columns = DICTIONARY): string {
  return toCsv(DICTIONARY_COLUMNS, columns);
}

export function dictionaryJson(columns = DICTIONARY): string {
  return `${JSON.stringify({ schema: "costmoat.dictionary/1", columns }, null, 1)}\n`;
}

import type { Comparison } from "../sim/comparison.ts";
import { CLASS_COLUMNS, classRows } from "./csv/classes.ts";
import { type Column, toCsv } from "./csv/column.ts";
import { COST_COLUMNS, costRows } from "./csv/costs.ts";
import { DICTIONARY, dictionaryCsv, dictionaryJson, entries } from "./csv/dictionary.ts";
import { FOCUS_COLUMNS, focusRows } from "./csv/focus.ts";
import { JOURNAL_COLUMNS, journalRows } from "./csv/journal.ts";
import { LOSS_COLUMNS, lossRows } from "./csv/losses.ts";
import { MARKET_COLUMNS, MARKET_EVENT_COLUMNS, marketEvents, marketLines } from "./csv/market.ts";
import { POINT_COLUMNS, pointRows } from "./csv/points.ts";
import { POOL_COLUMNS, poolRows } from "./csv/pools.ts";
import { RUN_COLUMNS, runRows } from "./csv/runs.ts";
import { sampleColumns, sampleRows } from "./csv/samples.ts";
import { STATEMENT_COLUMNS, statementLines } from "./csv/statement.ts";
import { SERIES_COLUMNS, seriesRows } from "./csv/timeSeries.ts";
import { YEARS_COLUMNS } from "./csv/years.ts";
import { yearsRows } from "./views/years.ts";

/** A file to be written: its name inside the result's directory and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The tables of a comparison and the dictionary that explains every column of them. Classes and
 * pools have tables only where some strategy has several, statement and journal only where some
 * strategy states finance or revenue, the market only where one is stated.
 */
export function dataFiles(comparison: Comparison): TextFile[] {
  const levers = [
    leverTable("classes", CLASS_COLUMNS, classRows(comparison)),
    leverTable("pools", POOL_COLUMNS, poolRows(comparison)),
    leverTable("samples", sampleColumns(comparison), sampleRows(comparison)),
    leverTable("years", YEARS_COLUMNS, yearsRows(comparison)),
    leverTable("statement", STATEMENT_COLUMNS, statementLines(comparison)),
    leverTable("journal", JOURNAL_COLUMNS, journalRows(comparison)),
    leverTable("losses", LOSS_COLUMNS, lossRows(comparison)),
    leverTable("market", MARKET_COLUMNS, marketLines(comparison)),
    leverTable("market_events", MARKET_EVENT_COLUMNS, marketEvents(comparison)),
  ].flat();
  const dictionary = [...DICTIONARY, ...levers.flatMap(({ columns }) => columns)];
  return [
    { name: "runs.csv", text: toCsv(RUN_COLUMNS, runRows(comparison)) },
    { name: "points.csv", text: toCsv(POINT_COLUMNS, pointRows(comparison)) },
    { name: "costs.csv", text: toCsv(COST_COLUMNS, costRows(comparison)) },
    { name: "focus.csv", text: toCsv(FOCUS_COLUMNS, focusRows(comparison)) },
    { name: "timeseries.csv", text: toCsv(SERIES_COLUMNS, seriesRows(comparison)) },
    ...levers.map(({ file }) => file),
    { name: "dictionary.json", text: dictionaryJson(dictionary) },
    { name: "dictionary.csv", text: dictionaryCsv(dictionary) },
  ];
}

function leverTable<Row>(table: string, columns: readonly Column<Row>[], rows: readonly Row[]) {
  if (rows.length === 0) return [];
  const file: TextFile = { name: `${table}.csv`, text: toCsv(columns, rows) };
  return [{ file, columns: entries(table, columns) }];
}

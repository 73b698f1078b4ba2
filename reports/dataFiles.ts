import type { Comparison } from "../sim/comparison.ts";
import { toCsv } from "./csv/column.ts";
import { COST_COLUMNS, costRows } from "./csv/costs.ts";
import { dictionaryCsv, dictionaryJson } from "./csv/dictionary.ts";
import { POINT_COLUMNS, pointRows } from "./csv/points.ts";
import { RUN_COLUMNS, runRows } from "./csv/runs.ts";
import { SERIES_COLUMNS, seriesRows } from "./csv/timeSeries.ts";

/** A file to be written: its name inside the result's directory and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The tables of a comparison and the dictionary that explains every column of them. */
export function dataFiles(comparison: Comparison): TextFile[] {
  return [
    { name: "runs.csv", text: toCsv(RUN_COLUMNS, runRows(comparison)) },
    { name: "points.csv", text: toCsv(POINT_COLUMNS, pointRows(comparison)) },
    { name: "costs.csv", text: toCsv(COST_COLUMNS, costRows(comparison)) },
    { name: "timeseries.csv", text: toCsv(SERIES_COLUMNS, seriesRows(comparison)) },
    { name: "dictionary.json", text: dictionaryJson() },
    { name: "dictionary.csv", text: dictionaryCsv() },
  ];
}

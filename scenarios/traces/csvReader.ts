import { type Layout, layoutOf } from "./formats.ts";
import { IsoClock } from "./isoClock.ts";
import { EMPTY, parseNumber, splitCsv } from "./parseField.ts";
import { type RowReader, UNITS_PER_S } from "./rowReader.ts";
import { excerpt, TraceError } from "./traceError.ts";
import type { LoadOptions } from "./traceReport.ts";
import { TraceRows } from "./traceRows.ts";

const SEPARATORS = [",", ";", "\t"] as const;
const QUOTE = 34;
/** A quoted field may hold line feeds, but not a whole file. */
const LONGEST_QUOTED = 1 << 20;

/** Rows of comma, semicolon or tab separated values under a header. */
export class CsvReader implements RowReader {
  readonly layout: Layout;
  readonly clock = new IsoClock();
  readonly blocks = null;
  readonly sessions = null;
  readonly rows: TraceRows;
  readonly extraColumns: readonly string[];
  readonly #path: string;
  readonly #separator: string;
  readonly #separatorCode: number;
  readonly #timeName: string | null;
  readonly #time: number;
  readonly #input: number;
  readonly #output: number;
  readonly #cached: number;
  /** Where each field of the current line begins; one past the separator that ends it. */
  readonly #starts: Int32Array;
  /** Text of a row whose quoted field goes on in the next line, and where it began. */
  #open = "";
  #openLine = 0;

  constructor(path: string, header: string, line: number, options: LoadOptions) {
    this.#path = path;
    const { separator, names } = splitHeader(header, options);
    this.layout = layoutOf(path, "csv", names, options);
    this.#separator = separator;
    this.#separatorCode = separator.charCodeAt(0);
    const { columns } = this.layout;
    const lengthsOnly = options.lengthsOnly === true;
    if (!lengthsOnly) this.#refuseWithoutArrivals(names);
    const position = (name: string): number => {
      const found = names.indexOf(name);
      if (found >= 0) return found;
      throw new TraceError(
        "CM-E0410",
        `${path}: ${this.layout.format} trace lacks the column "${excerpt(name)}"; line ${line} has ${excerpt(names.join(", "), 160)}`,
        "name the format or the columns that the file has",
      );
    };
    this.#timeName = lengthsOnly ? null : (columns.arrival ?? null);
    this.#time = this.#timeName === null ? -1 : position(this.#timeName);
    this.#input = position(columns.input);
    this.#output = position(columns.output);
    this.#cached = columns.cached === undefined ? -1 : position(columns.cached);
    const used = [this.#time, this.#input, this.#output, this.#cached];
    this.extraColumns = names.filter((_, i) => !used.includes(i));
    this.#starts = new Int32Array(Math.max(...used) + 2);
    this.rows = new TraceRows(options, UNITS_PER_S[this.layout.timeUnit]);
  }

  row(text: string, start: number, end: number, line: number): void {
    if (this.#open !== "") {
      this.#quotedRow(`${this.#open}\n${text.slice(start, end)}`, line);
      return;
    }
    const starts = this.#starts;
    const wanted = starts.length;
    let fields = 0;
    starts[fields++] = start;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === this.#separatorCode) {
        if (fields < wanted) starts[fields] = i + 1;
        fields += 1;
      } else if (code === QUOTE) {
        this.#openLine = line;
        this.#quotedRow(text.slice(start, end), line);
        return;
      }
    }
    this.rows.read += 1;
    if (fields < wanted) starts[fields] = end + 1;
    if (fields < wanted - 1) {
      this.#shortRow(text.slice(start, end));
      return;
    }
    this.#add(text, starts);
  }

  end(): void {
    if (this.#open === "") return;
    this.rows.read += 1;
    this.rows.drop("quote never closed");
  }

  /** A row with a quote somewhere: its fields are laid out again without their quotes. */
  #quotedRow(row: string, line: number): void {
    const fields = splitCsv(row, this.#separator);
    if (fields === null) {
      this.#open = row;
      if (row.length <= LONGEST_QUOTED) return;
      throw new TraceError(
        "CM-E0409",
        `${this.#path}: the quote opened in line ${this.#openLine} is still open in line ${line}`,
        "close the quote, or quote fields as CSV does",
      );
    }
    this.#open = "";
    this.rows.read += 1;
    if (fields.length < this.#starts.length - 1) {
      this.#shortRow(row);
      return;
    }
    let text = "";
    for (let i = 0; i < this.#starts.length - 1; i++) {
      this.#starts[i] = text.length;
      text += `${fields[i]}${this.#separator}`;
    }
    this.#starts[this.#starts.length - 1] = text.length;
    this.#add(text, this.#starts);
  }

  #shortRow(row: string): void {
    const header = splitCsv(row, this.#separator)?.[this.#time]?.trim() === this.#timeName;
    this.#dropHeaderOr(header, "fields missing");
  }

  #dropHeaderOr(header: boolean, reason: string): void {
    if (header) this.rows.duplicateHeaders += 1;
    this.rows.drop(header ? "header repeated" : reason);
  }

  #add(text: string, starts: Int32Array): void {
    let time = 0;
    if (this.#time >= 0) {
      const from = starts[this.#time]!;
      const to = starts[this.#time + 1]! - 1;
      time = this.#parseTime(text, from, to);
      if (Number.isNaN(time) && text.slice(from, to).trim() === this.#timeName) {
        this.#dropHeaderOr(true, "");
        return;
      }
      if (time < 0 && time !== EMPTY && this.layout.timeUnit !== "iso") {
        this.rows.drop("time negative");
        return;
      }
    }
    this.rows.add(
      time,
      this.#number(text, starts, this.#input),
      this.#number(text, starts, this.#output),
      this.#cached < 0 ? null : this.#number(text, starts, this.#cached),
    );
  }

  #number(text: string, starts: Int32Array, column: number): number {
    return parseNumber(text, starts[column]!, starts[column + 1]! - 1);
  }

  #parseTime(text: string, from: number, to: number): number {
    if (this.layout.timeUnit !== "iso") return parseNumber(text, from, to);
    const time = this.clock.parse(text, from, to);
    return Number.isNaN(time) && text.slice(from, to).trim() === "" ? EMPTY : time;
  }

  #refuseWithoutArrivals(names: readonly string[]): void {
    const { arrival, input, output } = this.layout.columns;
    const lengths = names.includes(input) && names.includes(output);
    if (this.layout.format !== "vidur" || !lengths || names.includes(arrival ?? "")) return;
    throw new TraceError(
      "CM-E0413",
      `${this.#path}: lengths without arrival times (no column "${arrival}"), and row order is not arrival order`,
      "take its lengths only, and give an arrival process and a rate",
    );
  }
}

/** The header under the separator that shows the wanted columns, or else the most columns. */
function splitHeader(header: string, options: LoadOptions): { separator: string; names: string[] } {
  const wanted = options.columns?.input;
  let best = { separator: ",", names: [header.trim()] };
  for (const separator of SEPARATORS) {
    const names = (splitCsv(header, separator) ?? []).map((name) => name.trim());
    if (wanted !== undefined && names.includes(wanted)) return { separator, names };
    if (names.length > best.names.length) best = { separator, names };
  }
  return best;
}

import { BLOCK_IDS_KEY, type Layout, layoutOf } from "./formats.ts";
import { IsoClock } from "./isoClock.ts";
import { EMPTY, numberOf } from "./parseField.ts";
import { PrefixBlocks } from "./prefixBlocks.ts";
import { type RowReader, UNITS_PER_S } from "./rowReader.ts";
import { excerpt, TraceError } from "./traceError.ts";
import type { LoadOptions } from "./traceReport.ts";
import { TraceRows } from "./traceRows.ts";

type Json = Readonly<Record<string, unknown>>;

/** Rows of one JSON object per line. */
export class JsonReader implements RowReader {
  readonly layout: Layout;
  readonly clock = new IsoClock();
  readonly rows: TraceRows;
  readonly extraColumns: readonly string[];
  /** Null where rows carry no block ids. */
  readonly blocks: PrefixBlocks | null;
  readonly sessions = null;
  readonly #lengthsOnly: boolean;
  #lastWasBroken = false;

  /** @param first the first line of the file, which is a row as well as the list of keys */
  constructor(path: string, first: string, line: number, options: LoadOptions) {
    const keys = keysOf(path, first, line);
    this.layout = layoutOf(path, "jsonl", keys, options);
    this.#lengthsOnly = options.lengthsOnly === true;
    const { columns, blocks } = this.layout;
    const arrival = this.#lengthsOnly ? undefined : columns.arrival;
    const used = [arrival, columns.input, columns.output, columns.cached].filter(
      (key) => key !== undefined,
    );
    for (const key of used) {
      if (keys.includes(key)) continue;
      throw new TraceError(
        "CM-E0410",
        `${path}: ${this.layout.format} trace lacks the key "${excerpt(key)}"; line ${line} has ${excerpt(keys.join(", "), 160)}`,
        "name the format or the keys that the file has",
      );
    }
    this.blocks = blocks === null ? null : new PrefixBlocks(path, blocks);
    if (blocks !== null) used.push(BLOCK_IDS_KEY);
    this.extraColumns = keys.filter((key) => !used.includes(key));
    this.rows = new TraceRows(options, UNITS_PER_S[this.layout.timeUnit]);
  }

  row(text: string, start: number, end: number, line: number): void {
    this.rows.read += 1;
    const record = objectOf(text.slice(start, end));
    this.#lastWasBroken = record === null;
    if (record === null) {
      this.rows.drop("not a JSON object");
      return;
    }
    const { columns } = this.layout;
    const time = this.#lengthsOnly ? 0 : this.#time(record[columns.arrival ?? ""]);
    if (time < 0 && time !== EMPTY && this.layout.timeUnit !== "iso") {
      this.rows.drop("time negative");
      return;
    }
    const input = numberOf(record[columns.input]);
    const ids: unknown = record[BLOCK_IDS_KEY];
    const usable = Array.isArray(ids) && (ids.length > 0 || this.#mayLackIds(input));
    if (this.blocks !== null && !usable) {
      this.rows.drop("hash_ids missing");
      return;
    }
    const cached = columns.cached === undefined ? null : numberOf(record[columns.cached]);
    const kept = this.rows.add(time, input, numberOf(record[columns.output]), cached);
    if (!kept) return;
    const inputTokens = this.rows.inputs.at(this.rows.kept - 1);
    this.blocks?.add(ids as readonly unknown[], inputTokens, line);
  }

  /** A prompt shorter than a block has no id where partial blocks have none. */
  #mayLackIds(input: number): boolean {
    const { blocks } = this.layout;
    return blocks !== null && blocks.last !== "partial" && input < blocks.blockTokens;
  }

  end(openEnd: boolean): void {
    if (!openEnd || !this.#lastWasBroken) return;
    const { dropped } = this.rows;
    const broken = (dropped.get("not a JSON object") ?? 1) - 1;
    if (broken > 0) dropped.set("not a JSON object", broken);
    else dropped.delete("not a JSON object");
    this.rows.drop("last line cut off");
  }

  #time(value: unknown): number {
    if (this.layout.timeUnit !== "iso") return numberOf(value);
    if (value === undefined || value === null || value === "") return EMPTY;
    return typeof value === "string" ? this.clock.parse(value, 0, value.length) : Number.NaN;
  }
}

function keysOf(path: string, first: string, line: number): string[] {
  const record = objectOf(first);
  if (record !== null) return Object.keys(record);
  throw new TraceError(
    "CM-E0409",
    `${path}: line ${line} is no JSON object: ${excerpt(first)}`,
    "write one JSON object per line, without line breaks inside and without a list around them",
  );
}

function objectOf(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Json) : null;
  } catch {
    return null;
  }
}

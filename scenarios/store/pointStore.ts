import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWholeFile } from "./wholeFile.ts";

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const row = z.record(z.string(), cell);

const recordSchema = z.object({
  schema: z.literal("costmoat.point/1"),
  key: z.string(),
  semantics: z.string(),
  replications: z.int().min(1),
  runs: z.array(row).min(1),
  point: row,
});

/** One line of a table by column name. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** The result of one point: its lines of the tables. */
export interface PointRecord {
  readonly schema: "costmoat.point/1";
  readonly key: string;
  readonly semantics: string;
  readonly replications: number;
  /** One line per replication. */
  readonly runs: readonly Row[];
  /** Means over the replications. */
  readonly point: Row;
}

/** Immutable results under their keys; any study that comes to the same point finds it here. */
export class PointStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** The result under a key; null where there is none or it is damaged. */
  read(key: string): PointRecord | null {
    try {
      const parsed = recordSchema.safeParse(JSON.parse(readFileSync(this.#path(key), "utf8")));
      return parsed.success && parsed.data.key === key ? parsed.data : null;
    } catch {
      return null;
    }
  }

  /** Keeps a result for good. */
  write(record: PointRecord): void {
    writeWholeFile(this.#path(record.key), `${JSON.stringify(record)}\n`);
  }

  #path(key: string): string {
    return join(this.directory, `${key}.json`);
  }
}

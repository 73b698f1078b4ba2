import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";

/** What happened to a sweep, in the order it happened. */
export type JournalEvent =
  | { readonly ev: "planned"; readonly points: number; readonly done: number }
  | { readonly ev: "started"; readonly point: number; readonly key: string }
  | { readonly ev: "done"; readonly point: number; readonly key: string }
  | {
      readonly ev: "failed";
      readonly point: number;
      readonly key: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly ev: "interrupted" };

/**
 * An append-only file of one JSON object per line. Each line is on the disk before `append`
 * returns; a process that dies at any instant leaves at most one half line, which is not read.
 */
export class Journal {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, "a+");
    const { size } = fstatSync(this.#file);
    const last = Buffer.alloc(1);
    // A half line of a process that was killed is closed, so that it swallows nothing after it.
    if (size > 0 && readSync(this.#file, last, 0, 1, size - 1) === 1 && last[0] !== 10) {
      writeSync(this.#file, "\n");
    }
  }

  append(event: JournalEvent): void {
    writeSync(this.#file, `${JSON.stringify(event)}\n`);
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The events of a journal; damaged lines are passed over, a journal that is not there is empty. */
export function readJournal(path: string): JournalEvent[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      const isEvent = typeof event === "object" && event !== null && "ev" in event;
      return isEvent ? [event as JournalEvent] : [];
    } catch {
      return [];
    }
  });
}

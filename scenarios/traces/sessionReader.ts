import { BLOCK_IDS_KEY, sessionLayout } from "./formats.ts";
import { IsoClock } from "./isoClock.ts";
import { EMPTY, numberOf } from "./parseField.ts";
import { PrefixBlocks } from "./prefixBlocks.ts";
import type { TraceReader } from "./rowReader.ts";
import { SessionRows } from "./sessionRows.ts";
import { excerpt, TraceError } from "./traceError.ts";
import type { LoadOptions } from "./traceReport.ts";
import { TraceRows } from "./traceRows.ts";

type Json = Readonly<Record<string, unknown>>;
interface Turn {
  readonly request: Json;
  /** Place in the file's list, from 1. */
  readonly place: number;
  readonly timeS: number;
}
/** A list of requests that is to become a session. */
interface Task {
  readonly requests: readonly unknown[];
  readonly parent: number;
  /** Start on the clock of the file's session, seconds. */
  readonly startS: number;
}

const LONGEST_WAIT_S = 1e9;

/**
 * Sessions of a coding agent as kv-cache-tester writes them: one JSON object each. A session's rows
 * are its requests in order of `t`. A sub-agent's requests are a session of their own behind the
 * session that started it, on the same clock; its entry's `t` is its end, `duration_ms` before that
 * its start. Source: the files themselves, where sub-agents that ran at once share that start.
 */
export class SessionReader implements TraceReader {
  readonly layout;
  readonly clock = new IsoClock();
  readonly rows: TraceRows;
  readonly blocks: PrefixBlocks;
  readonly sessions = new SessionRows();
  readonly extraColumns = ["model", "input_types", "output_types", "stop", "api_time", "ttft"];
  /** Requests are left that were not read: as many rows as asked for are kept. */
  unread = false;
  readonly #path: string;
  readonly #lengthsOnly: boolean;

  /** @throws TraceError for a window of time: sessions have no common clock */
  constructor(path: string, options: LoadOptions) {
    if (options.fromS !== undefined || options.toS !== undefined) {
      throw new TraceError(
        "CM-E0418",
        `${path}: a window of time asked of sessions, each of which has a clock of its own`,
        "leave the window out; a number of rows can be asked for",
      );
    }
    this.#path = path;
    this.layout = sessionLayout(options.format === undefined);
    if (this.layout.blocks === null) throw new RangeError("sessions without a block rule");
    this.blocks = new PrefixBlocks(path, this.layout.blocks, "request");
    this.rows = new TraceRows({ ...options, outputZero: options.outputZero ?? "keep" }, 1);
    this.#lengthsOnly = options.lengthsOnly === true;
  }

  /**
   * One file: a session, or a session per line.
   *
   * @param name of the file in its folder or archive; empty where the path is the file
   * @throws TraceError when it holds no session, or one that cannot be read
   */
  file(name: string, text: string): void {
    if (this.#isFull()) return;
    const path = name === "" ? this.#path : `${this.#path}: ${excerpt(name)}`;
    const whole = parsed(text);
    if (whole.error === null) {
      this.#session(path, whole.value);
      return;
    }
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2 || parsed(lines[0]!).error !== null) throw broken(path, whole.error);
    lines.forEach((line, at) => {
      if (this.#isFull()) return;
      const { value, error } = parsed(line);
      if (error !== null) throw broken(`${path}: session ${at + 1}`, error);
      this.#session(`${path}: session ${at + 1}`, value);
    });
  }

  #session(path: string, value: unknown): void {
    const session = isObject(value) ? value : {};
    const { requests, block_size: blockTokens, hash_id_scope: scope } = session as Json;
    if (!Array.isArray(requests) || blockTokens === undefined) {
      throw new TraceError(
        "CM-E0417",
        `${path}: no session of a coding agent; expected an object with block_size and a list of requests`,
        "give files of sessions only, or name the format that the file has",
      );
    }
    const expected = this.layout.blocks?.blockTokens;
    if (blockTokens !== expected) {
      throw new TraceError(
        "CM-E0412",
        `${path}: block_size ${excerpt(String(JSON.stringify(blockTokens)), 20)}; expected ${expected}`,
        "write the sessions with blocks of that size",
      );
    }
    if (scope !== undefined && scope !== "local") {
      throw new TraceError(
        "CM-E0417",
        `${path}: hash_id_scope ${excerpt(String(JSON.stringify(scope)), 20)}; expected "local"`,
        "write the sessions with block ids that are local to each file",
      );
    }
    this.blocks.newScope(path);
    const firstS = firstTimeS(requests);
    const tasks: Task[] = [{ requests, parent: -1, startS: 0 }];
    for (const task of tasks) {
      if (this.#isFull()) return;
      const origin = task === tasks[0] ? firstS : firstTimeS(task.requests);
      const turns: Turn[] = [];
      const nested: Json[] = [];
      task.requests.forEach((request: unknown, at) => {
        if (isObject(request) && request["type"] === "subagent") nested.push(request);
        else this.#collect(request, at + 1, task.startS - origin, turns);
      });
      const number = this.#task(turns, task.parent);
      for (const agent of nested) tasks.push(this.#subAgent(agent, number, task.startS - origin));
    }
  }

  #subAgent(agent: Json, parent: number, shiftS: number): Task {
    const requests = Array.isArray(agent["requests"]) ? agent["requests"] : [];
    const endS = numberOf(agent["t"]);
    const durationMs = numberOf(agent["duration_ms"]);
    const startS = shiftS + endS - (durationMs > 0 ? durationMs / 1000 : 0);
    return { requests, parent, startS: Number.isFinite(startS) ? Math.max(0, startS) : 0 };
  }

  /** A request with a time that can be read joins the turns; another is dropped. */
  #collect(request: unknown, place: number, shiftS: number, turns: Turn[]): void {
    this.rows.read += 1;
    if (!isObject(request)) {
      this.rows.drop("not a JSON object");
      return;
    }
    const written = this.#lengthsOnly ? 0 : numberOf(request["t"]);
    if (!Number.isFinite(written)) {
      this.rows.drop(written === EMPTY ? "time empty" : "time unreadable");
    } else if (written < 0) {
      this.rows.drop("time negative");
    } else {
      turns.push({ request, place, timeS: Math.max(0, written + shiftS) });
    }
  }

  /** The turns become rows in order of time; gives the number of their session, or its parent's. */
  #task(turns: Turn[], parent: number): number {
    let inversions = 0;
    for (let i = 1; i < turns.length; i++) {
      if (turns[i]!.timeS < turns[i - 1]!.timeS) inversions += 1;
    }
    if (inversions > 0) {
      turns.sort((a, b) => a.timeS - b.timeS || a.place - b.place);
      this.rows.inversions += inversions;
    }
    this.rows.restartClock();
    const first = this.rows.kept;
    let number = parent;
    for (const turn of turns) {
      if (!this.#turn(turn, this.rows.kept === first)) continue;
      if (this.rows.kept === first + 1) number = this.sessions.begin(first, parent);
    }
    if (this.rows.kept === first) this.rows.note("session without requests");
    return number;
  }

  #turn({ request, place, timeS }: Turn, isFirst: boolean): boolean {
    const { rows } = this;
    if (this.#isFull()) {
      rows.read -= 1;
      return false;
    }
    const input = numberOf(request["in"]);
    const ids = request[BLOCK_IDS_KEY] ?? [];
    const wanted = input >= (this.layout.blocks?.blockTokens ?? 0);
    if (!Array.isArray(ids) || (ids.length === 0 && wanted)) {
      rows.drop("hash_ids missing");
      return false;
    }
    if (!rows.add(timeS, input, numberOf(request["out"]), null)) return false;
    this.blocks.add(ids, rows.inputs.at(rows.kept - 1), place);
    if (numberOf(request["api_time"]) === EMPTY) rows.note("api_time missing");
    this.sessions.wait(this.#waitS(request, isFirst));
    return true;
  }

  #isFull(): boolean {
    if (this.rows.full) this.unread = true;
    return this.rows.full;
  }

  #waitS(request: Json, isFirst: boolean): number {
    const waitS = numberOf(request["think_time"]);
    if (waitS >= 0 && waitS <= LONGEST_WAIT_S) return isFirst ? 0 : waitS;
    this.rows.note(waitS === EMPTY ? "think_time missing" : "think_time unusable");
    return 0;
  }
}

/** The earliest time of the agent's own requests, where its clock starts. */
function firstTimeS(requests: readonly unknown[]): number {
  let first = Infinity;
  for (const request of requests) {
    if (!isObject(request) || request["type"] === "subagent") continue;
    const timeS = numberOf(request["t"]);
    if (timeS >= 0 && timeS < first) first = timeS;
  }
  return first === Infinity ? 0 : first;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): { readonly value: unknown; readonly error: string | null } {
  try {
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return { value: JSON.parse(start === 0 ? text : text.slice(start)) as unknown, error: null };
  } catch (error) {
    return { value: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function broken(path: string, why: string): TraceError {
  return new TraceError(
    "CM-E0417",
    `${path}: no JSON object, or one that is cut off (${excerpt(why, 120)})`,
    "download or unpack the file again",
  );
}

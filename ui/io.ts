/** Where a command reads and writes: the process, or a test's own buffers. */
export interface CliIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** The whole of standard input, for the target `-`. */
  readonly readStdin: () => Promise<string>;
  /** Set when the user asked to stop; its reason is the signal's name. */
  readonly signal: AbortSignal;
}

export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Colours and animation only on a terminal that wants them (https://no-color.org). */
export function wantsColor(io: CliIo, sink: TextSink, asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked;
  return sink.isTTY === true && io.env["NO_COLOR"] === undefined && io.env["TERM"] !== "dumb";
}

/** Width of a terminal; null = a pipe or a file, where every run writes the same bytes. */
export function terminalColumns({ isTTY, columns = 0 }: TextSink): number | null {
  return isTTY === true && columns > 0 ? columns : null;
}

/** Continuous integration sets CI; nobody watches there. */
export function isUnattended(io: CliIo): boolean {
  const { CI } = io.env;
  return CI !== undefined && CI !== "" && CI !== "false" && CI !== "0";
}

const PLAIN: Readonly<Record<string, string>> = {
  "\u2013": "-",
  "\u2014": "-",
  "\u2212": "-",
  "\u00b1": "+-",
  "\u00d7": "x",
  "\u2192": "->",
  "\u2264": "<=",
  "\u2265": ">=",
  "\u2026": "...",
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u00a0": " ",
};

/** Text of ASCII characters only: known signs spelled out, accents dropped, others as `?`. */
export function toAscii(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\n\t\x20-\x7e]/gu, (sign) => PLAIN[sign] ?? "?");
}

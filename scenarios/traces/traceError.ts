/** What each code of a trace error means: one sentence of what happened and one of what to do. */
export const TRACE_ERROR_HELP = {
  "CM-E0402": "The trace file cannot be opened: it is missing, a folder, or not readable.",
  "CM-E0403": "The trace file is empty.",
  "CM-E0404": "The file is a Git-LFS pointer, not the data. Fetch it with git lfs pull.",
  "CM-E0405": "The file is a web page, not a trace. Download the raw file.",
  "CM-E0406":
    "The file is no text: another container or encoding. Convert it to CSV or JSON lines.",
  "CM-E0407": "The gzip data is damaged or cut off. Download the file again.",
  "CM-E0408": "One line is longer than 16 MB. A trace has one request per line.",
  "CM-E0409": "The format was not recognised. Name the columns, or the format after the file.",
  "CM-E0410": "A column that the format needs is missing.",
  "CM-E0411": "No row of the trace could be used.",
  "CM-E0412": "The block ids do not fit the prompt lengths: the block size is another.",
  "CM-E0413": "The file has no arrival times. Take its lengths and give an arrival process.",
  "CM-E0414": "The file holds sessions but was read as rows. Name its format.",
  "CM-E0415": "A generic trace needs the names of its columns and the unit of its time.",
  "CM-E0416": "The packed trace is damaged.",
  "CM-E0417": "A file is no session of a coding agent as kv-cache-tester writes it.",
  "CM-E0418": "Sessions have no common clock: a window of time cannot be cut from them.",
} as const;
export type TraceErrorCode = keyof typeof TRACE_ERROR_HELP;

/** A trace file that cannot be used: one line that says why, and what to do about it. */
export class TraceError extends Error {
  override readonly name = "TraceError";
  readonly code: TraceErrorCode;
  readonly fix: string;

  constructor(code: TraceErrorCode, message: string, fix: string) {
    super(oneLine(message));
    this.code = code;
    this.fix = oneLine(fix);
  }
}

/** Text of a file as an error message may show it: printable, at most `most` characters. */
export function excerpt(text: string, most = 80): string {
  const clean = oneLine(text);
  return clean.length > most ? `${clean.slice(0, most)}...` : clean;
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?");
}

import { TraceError } from "./traceError.ts";

/** Where the magic word of a tar archive stands, and the word. */
const TAR_AT = 257;
const TAR = "ustar";
/** How files that are not text begin, and what they are. */
const CONTAINERS: readonly (readonly [start: string, what: string])[] = [
  ["PK\u0003\u0004", "a zip archive"],
  ["PAR1", "a Parquet file"],
  ["\u00fd7zXZ\u0000", "an xz archive"],
  ["(\u00b5/\u00fd", "a zstd archive"],
  ["BZh", "a bzip2 archive"],
  ["\u001f\u008b", "gzip inside gzip"],
  ["\u00ff\u00fe", "UTF-16 text"],
  ["\u00fe\u00ff", "UTF-16 text"],
  ["%PDF", "a PDF document"],
];
const LOOK_BYTES = 8192;

/**
 * Refuses a file that its first bytes show to be no trace at all.
 *
 * @throws TraceError for a Git-LFS pointer, a web page, an archive, another encoding, or binary data
 */
export function refuseForeignBytes(path: string, first: Buffer): void {
  const head = first.subarray(0, LOOK_BYTES).toString("latin1");
  const words = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (words.startsWith("version https://git-lfs")) {
    throw new TraceError(
      "CM-E0404",
      `${path}: a Git-LFS pointer stands in place of the data`,
      "fetch the data: git lfs pull, or download the file itself",
    );
  }
  if (/^<(!doctype|html|head|body|\?xml|!--)/i.test(words)) {
    throw new TraceError(
      "CM-E0405",
      `${path}: a web page saved in place of the data`,
      "download the raw file, not the page that shows it",
    );
  }
  const container = CONTAINERS.find(([start]) => head.startsWith(start))?.[1];
  if (container?.endsWith("archive") === true) {
    throw new TraceError(
      "CM-E0406",
      `${path}: ${container}, which is not read; expected CSV, JSON or JSON lines, plain or packed with gzip`,
      "unpack it (tar xf unpacks a .tar.xz) and give the file in it, or the folder of its sessions",
    );
  }
  const tar = isTar(first) ? "a tar archive; only one of sessions (kv-cache-tester) is read" : null;
  const what = container ?? tar ?? (head.includes("\u0000") ? "binary data" : null);
  if (what !== null) {
    throw new TraceError(
      "CM-E0406",
      `${path}: ${what}; expected CSV or JSON lines, plain or packed with gzip`,
      "convert it to CSV or JSON lines in UTF-8",
    );
  }
}

/** Whether a file that begins so is a tar archive. */
export function isTar(first: Buffer): boolean {
  return first.subarray(TAR_AT, TAR_AT + TAR.length).toString("latin1") === TAR;
}

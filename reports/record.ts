import type { Provenance } from "./provenance.ts";

/** What a report carries inside itself so that it can be run again from the file alone. */
export interface ReportRecord {
  readonly schema: "costmoat.record/1";
  readonly provenance: Provenance;
}

const ID = "costmoat-record";
const OPENING = `<script type="application/json" id="${ID}">`;

/** The record as a script element that no HTML parser can be led out of. */
export function recordElement(provenance: Provenance): string {
  const record: ReportRecord = { schema: "costmoat.record/1", provenance };
  const json = JSON.stringify(record)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  return `${OPENING}${json}</script>`;
}

/**
 * The record inside a report.
 *
 * @throws RangeError when the text carries none, or one that is not whole
 */
export function readRecord(html: string): ReportRecord {
  const start = html.indexOf(OPENING);
  if (start < 0) {
    throw new RangeError(`no <script id="${ID}"> in the file; expected a costmoat HTML report`);
  }
  const end = html.indexOf("</script>", start);
  if (end < 0) throw new RangeError(`the record in the report has no end; the file is cut short`);
  const parsed = parse(html.slice(start + OPENING.length, end));
  if (!isRecord(parsed)) {
    throw new RangeError("the record in the report is not a costmoat.record/1 with a provenance");
  }
  return parsed;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RangeError(`the record in the report is not JSON: ${detail}`);
  }
}

function isRecord(value: unknown): value is ReportRecord {
  return (
    isObject(value) &&
    value["schema"] === "costmoat.record/1" &&
    isObject(value["provenance"]) &&
    isProvenance(value["provenance"])
  );
}

const TEXTS = ["version", "semantics", "seed", "command", "physicsSha256", "termsSha256", "digest"];

function isProvenance(value: { readonly [key: string]: unknown }): boolean {
  const { configs, traces } = value;
  return (
    value["tool"] === "costmoat" &&
    TEXTS.every((key) => typeof value[key] === "string") &&
    typeof value["replications"] === "number" &&
    ["undefined", "string"].includes(typeof value["question"]) &&
    Array.isArray(configs) &&
    configs.every((entry) => hasTexts(entry, ["name", "config", "sha256"])) &&
    Array.isArray(traces) &&
    traces.every((entry) => hasTexts(entry, ["name", "format", "sha256"]))
  );
}

function hasTexts(value: unknown, keys: readonly string[]): boolean {
  return isObject(value) && keys.every((key) => typeof value[key] === "string");
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import {
  publishedCsv,
  publishedJson,
  publishedMarkdown,
  publishedText,
} from "../../reports/publishedTable.ts";
import { isPublishedPage, renderPublished } from "../../reports/renderPublished.tsx";
import { checkWritable, writeWhole } from "../../reports/write.ts";
import { PUBLISHED_TOPICS } from "../../sim/published/results.ts";
import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import type { Format } from "../flags.ts";
import { fullPath } from "../paths.ts";
import { checkReplaceable } from "../publish.ts";
import { VERSION } from "../version.ts";

/** Published results beside what the library's formulas make of their inputs. */
export async function publishedResults(invocation: Invocation): Promise<ExitName> {
  const { flags, format, io, out, note } = invocation;
  refuseIdle(invocation);
  if (flags.report !== undefined) {
    const path = fullPath(io, flags.report);
    if (!isOurPage(path)) checkReplaceable(path, flags.report, flags.force);
    checkWritable(dirname(path));
    writeWhole(path, renderPublished(PUBLISHED_TOPICS, VERSION), "report");
  }
  out(textIn(format));
  if (flags.report !== undefined) note(`Page: ${flags.report}`);
  return "ok";
}

function textIn(format: Format): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(publishedJson(PUBLISHED_TOPICS))}\n`;
    case "csv":
      return publishedCsv(PUBLISHED_TOPICS);
    case "md":
      return publishedMarkdown(PUBLISHED_TOPICS);
    default:
      return publishedText(PUBLISHED_TOPICS);
  }
}

/** The results have no scenario, no seed and nothing to run. */
function refuseIdle({ flags, targets }: Invocation): void {
  const idle = [
    ["a scenario", targets.length > 0],
    ["--set", flags.set.length > 0],
    ["--trace", flags.trace !== undefined],
    ["--seed", flags.seed !== undefined],
    ["--cases", flags.cases !== undefined],
    ["--jobs", flags.jobs !== undefined],
    ["--print-config", flags.printConfig],
    ["--force", flags.force && flags.report === undefined],
  ] as const;
  for (const [what, given] of idle) {
    if (!given) continue;
    const where = what === "--force" ? "without --report" : "with --published";
    throw usageError("CM-E0003", `${what} has no effect ${where}`, "leave it out");
  }
  if (flags.report === "-") {
    const fix = "--format json, csv or md prints the results";
    throw usageError("CM-E0004", "--report -: validate --published writes a file", fix);
  }
}

function isOurPage(path: string): boolean {
  return existsSync(path) && statSync(path).isFile() && isPublishedPage(readFileSync(path, "utf8"));
}

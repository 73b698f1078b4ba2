import { envelopeJson } from "../../reports/envelope.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { outDirName, writeWhole } from "../../reports/write.ts";
import { CliError, cliProblem, usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import { markdown } from "../markdown.ts";
import { fullPath } from "../paths.ts";
import { checkReplaceable } from "../publish.ts";
import { readRecordFile } from "../readRecordFile.ts";
import { rerun } from "../rerun.ts";
import { openInBrowser } from "../view.ts";

/** Renders a record again: as one HTML file, as Markdown, or as the JSON result. */
export async function report(invocation: Invocation): Promise<ExitName> {
  const { targets, flags, format, io, note, out, verb, warnings } = invocation;
  const [file, ...more] = targets;
  if (file === undefined || more.length > 0) {
    throw usageError(
      "CM-E0005",
      "report of what? expected one record",
      "costmoat report out/FOLDER",
    );
  }
  const { provenance: record } = readRecordFile(io, file);
  const usual = format === "html" ? `out/${outDirName("report", record.digest)}.html` : "-";
  const target = flags.out ?? usual;
  if (flags.view && (target === "-" || format !== "html")) {
    throw usageError("CM-E0003", "--view has no effect without an HTML file", "leave it out");
  }
  const path = fullPath(io, target);
  if (target !== "-") checkReplaceable(path, target, flags.force);
  const { comparison, provenance, sameSemantics } = await rerun(record, invocation);
  if (sameSemantics && provenance.digest !== record.digest) {
    const message = "the same inputs gave another result than the record states";
    const [got, expected] = [provenance.digest, record.digest];
    throw new CliError("integrity", [cliProblem("CM-E0603", message, "", { got, expected })]);
  }
  if (!sameSemantics) {
    const message = `made with engine semantics ${record.semantics}; the numbers are of this version`;
    invocation.warn({ code: "CM-W0601", message, fix: "" });
  }
  const rest = { verb, exit: exitOf("ok"), comparison, provenance, warnings };
  const text =
    format === "html"
      ? renderReport(comparison, provenance)
      : format === "md"
        ? markdown(comparison, provenance)
        : envelopeJson({ ...rest, errors: [], files: [] });
  if (target === "-") {
    out(text);
    return "ok";
  }
  writeWhole(path, text, "report");
  out(`Report: ${target}\n`);
  if (flags.view) openInBrowser(invocation, target);
  else note(`costmoat repro ${file} checks its digest`);
  return "ok";
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";
import { dataFiles, type TextFile } from "../reports/dataFiles.ts";
import { type EnvelopeInput, envelope, type WrittenFile } from "../reports/envelope.ts";
import type { Provenance } from "../reports/provenance.ts";
import { readRecord } from "../reports/record.ts";
import { renderReport } from "../reports/renderReport.tsx";
import { checkWritable, claimOutDir, writeResult, writeWhole } from "../reports/write.ts";
import type { Comparison } from "../sim/comparison.ts";
import { CliError, cliProblem, usageError } from "./cliError.ts";
import type { Invocation } from "./context.ts";
import { fullPath, shownPath } from "./paths.ts";

/** Where a result was written, as people read the paths. */
export interface Published {
  readonly report: string;
  readonly data: string;
  readonly files: readonly WrittenFile[];
}

/** The tables of a comparison, made once for digest and disk. */
export { dataFiles };

/**
 * Refuses places that cannot be written, or hold what is no report of ours, before anything runs.
 *
 * @throws CliError (usage or io), or the error of the file system
 */
export function checkPlaces({ flags, io, verb }: Pick<Invocation, "flags" | "io" | "verb">): void {
  for (const [flag, place] of [
    ["out", flags.out],
    ["report", flags.report],
  ] as const) {
    if (place !== "-") continue;
    const fix = `costmoat report RECORD --out - prints the report; --json prints the result`;
    throw usageError("CM-E0004", `--${flag} -: ${verb} writes files, not one stream`, fix);
  }
  checkWritable(fullPath(io, flags.out ?? "out"));
  if (flags.report === undefined) return;
  const path = fullPath(io, flags.report);
  checkReplaceable(path, flags.report, flags.force);
  checkWritable(dirname(path));
}

/** A report replaces a report; anything else only with --force. */
export function checkReplaceable(path: string, shown: string, force: boolean): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    const message = `${shown} is a folder; expected a file to write`;
    throw new CliError("io", [cliProblem("CM-E0702", message, `${join(shown, "report.html")}`)]);
  }
  if (force) return;
  try {
    readRecord(readFileSync(path, "utf8"));
  } catch {
    const message = `${shown} exists and is no costmoat report`;
    throw new CliError("io", [cliProblem("CM-E0702", message, "choose another name, or --force")]);
  }
}

/** Writes tables, record, result and report; equal inputs write equal bytes. */
export function publish(
  invocation: Invocation,
  comparison: Comparison,
  provenance: Provenance,
  tables: readonly TextFile[],
  result: Pick<EnvelopeInput, "exit" | "errors">,
  facts: { readonly durationS: number; readonly workers: number; readonly simulations: number },
): Published {
  const { flags, io, verb, warnings } = invocation;
  const root = fullPath(io, flags.out ?? "out");
  const directory = claimOutDir(root, verb, provenance.digest);
  const reportPath = flags.report === undefined ? `${directory}.html` : fullPath(io, flags.report);
  const shown = (file: WrittenFile): WrittenFile => ({ ...file, path: shownPath(io, file.path) });
  const html = renderReport(comparison, provenance);
  const report = shown(writeWhole(reportPath, html, "report"));
  // Seen from its own folder, so that the same result is the same bytes wherever it lies.
  const beside = { ...report, path: relative(directory, reportPath).replaceAll("\\", "/") };
  const input = { verb, ...result, comparison, provenance, warnings, files: [beside] };
  const files: TextFile[] = [
    ...tables,
    {
      name: "record.json",
      text: `${JSON.stringify({ schema: "costmoat.record/1", provenance })}\n`,
    },
    { name: "result.json", text: `${JSON.stringify(envelope(input))}\n` },
  ];
  const written = writeResult(directory, provenance.digest, files, {
    duration_s: Number(facts.durationS.toFixed(3)),
    workers: facts.workers,
    simulations: facts.simulations,
    node: process.version,
    platform: `${platform()} ${arch()}`,
  });
  return {
    report: report.path,
    data: shownPath(io, join(directory, "runs.csv")),
    files: [report, ...written.map(shown)],
  };
}

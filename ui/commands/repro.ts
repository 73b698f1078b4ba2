import { envelopeJson, type Problem } from "../../reports/envelope.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { cliProblem, usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import { problemText } from "../failure.ts";
import { readRecordFile } from "../readRecordFile.ts";
import { type Rerun, rerun } from "../rerun.ts";
import { ENGINE_SEMANTICS, VERSION } from "../version.ts";

/** Runs a record again from what it carries and compares the digests. */
export async function repro(invocation: Invocation): Promise<ExitName> {
  const { targets, format, io, out, verb, warnings } = invocation;
  const [file, ...more] = targets;
  if (file === undefined || more.length > 0) {
    throw usageError("CM-E0005", "repro of what? expected one report", "costmoat repro out/FILE.html");
  }
  const { provenance: record, html } = readRecordFile(io, file);
  const again = await rerun(record, invocation);
  const digests = [`  in the record  ${record.digest}`, `  run here       ${again.provenance.digest}`];
  const inputs = `  ${record.configs.length} scenarios, n = ${record.replications}, seed ${record.seed}`;
  const errors: Problem[] = [];
  const lines: string[] = [];
  if (!again.sameSemantics) {
    lines.push(
      `not compared: the record has engine semantics ${record.semantics}, this is ${ENGINE_SEMANTICS}`,
      ...digests,
    );
  } else if (again.provenance.digest !== record.digest) {
    lines.push("NOT reproduced: digests differ", ...digests);
    const message = "the same inputs gave another result than the record states";
    const [got, expected] = [again.provenance.digest, record.digest];
    errors.push(cliProblem("CM-E0603", message, "compare the platforms", { got, expected }));
  } else {
    lines.push("reproduced: digest matches", `  ${record.digest}`, inputs);
    if (html !== null && record.version === VERSION) errors.push(...pageProblems(html, again));
  }
  const name: ExitName = errors.length > 0 ? "integrity" : "ok";
  if (format === "json") {
    const { comparison, provenance } = again;
    out(
      envelopeJson({
        ...{ verb, exit: exitOf(name), comparison, provenance, warnings, errors, files: [] },
      }),
    );
  } else out(`${lines.join("\n")}\n`);
  if (errors.length > 0) io.stderr.write(problemText(errors));
  return name;
}

/** The page around the record, which people read, must be the one that the record gives. */
function pageProblems(html: string, { comparison, provenance }: Rerun): Problem[] {
  const expected = renderReport(comparison, provenance);
  if (expected === html) return [];
  const [shown, made] = [html.split("\n"), expected.split("\n")];
  const at = shown.findIndex((line, i) => line !== made[i]);
  const [got, want] = [shown[at] ?? "", made[at] ?? ""];
  let same = 0;
  while (same < got.length && got[same] === want[same]) same++;
  const around = (line: string): string => line.slice(Math.max(0, same - 40), same + 40);
  return [
    cliProblem(
      "CM-E0602",
      `the text of the page was changed (line ${at + 1}); its record was not`,
      "costmoat report FILE --out NEW.html renders the record again",
      { path: `line ${at + 1}`, got: around(got), expected: around(want) },
    ),
  ];
}

import { envelopeJson, type Problem } from "../../reports/envelope.ts";
import type { ConfigRecord } from "../../reports/provenance.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { CliError, cliProblem, usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import { problemText } from "../failure.ts";
import { fieldDigests } from "../makeProvenance.ts";
import { readRecordFile } from "../readRecordFile.ts";
import { refuseEdited, rerun } from "../rerun.ts";
import { ENGINE_SEMANTICS } from "../version.ts";

/** Runs a record again from what it carries and compares the digests. */
export async function repro(invocation: Invocation): Promise<ExitName> {
  const { targets, format, io, out, verb, warnings } = invocation;
  const [file, ...more] = targets;
  if (file === undefined || more.length > 0) {
    throw usageError(
      "CM-E0005",
      "repro of what? expected one report",
      "costmoat repro out/FILE.html",
    );
  }
  const { provenance: record, html } = readRecordFile(io, file);
  refuseEdited(record);
  const edited = html === null ? [] : pageProblems(html, record.configs);
  if (edited.length > 0) throw new CliError("integrity", edited);
  const again = await rerun(record, invocation);
  const digests = [
    `  in the record  ${record.digest}`,
    `  run here       ${again.provenance.digest}`,
  ];
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
    errors.push(
      cliProblem("CM-E0603", message, "see that the record was not edited; if not, report it", {
        got,
        expected,
      }),
    );
  } else {
    lines.push("reproduced: digest matches", `  ${record.digest}`, inputs);
    if (html !== null && again.provenance.version === record.version) {
      const { comparison, provenance } = again;
      if (renderReport(comparison, provenance) !== html) {
        invocation.warn({
          code: "CM-W0602",
          message: "the page is not what its record renders here: its text may have been edited",
          fix: `costmoat report ${file} --out NEW.html`,
        });
      }
    }
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

/** The scenarios that the page shows must be those of its record. */
function pageProblems(html: string, configs: readonly ConfigRecord[]): Problem[] {
  return configs.flatMap(({ name, config }) => {
    const shown = shownScenario(html, name);
    if (shown === null) return [];
    const [there, here] = [fieldsOf(shown), fieldsOf(config)];
    const paths = Object.keys({ ...here, ...there }).filter((path) => there[path] !== here[path]);
    return paths.map((path) =>
      cliProblem(
        "CM-E0602",
        `${path} of scenario "${name}" was changed in the text of the page; its record was not`,
        "costmoat report FILE --out NEW.html renders the record again",
        { path },
      ),
    );
  });
}

const SIGNS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
};

/** The resolved scenario as the page prints it; null where it prints none of this name. */
function shownScenario(html: string, name: string): string | null {
  for (const [, title = "", text = ""] of html.matchAll(SHOWN)) {
    if (plain(title) === name) return plain(text);
  }
  return null;
}

const SHOWN = /<summary>Resolved scenario: (.*?)<\/summary><pre>([\s\S]*?)<\/pre>/g;

function plain(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#x27);/g, (sign) => SIGNS[sign] ?? sign);
}

function fieldsOf(config: string): Record<string, string> {
  try {
    return fieldDigests(config);
  } catch {
    return { "the scenario's text": config };
  }
}

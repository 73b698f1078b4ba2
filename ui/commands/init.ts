import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../reports/write.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { findTemplate, TEMPLATES } from "../../scenarios/templates.ts";
import { CliError, cliProblem, didYouMean, usageError } from "../cliError.ts";
import { programName } from "../command.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { fullPath, shownPath } from "../paths.ts";

const USUAL = "producer";

/** Writes a starter scenario; never over a file that is there. */
export async function init({ targets, flags, format, io, out }: Invocation): Promise<ExitName> {
  const [name = USUAL, ...more] = targets;
  if (more.length > 0) throw usageError("CM-E0005", "init with several templates; expected one");
  const template = findTemplate(name);
  if (template === undefined) {
    const names = TEMPLATES.map((entry) => entry.name);
    const near = nearestWords(name, names);
    const message = `unknown template "${name}"${didYouMean(near)}`;
    throw usageError("CM-E0006", message, `templates: ${names.join(", ")}`, near);
  }
  if (flags.out === "-") {
    out(template.text);
    return "ok";
  }
  const given = fullPath(io, flags.out ?? ".");
  const path = /\.(ya?ml)$/i.test(given) ? given : join(given, `${template.name}.yaml`);
  const shown = shownPath(io, path);
  if (existsSync(path)) {
    const fix = `costmoat init ${template.name} --out another.yaml`;
    throw new CliError("io", [cliProblem("CM-E0702", `${shown} exists; nothing was written`, fix)]);
  }
  const written = writeWhole(path, template.text, "scenario");
  const next = `${programName(io)} run ${shown}`;
  if (format === "json") {
    const file = { ...written, path: shown };
    out(`${JSON.stringify({ schema: "costmoat.init/1", files: [file], next })}\n`);
  } else out(`Wrote ${shown}: ${template.about}\nNext:  ${next}\n`);
  return "ok";
}

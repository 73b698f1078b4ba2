import { existsSync } from "node:fs";
import { writeWhole } from "../../reports/write.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { CliError, cliProblem, didYouMean, usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { fullPath } from "../paths.ts";

const SCHEMAS: Readonly<Record<string, () => Promise<object>>> = {
  scenario: async () => (await import("../../scenarios/scenario.ts")).scenarioJsonSchema(),
  study: async () => (await import("../../scenarios/study/study.ts")).studyJsonSchema(),
  result: async () => (await import("../resultSchema.ts")).RESULT_SCHEMA,
  record: async () => (await import("../resultSchema.ts")).RECORD_SCHEMA,
};

/** JSON Schema of a file format. */
export async function schema({ targets, flags, io, out, note }: Invocation): Promise<ExitName> {
  const names = Object.keys(SCHEMAS);
  const [name, ...more] = targets;
  if (name === undefined || more.length > 0) {
    throw usageError("CM-E0005", `schema of what? expected one of ${names.join(", ")}`);
  }
  const make = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (make === undefined) {
    const near = nearestWords(name, names);
    const message = `unknown schema "${name}"${didYouMean(near)}`;
    throw usageError("CM-E0006", message, `schemas: ${names.join(", ")}`, near);
  }
  const text = `${JSON.stringify(await make(), null, 2)}\n`;
  if (flags.out === undefined || flags.out === "-") {
    out(text);
    return "ok";
  }
  const path = fullPath(io, flags.out);
  if (existsSync(path) && !flags.force) {
    const message = `${flags.out} exists; nothing was written`;
    throw new CliError("io", [cliProblem("CM-E0702", message, "choose another name, or --force")]);
  }
  writeWhole(path, text, "schema");
  note(`wrote ${flags.out}`);
  return "ok";
}

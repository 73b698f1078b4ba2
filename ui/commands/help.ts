import { ERROR_HELP } from "../../scenarios/issues.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { METRICS } from "../../sim/metrics.ts";
import { unknownMetric } from "../assertions.ts";
import { didYouMean, usageError } from "../cliError.ts";
import { type Invocation, Session } from "../context.ts";
import { CLI_ERROR_HELP } from "../errorHelp.ts";
import { EXIT_CODES, type ExitName } from "../exitCodes.ts";
import { fullHelp } from "../helpText.ts";
import { HELP_TOPICS } from "../helpTopics.ts";
import { textTable } from "../textTable.ts";
import { findVerb, VERBS } from "../verbs.ts";

/** Help on a verb, the exit codes, an error, a metric or a topic. */
export async function help({ targets, io, out }: Invocation): Promise<ExitName> {
  const [what, name, ...more] = targets;
  if (what === undefined) out(fullHelp());
  else if (more.length > 0) throw usageError("CM-E0005", "help on several things; expected one");
  else if (what === "exit-codes") {
    out(
      textTable(
        [...EXIT_CODES].map(({ code, name, about }) => ({ code, name, about })),
        COLUMNS,
      ),
    );
  } else if (what === "error") out(errorHelp(name));
  else if (what === "metric") out(metricHelp(name));
  else if (what === "topic") out(topicHelp(name));
  else {
    const verb = findVerb(what);
    if (verb === undefined) throw unknownSubject(what);
    const { verbCommand } = await import("../program.ts");
    const program = await verbCommand(verb, new Session(io));
    const command = program.commands.find((entry) => entry.name() === verb.name);
    command?.outputHelp();
  }
  return "ok";
}

const COLUMNS = ["code", "name", "about"];

function errorHelp(code: string | undefined): string {
  const all: Readonly<Record<string, string>> = { ...CLI_ERROR_HELP, ...ERROR_HELP };
  if (code === undefined) {
    return `${Object.entries(all)
      .map(([known, text]) => `${known}  ${text}`)
      .join("\n")}\n`;
  }
  const wanted = code.toUpperCase();
  const text = Object.hasOwn(all, wanted) ? all[wanted] : undefined;
  if (text === undefined) {
    throw unknownName("error", code, nearestWords(code, Object.keys(all)), "costmoat help error");
  }
  return `${wanted}: ${text}\n`;
}

function metricHelp(name: string | undefined): string {
  if (name === undefined) return `metrics: ${METRICS.map((metric) => metric.name).join(", ")}\n`;
  const metric = METRICS.find((entry) => entry.name === name);
  if (metric === undefined) throw unknownMetric(name, `costmoat help metric ${name}`);
  const { label, unit, better, kind, description, formula } = metric;
  const rows = [
    ["unit", unit],
    ["better", better],
    ["kind", kind],
    ["formula", formula],
  ];
  const lines = rows.map(([key = "", value = ""]) => `  ${key.padEnd(8)} ${value}`);
  return `${name}: ${label}\n${description}\n${lines.join("\n")}\n`;
}

function topicHelp(name: string | undefined): string {
  const names = Object.keys(HELP_TOPICS);
  if (name === undefined) return `topics: ${names.join(", ")}\n`;
  const topics: Readonly<Record<string, string>> = HELP_TOPICS;
  const text = Object.hasOwn(topics, name) ? topics[name] : undefined;
  if (text === undefined) {
    throw unknownName("topic", name, nearestWords(name, names), `topics: ${names.join(", ")}`);
  }
  return `${text}\n`;
}

function unknownSubject(what: string): Error {
  const near = nearestWords(what, [...VERBS.map(({ name }) => name), "exit-codes"]);
  return unknownName("verb", what, near, "costmoat help");
}

function unknownName(kind: string, name: string, near: readonly string[], fix: string): Error {
  return usageError("CM-E0006", `no help on ${kind} "${name}"${didYouMean(near)}`, fix, near);
}

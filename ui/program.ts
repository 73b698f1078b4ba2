import { Command, CommanderError } from "commander";
import { CliError, cliProblem, usageError } from "./cliError.ts";
import type { Handler, Session } from "./context.ts";
import { FLAGS, type FlagName, UNIVERSAL } from "./flags.ts";
import { examplesOf } from "./helpText.ts";
import { VERBS, type Verb, type VerbName } from "./verbs.ts";

/** One module per verb, loaded when the verb is used. */
const HANDLERS: Readonly<Record<Exclude<VerbName, "sweep">, () => Promise<Handler>>> = {
  init: async () => (await import("./commands/init.ts")).init,
  list: async () => (await import("./commands/list.ts")).list,
  validate: async () => (await import("./commands/validate.ts")).validate,
  run: async () => (await import("./commands/run.ts")).run,
  compare: async () => (await import("./commands/compare.ts")).compare,
  solve: async () => (await import("./commands/solve.ts")).solve,
  explain: async () => (await import("./commands/explain.ts")).explain,
  report: async () => (await import("./commands/report.ts")).report,
  repro: async () => (await import("./commands/repro.ts")).repro,
  schema: async () => (await import("./commands/schema.ts")).schema,
  help: async () => (await import("./commands/help.ts")).help,
};

/** The parser of one verb: its flags, its help, and what it does. */
export async function verbCommand(
  verb: Verb & { name: VerbName },
  session: Session,
): Promise<Command> {
  const program = new Command("costmoat").helpCommand(false);
  const { io } = session;
  program.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => undefined,
    getOutHelpWidth: () => 100,
  });
  if (verb.name === "sweep") {
    const { registerSweep } = await import("./commands/sweep.ts");
    registerSweep(program, session);
  } else {
    const load = HANDLERS[verb.name];
    const command = program.command(verb.name).helpCommand(false);
    session.define(command, verb.flags ?? [], verb.formats, async (invocation) =>
      (await load())(invocation),
    );
    command.usage(`${verb.takes} [flags]`).addHelpText("beforeAll", `${examplesOf(verb)}`);
  }
  return program;
}

/** Names of the flags that a command and its subcommands take, true where a value follows. */
export function flagsOf(command: Command): Map<string, boolean> {
  const own = command.options.map(
    ({ long, required, optional }) =>
      [(long ?? "").replace(/^--/, ""), required || optional] as const,
  );
  return new Map([...own, ...command.commands.flatMap((sub) => [...flagsOf(sub)])]);
}

/**
 * Refuses flags that exist but that this verb does not take.
 *
 * @throws CliError (usage)
 */
export function refuseIdle(
  verb: string,
  named: ReadonlySet<FlagName>,
  taken: ReadonlyMap<string, boolean>,
): void {
  const idle = FLAGS.filter(({ name }) => named.has(name) && !taken.has(name));
  if (idle.length === 0) return;
  throw new CliError(
    "usage",
    idle.map(({ name }) => {
      const users = VERBS.filter(
        ({ flags }) => flags === null || (flags as readonly FlagName[]).includes(name),
      ).map((entry) => entry.name);
      const where = UNIVERSAL.includes(name) ? "" : `; it works with ${users.join(", ")}`;
      return cliProblem("CM-E0003", `--${name} has no effect on ${verb}${where}`, "leave it out");
    }),
  );
}

/** An error of the parser in our words; null when it only showed help. */
export function parserError(error: CommanderError): CliError | null {
  if (error.exitCode === 0) return null;
  const message = error.message.replace(/^error: /, "").replace(/'/g, '"');
  return usageError(error.code === "commander.unknownOption" ? "CM-E0002" : "CM-E0005", message);
}

export function isParserError(error: unknown): error is CommanderError {
  return error instanceof CommanderError;
}

import { sortWords, unknownVerb } from "./arguments.ts";
import { Session } from "./context.ts";
import { firstScreen, fullHelp, shortHelp } from "./helpText.ts";
import type { CliIo } from "./io.ts";
import { findVerb } from "./verbs.ts";
import { VERSION } from "./version.ts";

/**
 * Runs one command line. Never exits and never throws: every end is an exit code.
 *
 * @param argv the words after `costmoat`
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const { reportFailure } = await import("./failure.ts");
    const asked = {
      verb: argv.find((word) => findVerb(word) !== undefined) ?? "",
      json: asksForJson(argv),
      verbose: argv.some((word) => word === "--verbose" || /^-[a-z]*v[a-z]*$/.test(word)),
    };
    const color = argv.includes("--no-color") ? false : argv.includes("--color") ? true : null;
    return reportFailure(error, io, color === null ? asked : { ...asked, color });
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  if (argv.length === 0) {
    io.stdout.write(firstScreen());
    return 0;
  }
  const session = new Session(io);
  // A verb may bring flags of its own, so it is looked for before the flags are read.
  const named = argv.map((word) => findVerb(word)).find((verb) => verb?.flags === null);
  const { flagsOf, isParserError, parserError, refuseIdle, verbCommand } = await import(
    "./program.ts"
  );
  const early = named === undefined ? undefined : await verbCommand(named, session);
  const words = sortWords(argv, early === undefined ? undefined : flagsOf(early));
  if (words.wantsVersion) {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (words.verb === undefined) {
    io.stdout.write(words.wantsHelp === "long" ? fullHelp() : firstScreen());
    return 0;
  }
  const verb = findVerb(words.verb);
  if (verb === undefined) throw unknownVerb(words.verb);
  const command = verb === named && early !== undefined ? early : await verbCommand(verb, session);
  const taken = flagsOf(command);
  if (words.wantsHelp === "short" && verb.flags !== null) {
    io.stdout.write(
      shortHelp(
        verb,
        [...taken.keys()].map((name) => `--${name}`),
      ),
    );
    return 0;
  }
  const rest = words.wantsHelp === null ? words.rest : [...words.rest, "--help"];
  refuseIdle(verb.name, words.flags, taken);
  try {
    await command.parseAsync([verb.name, ...rest], { from: "user" });
  } catch (error) {
    const told = isParserError(error) ? parserError(error) : error;
    if (told !== null) throw told;
  }
  return session.exit.code;
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) =>
      word === "--json" ||
      word === "--format=json" ||
      (word === "--format" && argv[i + 1] === "json"),
  );
}

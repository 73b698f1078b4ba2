import { type Command, Option } from "commander";
import type { Notice } from "../reports/envelope.ts";
import { usageError } from "./cliError.ts";
import { type Exit, type ExitName, exitOf } from "./exitCodes.ts";
import { FLAGS, type FlagName, type Flags, type Format, readFlags, UNIVERSAL } from "./flags.ts";
import { type CliIo, toAscii } from "./io.ts";

/** One command as it was asked for, with where it writes. */
export interface Invocation {
  readonly verb: string;
  /** What is no flag, with the files of `--file` in front. */
  readonly targets: readonly string[];
  readonly flags: Flags;
  /** The asked format, or the verb's own. */
  readonly format: Format;
  readonly io: CliIo;
  /** The result, to standard output. */
  readonly out: (text: string) => void;
  /** Prose to standard error; nothing with --quiet. */
  readonly note: (text: string) => void;
  /** A warning: to standard error now, and into the JSON result. */
  readonly warn: (notice: Notice) => void;
  readonly warnings: readonly Notice[];
}

/** Ends with the name of an exit; errors are thrown. */
export type Handler = (invocation: Invocation) => Promise<ExitName>;

/** What a verb's module gets when it registers itself. */
export interface CliContext {
  readonly io: CliIo;
  /**
   * Gives a command its flags and what it does.
   *
   * @param formats output formats, the default first
   */
  readonly define: (
    command: Command,
    flags: readonly FlagName[],
    formats: readonly Format[],
    handler: Handler,
  ) => void;
}

/** A context that keeps how the command ended. */
export class Session implements CliContext {
  readonly io: CliIo;
  #exit: Exit = exitOf("ok");

  constructor(io: CliIo) {
    this.io = io;
  }

  get exit(): Exit {
    return this.#exit;
  }

  readonly define: CliContext["define"] = (command, names, formats, handler) => {
    for (const flag of FLAGS) {
      if (names.includes(flag.name) || UNIVERSAL.includes(flag.name)) {
        command.addOption(optionOf(flag.name, formats));
      }
    }
    command.argument("[targets...]");
    command.action(async (targets: readonly string[], raw: Record<string, unknown>) => {
      const flags = readFlags(raw);
      const invocation = this.#invocation(command.name(), targets, flags, formats);
      this.#exit = exitOf(await handler(invocation));
    });
  };

  #invocation(
    verb: string,
    targets: readonly string[],
    flags: Flags,
    formats: readonly Format[],
  ): Invocation {
    const { io } = this;
    const format = flags.format ?? formats[0] ?? "text";
    if (!formats.includes(format)) {
      throw usageError(
        "CM-E0003",
        `--format ${format} has no effect on ${verb}; it prints ${formats.join(", ")}`,
      );
    }
    const shown = (text: string): string => (flags.ascii ? toAscii(text) : text);
    const warnings: Notice[] = [];
    const note = (text: string): void => {
      if (!flags.quiet) io.stderr.write(shown(`${text}\n`));
    };
    return {
      verb,
      targets: [...flags.file, ...targets],
      flags,
      format,
      io,
      out: (text) => io.stdout.write(shown(text)),
      note,
      warn: (notice) => {
        warnings.push(notice);
        const fix = notice.fix === "" ? "" : `\n  = fix:  ${notice.fix}`;
        note(`warning[${notice.code}] ${notice.message}${fix}`);
      },
      warnings,
    };
  }
}

function optionOf(name: FlagName, formats: readonly Format[]): Option {
  const row = FLAGS.find((flag) => flag.name === name);
  if (row === undefined) throw new RangeError(`flag "${name}"; expected one of the table`);
  const short = "short" in row ? `-${row.short}, ` : "";
  const value = "value" in row ? ` <${row.value}>` : "";
  const about = name === "format" ? `${formats.join(", ")} (default: ${formats[0]})` : row.about;
  const option = new Option(`${short}--${name}${value}`, about);
  if (!("repeatable" in row)) return option;
  return option.argParser((given: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    given,
  ]);
}

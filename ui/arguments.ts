import { nearestWords } from "../scenarios/schema/words.ts";
import { didYouMean, usageError } from "./cliError.ts";
import { FLAGS, type FlagName } from "./flags.ts";
import { VERBS } from "./verbs.ts";

/** The words of a command line in an order that the parser takes: verb, arguments, flags. */
export interface Words {
  /** Undefined when no verb was named. */
  readonly verb: string | undefined;
  /** Everything after the verb: first what is no flag, then the flags as they were written. */
  readonly rest: readonly string[];
  /** Flags that were named. */
  readonly flags: ReadonlySet<FlagName>;
  readonly wantsHelp: "short" | "long" | null;
  readonly wantsVersion: boolean;
}

const SHORT = new Map<string, FlagName>();
const TAKES_VALUE = new Set<string>();
for (const flag of FLAGS) {
  if ("short" in flag) SHORT.set(flag.short, flag.name);
  if ("value" in flag) TAKES_VALUE.add(flag.name);
}

/**
 * Sorts the words of a command line, so that every flag may stand before or after the verb.
 *
 * @param extra flags with the value they take (or not) that only this verb knows
 * @throws CliError (usage) for a flag that does not exist, with the nearest that does
 */
export function sortWords(argv: readonly string[], own: OwnFlags = NO_OWN): Words {
  const plain: string[] = [];
  const flagged: string[] = [];
  const flags = new Set<FlagName>();
  let wantsHelp: Words["wantsHelp"] = null;
  let wantsVersion = false;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--") {
      plain.push(...argv.slice(i + 1));
      break;
    }
    if (word === "-" || !word.startsWith("-")) {
      plain.push(word);
    } else if (word === "-h" || word === "--help") {
      wantsHelp = word === "-h" ? "short" : "long";
    } else if (word === "-V" || word === "--version") {
      wantsVersion = true;
    } else {
      const found = readFlag(word, argv[i + 1], own);
      flagged.push(...found.words);
      if (found.tookNext) i++;
      for (const name of found.names) flags.add(name);
    }
  }
  const [verb, ...targets] = plain;
  return { verb, rest: [...targets, ...flagged], flags, wantsHelp, wantsVersion };
}

/** Flags that one verb declares for itself, by name; true where a value follows. */
export type OwnFlags = ReadonlyMap<string, boolean>;
const NO_OWN: OwnFlags = new Map();

interface ReadFlag {
  readonly words: readonly string[];
  readonly names: readonly FlagName[];
  readonly tookNext: boolean;
}

function readFlag(word: string, next: string | undefined, own: OwnFlags): ReadFlag {
  if (!word.startsWith("--")) return readShort(word, next);
  const equals = word.indexOf("=");
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const known = FLAGS.find((flag) => flag.name === name)?.name;
  const takes = known === undefined ? own.get(name) : TAKES_VALUE.has(name);
  if (takes === undefined) throw unknownFlag(`--${name}`, own);
  const names = known === undefined ? [] : [known];
  if (!takes) {
    if (equals < 0) return { words: [word], names, tookNext: false };
    throw usageError("CM-E0004", `--${name} takes no value`, `write --${name}`);
  }
  if (equals >= 0) return { words: [word], names, tookNext: false };
  if (next === undefined) throw withoutValue(`--${name}`);
  return { words: [`--${name}=${next}`], names, tookNext: true };
}

/** `-j8`, `-j 8`, `-qv`. */
function readShort(word: string, next: string | undefined): ReadFlag {
  const words: string[] = [];
  const names: FlagName[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = SHORT.get(word[at] ?? "");
    if (name === undefined) throw unknownFlag(`-${word[at]}`, NO_OWN);
    names.push(name);
    if (!TAKES_VALUE.has(name)) {
      words.push(`--${name}`);
      continue;
    }
    const joined = word.slice(at + 1).replace(/^=/, "");
    const value = joined === "" ? next : joined;
    if (value === undefined) throw withoutValue(`-${word[at]}`);
    return { words: [...words, `--${name}=${value}`], names, tookNext: joined === "" };
  }
  return { words, names, tookNext: false };
}

function withoutValue(flag: string): Error {
  return usageError("CM-E0004", `${flag} without a value`, "costmoat help lists what flags take");
}

function unknownFlag(flag: string, own: OwnFlags): Error {
  const names = [...FLAGS.map(({ name }) => name), ...own.keys(), "help", "version"];
  const near = nearestWords(flag.replace(/^-+/, ""), names).map((name) => `--${name}`);
  return usageError("CM-E0002", `unknown flag "${flag}"${didYouMean(near)}`, "", near);
}

/** The error for a verb that does not exist. */
export function unknownVerb(verb: string): Error {
  const near = nearestWords(
    verb,
    VERBS.map(({ name }) => name),
  );
  const fix = near[0] === undefined ? "costmoat help" : `costmoat help ${near[0]}`;
  return usageError("CM-E0001", `unknown verb "${verb}"${didYouMean(near)}`, fix, near);
}

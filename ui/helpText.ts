import { FLAGS } from "./flags.ts";
import { VERB_GROUPS, VERBS, type Verb } from "./verbs.ts";

const EXAMPLES: readonly (readonly [command: string, about: string])[] = [
  ["costmoat run consumer-vs-producer", "built-in preset, no files needed"],
  ["costmoat compare consumer renter producer", "buy, rent or own: which, and from when"],
  ["costmoat run producer --set fleet.gpu=h200 --reps auto", "your own numbers"],
];

/** What `costmoat` alone prints: at most 24 lines. */
export function firstScreen(): string {
  const width = Math.max(...EXAMPLES.map(([command]) => command.length));
  const lines = [
    "costmoat: is it cheaper to buy tokens, rent chips or own them? Simulated on your own requests.",
    "",
    ...EXAMPLES.map(([command, about]) => `  ${command.padEnd(width)}  # ${about}`),
    "",
  ];
  for (const group of VERB_GROUPS) {
    for (const [i, verb] of VERBS.filter((entry) => entry.group === group).entries()) {
      lines.push(`${(i === 0 ? group : "").padEnd(9)}${verb.name.padEnd(10)}${verb.summary}`);
    }
  }
  lines.push("", "costmoat help VERB shows its flags; costmoat --help all of them.");
  return `${lines.join("\n")}\n`;
}

/** `costmoat --help`: the first screen and every flag. */
export function fullHelp(): string {
  const rows = FLAGS.map((flag) => {
    const short = "short" in flag ? `-${flag.short}, ` : "    ";
    const value = "value" in flag ? ` ${flag.value}` : "";
    return [`  ${short}--${flag.name}${value}`, flag.about] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    firstScreen(),
    "Flags mean the same on every verb and may stand before or after it; a flag that has no effect",
    "on a verb is refused.",
    "",
    ...rows.map(([flag, about]) => `${flag.padEnd(width)}  ${about}`),
    "",
  ].join("\n");
}

/** `costmoat VERB -h`: one screen. */
export function shortHelp(verb: Verb, flags: readonly string[]): string {
  return [
    `${verb.name}: ${verb.summary}`,
    "",
    ...verb.examples.map((example) => `  ${example}`),
    "",
    `Usage: costmoat ${verb.name} ${verb.takes} [flags]`,
    ...wrapped("Flags: ", flags, 96),
    `costmoat ${verb.name} --help explains them.`,
    "",
  ].join("\n");
}

/** What stands above the flags in `costmoat VERB --help`. */
export function examplesOf(verb: Verb): string {
  return `${verb.summary}\n\n${verb.examples.map((example) => `  ${example}`).join("\n")}\n`;
}

function wrapped(lead: string, words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of words) {
    if (line.length + word.length + 1 > width) {
      lines.push(line.trimEnd());
      line = " ".repeat(lead.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

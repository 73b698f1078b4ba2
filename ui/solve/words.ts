import { column, toCsv } from "../../reports/csv/column.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatEstimate,
  formatInput,
} from "../../reports/format.ts";
import type { SideReading } from "../../sim/experiment/solveCondition.ts";
import type { Answer } from "./answer.ts";
import { LEVEL, type SolveRun } from "./probe.ts";

/** A solve in words: the value first, then both sides, how it was found, and what shows it. */

export function answerText(answer: Answer): string {
  const width = Math.max(10, ...answer.sides.map((side) => labelOf(side).length));
  const row = (label: string, text: string): string => `  ${label.padEnd(width)}  ${text}`;
  const [value, meaning] = headline(answer);
  return [
    value,
    `  ${meaning}`,
    ...answer.sides.map((side) => row(labelOf(side), sideText(side))),
    ...(answer.difference === null ? [] : [row("difference", differenceText(answer))]),
    ...(answer.today === null ? [] : [row("today", quantityText(answer.today, answer.unit))]),
    `Search: ${searchText(answer)}`,
    `Check:  ${answer.check}`,
    "",
  ].join("\n");
}

/** The answer as Markdown. */
export function answerMarkdown(answer: Answer): string {
  const cell = (text: string): string => text.replace(/\|/g, "\\|");
  const rows = [
    ...answer.sides.map((side) => [labelOf(side), sideText(side)]),
    ...(answer.difference === null ? [] : [["difference", differenceText(answer)]]),
    ...(answer.today === null ? [] : [["today", quantityText(answer.today, answer.unit)]]),
  ];
  const [value, meaning] = headline(answer);
  return [
    `# ${value}`,
    "",
    meaning,
    "",
    ...(rows.length === 0 ? [] : ["| | |", "| --- | ---: |"]),
    ...rows.map(([label = "", text = ""]) => `| ${cell(label)} | ${cell(text)} |`),
    ...(rows.length === 0 ? [] : [""]),
    `Search: ${searchText(answer)}.`,
    "",
    `Check: \`${answer.check}\``,
    "",
  ].join("\n");
}

/** Every value that was tried, ascending. */
export function answerCsv(path: string, unit: string, runs: readonly SolveRun[], best: SolveRun) {
  const numberOf = (name: string, description: string, value: (run: SolveRun) => number | null) =>
    column<SolveRun>(
      { name, type: "number", description, value },
      { nullMeaning: "cannot be said at this value; see reason" },
    );
  const side = (i: number, run: SolveRun): SideReading | undefined => run.reading.sides[i];
  return toCsv(
    [
      column<SolveRun>({
        ...{ name: "find", type: "string", description: "What is searched.", value: () => path },
      }),
      column<SolveRun>(
        { name: "value", type: "number", description: "Value tried.", value: ({ x }) => x },
        { unit },
      ),
      column<SolveRun>({
        ...{ name: "unit", type: "string", description: "Unit of value.", value: () => unit },
      }),
      numberOf("left", "Left side, mean.", (run) => side(0, run)?.value ?? null),
      numberOf("left_half_width", "Of left.", (run) => side(0, run)?.halfWidth ?? null),
      numberOf("right", "Right side, mean.", (run) => side(1, run)?.value ?? null),
      numberOf("right_half_width", "Of right.", (run) => side(1, run)?.halfWidth ?? null),
      numberOf("difference", "Left less right.", (run) => run.reading.difference?.mean ?? null),
      numberOf(
        "difference_half_width",
        "Of difference, paired.",
        (run) => run.reading.difference?.halfWidth ?? null,
      ),
      column<SolveRun>(
        {
          ...{ name: "holds", type: "boolean", description: "Whether the condition holds." },
          value: ({ reading }) => reading.holds,
        },
        { nullMeaning: "an equation" },
      ),
      column<SolveRun>({
        ...{ name: "solution", type: "boolean", description: "Whether it is the answer." },
        value: (run) => run === best,
      }),
      column<SolveRun>(
        {
          ...{ name: "reason", type: "string", description: "Why it does not hold." },
          value: ({ reading }) => reading.reason,
        },
        { nullMeaning: "the figures say it", freeText: true },
      ),
    ],
    runs,
  );
}

/** The part of the envelope that is this verb's own. */
export function answerJson(answer: Answer) {
  const { sides, difference, sets, intervalOf, other, isStep, ...plain } = answer;
  return {
    schema: "costmoat.solve/1",
    ...plain,
    set: sets,
    interval_of: intervalOf,
    level: LEVEL,
    other_value: other,
    step: isStep,
    sides: sides.map(({ metric, strategy, halfWidth, ...side }) => ({
      ...{ scenario: strategy, name: metric, ...side, half_width: halfWidth },
    })),
    difference: difference && { mean: difference.mean, half_width: difference.halfWidth },
  };
}

export function quantityText(x: number, unit: string): string {
  const value = Number.isInteger(x) && Math.abs(x) < 1e7 ? x : Number(x.toPrecision(4));
  return unit.startsWith("/") ? `${formatInput(value, "")}${unit}` : formatInput(value, unit);
}

export function sideText({ value, halfWidth, unit, reason }: SideReading): string {
  if (value === null) return `n/a (${reason ?? "unknown"})`;
  const text = formatEstimate(value, halfWidth, unit);
  return text.half === null ? text.value : `${text.value} +- ${text.half}`;
}

function labelOf({ metric, strategy }: SideReading): string {
  return `${metric}(${strategy})`;
}

/** The value with its interval, and under it what it is. */
function headline(answer: Answer): readonly [value: string, meaning: string] {
  const { find, value, unit, until, holds, other } = answer;
  const at = `${find} = ${quantityText(value, unit)}${intervalText(answer)}`;
  const beside = other === null ? "" : ` (at ${quantityText(other, unit)} it does not)`;
  if (holds === "everywhere") return [at, `"${until}" holds there and wherever else it was tried`];
  if (answer.isStep) {
    const step = other === null ? "" : ` and ${quantityText(other, unit)}`;
    return [at, `"${until}" is stepped over between here${step}`];
  }
  if (answer.difference !== null && answer.intervalOf !== "neighbours") {
    return [at, `where ${until}${sideWords(answer)}${intervalWords(answer)}`];
  }
  const edge = holds === "above" ? "the least value at which" : "the highest value at which";
  return [at, `${edge} "${until}" holds${beside}`];
}

function sideWords({ holds, until, sides }: Answer): string {
  if (holds === "at") return "";
  if (/[<>]|wins/.test(until)) {
    return `; it holds ${holds === "above" ? "from there up" : "up to there"}`;
  }
  const [left] = sides;
  return left === undefined ? "" : `; ${labelOf(left)} is the lower one ${holds} it`;
}

function intervalText({ interval, intervalOf }: Answer): string {
  if (interval === null || intervalOf !== "roots") return "";
  const bare = interval.map((x) => quantityText(x, ""));
  return `  [${bare.join(", ")}]`;
}

function intervalWords({ intervalOf, replications }: Answer): string {
  if (intervalOf !== "roots") return "";
  return `\n  [95 % interval: each of ${replications} replications meets it at a value of its own]`;
}

function differenceText({ difference, sides }: Answer): string {
  if (difference === null) return "";
  const { mean, halfWidth } = difference;
  const unit = sides[0]?.unit ?? "";
  const text = formatDifference(mean, halfWidth, unit);
  if (halfWidth === null) return text;
  return `${text}  ${formatDifferenceInterval(mean, halfWidth, unit)} (paired, 95 % CI)`;
}

const HOW: Readonly<Record<Answer["how"], string>> = {
  priced: "prices alone move, so nothing is simulated twice",
  map: "first read off the operating map, then run",
  runs: "every value is run",
};

function searchText({ within, unit, values, simulations, how, changes }: Answer): string {
  const [low, high] = within;
  const ends = `${quantityText(low, unit)} to ${quantityText(high, unit)}`;
  const more = changes > 1 ? `; ${changes} changes seen, the nearest to today is this` : "";
  return `${ends}, ${values} values, ${simulations} simulations (${HOW[how]})${more}`;
}

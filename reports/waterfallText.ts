import type { Comparison } from "../sim/comparison.ts";
import { type Driver, LEAK_WORDS, type Waterfall } from "../sim/waterfall.ts";
import { linesWithin } from "./alignedColumns.ts";
import { formatInput, formatPlain } from "./format.ts";
import { CHIP_STATES_TITLE, chipStateRows } from "./views/chipStates.ts";
import {
  aloneText,
  rangeText,
  share,
  spentUsdOf,
  stepUsd,
  usd,
  waterfallAnswer,
  waterfallSteps,
} from "./views/waterfall.ts";
import { PROSE_COLUMNS, wrapped } from "./wrapped.ts";

/** The waterfalls of a comparison as plain text: bars, then the states of chip time. */
export function waterfallText(
  { waterfalls = [] }: Comparison,
  terminalColumns: number | null = null,
): string {
  const columns = terminalColumns ?? PROSE_COLUMNS;
  return waterfalls.map((waterfall) => blocksOf(waterfall, columns).join("\n")).join("\n");
}

function blocksOf(waterfall: Waterfall, columns: number): string[] {
  const { bars, reason, evaluations, replications } = waterfall;
  const answer = wrapped(waterfallAnswer(waterfall), columns, "", "  ");
  const blocks = [`${answer.join("\n")}\n`];
  if (reason === null || waterfall.revenueUsd !== null) blocks.push(barText(waterfall, columns));
  if (bars.length > 0) {
    blocks.push(...insteadText(waterfall, columns));
    const each =
      "Each bar is what the same accepted work costs less without it, given the bars above it; " +
      "alone, with every other leak left as it is:";
    const counts = `${evaluations} costs by the simulator, ${replications} replications each.`;
    blocks.push(`${wrapped(`${each} ${counts}`, columns, "  ", "  ").join("\n")}\n`);
  }
  const shown = chipStateRows(waterfall);
  if (shown.length > 0) {
    const header = ["state of the chips", "they", "USD", "share", "peak FLOPs", "joules"];
    const rows = shown.map(({ state, words, flops, joules, ...row }) => [
      ...[state, words, usd(row.usd), share(row.share)],
      ...[flops.toExponential(2), joules.toExponential(2)],
    ]);
    // What is left without the last columns still says where the money went.
    const table = indented([header, ...rows], 2, columns, [5, 4, 1]);
    blocks.push(`${wrapped(`${CHIP_STATES_TITLE}:`, columns, "  ", "  ").join("\n")}\n${table}`);
  }
  if (waterfall.drivers !== undefined && waterfall.drivers.length > 0) {
    blocks.push(driverText(waterfall.drivers, columns));
  }
  return blocks;
}

/** What the cost hangs on: each input at both ends of its range. */
function driverText(drivers: readonly Driver[], columns: number): string {
  const header = ["input", "today", "range", "per 1M tok: low", "high", "grade"];
  const rows = drivers.map(({ assumption, atLowUsdPerMtok, atHighUsdPerMtok }) => {
    const { label, value, unit, grade } = assumption;
    const range = rangeText(assumption);
    const today = formatInput(value, unit);
    return [label, today, range, usd(atLowUsdPerMtok), usd(atHighUsdPerMtok), grade];
  });
  return indented([header, ...rows], 3, columns, [5, 2, 1]);
}

function barText(waterfall: Waterfall, columns: number): string {
  const { bars, mtok } = waterfall;
  const spentUsd = spentUsdOf(waterfall);
  const averaged = bars.some(({ shapleyUsd }) => shapleyUsd !== null);
  const header = ["", "USD", "share", "alone", "per 1M tok", ...(averaged ? ["all orders"] : [])];
  const rows = waterfallSteps(waterfall).map((step) => {
    const change = stepUsd(step);
    const bar = bars.find(({ lever }) => lever === step.lever);
    const mean = bar?.shapleyUsd ?? null;
    return [
      step.kind === "total" ? step.label : `  ${step.label}`,
      usd(change),
      share(change / spentUsd),
      aloneText(bar),
      mtok > 0 ? usd(change / mtok) : "n/a",
      ...(averaged ? [mean === null ? "" : usd(mean === 0 ? 0 : -mean)] : []),
    ];
  });
  return indented([header, ...rows], 1, columns, [4, 2, 5]);
}

/** What stands in the place of a leak, where the leak does not say it. */
function insteadText({ bars }: Waterfall, columns: number): string[] {
  const lines = bars.flatMap(({ lever, instead }) =>
    instead === null
      ? []
      : wrapped(`${LEAK_WORDS[lever].tax}: ${instead} instead`, columns, "  ", "    "),
  );
  return lines.length === 0 ? [] : [`${lines.join("\n")}\n`];
}

function indented(
  rows: readonly (readonly string[])[],
  textColumns: number,
  columns: number,
  spare: readonly number[],
): string {
  const lines = linesWithin(rows, columns - 2, spare, textColumns);
  return `${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

/** The same as Markdown: one table of bars and one of states for each strategy. */
export function waterfallMarkdown({ waterfalls = [] }: Comparison): string {
  return waterfalls
    .map((waterfall) => {
      const { strategy, bars } = waterfall;
      const spentUsd = spentUsdOf(waterfall);
      const table = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => [
        `| ${header.join(" | ")} |`,
        `| ${header.map((_, i) => (i < 2 ? "---" : "---:")).join(" | ")} |`,
        ...rows.map((row) => `| ${row.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`),
        "",
      ];
      return [
        `# ${strategy}: from compute purchased to useful work`,
        "",
        waterfallAnswer(waterfall),
        "",
        ...table(
          ["step", "instead", "USD", "share", "alone, USD"],
          waterfallSteps(waterfall).map((step) => {
            const bar = bars.find(({ lever }) => lever === step.lever);
            return [
              ...[step.label, step.instead, usd(stepUsd(step))],
              share(stepUsd(step) / spentUsd),
              aloneText(bar),
            ];
          }),
        ),
        ...bars.map(({ lever }) => `- ${LEAK_WORDS[lever].tax}: ${LEAK_WORDS[lever].without}`),
        "",
        `## ${CHIP_STATES_TITLE}`,
        "",
        ...table(
          ["state of the chips", "they", "USD", "share", "peak FLOPs", "joules", "tokens"],
          chipStateRows(waterfall).map(({ state, words, flops, joules, tokens, ...row }) => [
            ...[state, words, usd(row.usd), share(row.share)],
            ...[flops.toExponential(2), joules.toExponential(2)],
            Number.isFinite(tokens) ? formatPlain(tokens) : "n/a",
          ]),
        ),
      ].join("\n");
    })
    .join("\n");
}

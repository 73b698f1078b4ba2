import type { Comparison } from "../sim/comparison.ts";
import { type Driver, LEAK_WORDS, type Waterfall } from "../sim/waterfall.ts";
import { alignedColumns } from "./alignedColumns.ts";
import { formatInput, formatPlain } from "./format.ts";
import { share, stepUsd, usd, waterfallAnswer, waterfallSteps } from "./views/waterfall.ts";

/** The waterfalls of a comparison as plain text: bars, then the states of chip time. */
export function waterfallText({ waterfalls = [] }: Comparison): string {
  return waterfalls.map((waterfall) => blocksOf(waterfall).join("\n")).join("\n");
}

function blocksOf(waterfall: Waterfall): string[] {
  const { bars, attribution, reason, purchasedUsd, evaluations, replications } = waterfall;
  const blocks = [`${waterfallAnswer(waterfall)}\n`];
  if (reason === null || waterfall.revenueUsd !== null) blocks.push(barText(waterfall));
  if (bars.length > 0) {
    blocks.push(
      `  Each bar is what the same accepted work costs less without it, given the bars above it:\n` +
        `  ${evaluations} costs by the simulator, ${replications} replications each.\n`,
    );
  }
  const shown = attribution.filter(({ usd: dollars, joules }) => dollars !== 0 || joules !== 0);
  if (shown.length > 0) {
    const header = ["state of the chips", "leak", "USD", "share", "peak FLOPs", "joules"];
    const rows = shown.map(({ stage, tax, usd: dollars, flops, joules }) => [
      ...[stage, tax, usd(dollars), share(dollars / purchasedUsd)],
      ...[flops.toExponential(2), joules.toExponential(2)],
    ]);
    blocks.push(indented(alignedColumns([header, ...rows], 2)));
  }
  if (waterfall.drivers !== undefined && waterfall.drivers.length > 0) {
    blocks.push(driverText(waterfall.drivers));
  }
  return blocks;
}

/** What the cost hangs on: each input at both ends of its range. */
function driverText(drivers: readonly Driver[]): string {
  const header = ["input", "today", "range", "USD per 1M tok, low end", "high end", "grade"];
  const rows = drivers.map(({ assumption, atLowUsdPerMtok, atHighUsdPerMtok }) => {
    const { label, value, low, high, unit, grade } = assumption;
    const range = `${formatPlain(low ?? Number.NaN)} to ${formatPlain(high ?? Number.NaN)}`;
    const today = formatInput(value, unit);
    return [label, today, range, usd(atLowUsdPerMtok), usd(atHighUsdPerMtok), grade];
  });
  return indented(alignedColumns([header, ...rows], 3));
}

function barText(waterfall: Waterfall): string {
  const { bars, purchasedUsd, mtok } = waterfall;
  const averaged = bars.some(({ shapleyUsd }) => shapleyUsd !== null);
  const header = ["", "", "USD", "share", "per 1M tok", ...(averaged ? ["all orders"] : [])];
  const rows = waterfallSteps(waterfall).map((step) => {
    const change = stepUsd(step);
    const bar = bars.find(({ lever }) => lever === step.lever);
    const mean = bar?.shapleyUsd ?? null;
    return [
      step.kind === "total" ? step.label : `  ${step.label}`,
      step.instead,
      usd(change),
      share(change / purchasedUsd),
      mtok > 0 ? usd(change / mtok) : "n/a",
      ...(averaged ? [mean === null ? "" : usd(mean === 0 ? 0 : -mean)] : []),
    ];
  });
  return indented(alignedColumns([header, ...rows], 2));
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** The same as Markdown: one table of bars and one of states for each strategy. */
export function waterfallMarkdown({ waterfalls = [] }: Comparison): string {
  return waterfalls
    .map((waterfall) => {
      const { strategy, purchasedUsd, bars, attribution } = waterfall;
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
          ["step", "instead", "USD", "share"],
          waterfallSteps(waterfall).map((step) => [
            ...[step.label, step.instead, usd(stepUsd(step))],
            share(stepUsd(step) / purchasedUsd),
          ]),
        ),
        ...bars.map(({ lever }) => `- ${LEAK_WORDS[lever].tax}: ${LEAK_WORDS[lever].without}`),
        "",
        ...table(
          ["state", "leak", "USD", "share", "peak FLOPs", "joules", "tokens"],
          attribution.map(({ stage, tax, usd: dollars, flops, joules, tokens }) => [
            ...[stage, tax, usd(dollars), share(dollars / purchasedUsd)],
            ...[flops.toExponential(2), joules.toExponential(2)],
            Number.isFinite(tokens) ? formatPlain(tokens) : "n/a",
          ]),
        ),
      ].join("\n");
    })
    .join("\n");
}

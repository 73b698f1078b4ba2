import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import { type MetricName, metricNamed } from "../sim/metrics.ts";
import { alignedLines } from "./alignedColumns.ts";
import { cutNames } from "./cutNames.ts";
import { formatDifference, formatEstimate, formatValue } from "./format.ts";
import { halfWidthNote } from "./halfWidthNote.ts";
import { isKnown, metricLabel, WORK_COSTS } from "./metricWords.ts";
import { type Contest, differenceOf } from "./pairing.ts";
import { wrapped } from "./wrapped.ts";

/** One column of figures: its head in two lines, and a cell for each strategy. */
interface Figures {
  readonly head: readonly [string, string];
  readonly cell: (result: StrategyResult) => string;
}

/** Shorter names than this no longer tell members apart. */
const LEAST_NAME = 12;

/**
 * One row per strategy, the winner first and then by cost; the few figures that decide as columns,
 * as many as there is room for: half-widths go first, then ends of long names, then the last figures.
 */
export function membersTable(
  comparison: Comparison,
  contest: Contest | null,
  columns: number,
): string[] {
  const members = ranked(comparison, contest);
  const names = members.map(({ strategy }) => strategy.name);
  for (const { figures, least, notes } of layouts(comparison, contest, names)) {
    const head = [0, 1].map((line) => ["", ...figures.map((one) => one.head[line as 0 | 1])]);
    const body = members.map((member) => ["", ...figures.map(({ cell }) => cell(member))]);
    const taken = Math.max(...alignedLines([...head, ...body], 1).map((line) => line.length));
    const room = columns - taken;
    if (room < least) continue;
    const shown = cutNames(names, room);
    const rows = body.map(([, ...cells], i) => [shown[i] ?? "", ...cells]);
    const text = rows.flat().join(" ");
    const said = notes.filter((note) => note.mark === "" || text.includes(note.mark));
    return [
      ...alignedLines([...head, ...rows], 1),
      ...said.flatMap((note) => wrapped(note.words, columns, "", "  ")),
    ];
  }
  return [];
}

/** What one layout shows, how many columns its names need, and what stands below the table. */
interface Layout {
  readonly figures: readonly Figures[];
  readonly least: number;
  readonly notes: readonly { readonly mark: string; readonly words: string }[];
}

function layouts(
  comparison: Comparison,
  contest: Contest | null,
  names: readonly string[],
): Layout[] {
  const whole = Math.max(...names.map((name) => name.length));
  const cut = Math.min(LEAST_NAME, whole);
  const figures = (cost: boolean, difference: boolean): Figures[] => [
    costFigures(comparison, contest, cost),
    ...(contest === null ? [] : [differenceFigures(comparison, contest.base, difference)]),
    ...furtherFigures(comparison),
  ];
  const notes = (half: "decisive" | "difference" | "none"): Layout["notes"] => [
    ...(contest === null
      ? []
      : [{ mark: "", words: `difference = each member - ${contest.base}` }]),
    { mark: "*", words: "* assumed, not simulated" },
    { mark: "~", words: `~ less than its ${Math.round(100 * comparison.level)} % half-width` },
    ...halfWidthNote(comparison, half).map((words) => ({ mark: "", words })),
  ];
  const bare = figures(false, false);
  const least = contest === null ? 1 : 2;
  return [
    { figures: figures(true, true), least: whole, notes: notes("decisive") },
    { figures: figures(false, true), least: whole, notes: notes("difference") },
    { figures: bare, least: whole, notes: notes("none") },
    ...Array.from({ length: bare.length - least + 1 }, (_, dropped) => ({
      figures: bare.slice(0, bare.length - dropped),
      least: cut,
      notes: notes("none"),
    })),
    { figures: bare.slice(0, 1), least: 0, notes: notes("none") },
  ];
}

/** The winner, then the others from the cheapest on; what has no cost comes last. */
function ranked(comparison: Comparison, contest: Contest | null): readonly StrategyResult[] {
  const usd = ({ metrics, state }: StrategyResult): number =>
    (state === "ok" ? metrics[comparison.decision.metric].value : null) ?? Number.MAX_VALUE;
  const isBase = ({ strategy }: StrategyResult): number =>
    strategy.name === contest?.base ? 0 : 1;
  return comparison.results.toSorted((a, b) => isBase(a) - isBase(b) || usd(a) - usd(b));
}

function costFigures({ decision }: Comparison, contest: Contest | null, half: boolean): Figures {
  const unit = decision.unit.replace("tokens", "tok");
  const afterTax = decision.metric === "lcot_after_tax_usd_per_mtok";
  return {
    head: afterTax ? ["cost after", `tax/${unit}`] : ["cost/", unit],
    cell: (result) => {
      const { value, halfWidth } = result.metrics[decision.metric];
      // Where differences are shown, their column says why a member has none.
      if (contest === null && result.state !== "ok") return result.state;
      if (value === null) return "-";
      const text = formatEstimate(value, half ? halfWidth : null, "USD");
      return text.half === null ? text.value : `${text.value} +- ${text.half}`;
    },
  };
}

function differenceFigures(comparison: Comparison, base: string, half: boolean): Figures {
  const { metric } = comparison.decision;
  return {
    head: ["", "difference"],
    cell: (result) => {
      const other = result.strategy.name;
      if (other === base) return "";
      const pair = differenceOf(comparison, { base: other, other: base }, metric);
      if (pair === null || result.state !== "ok") return stateOf(result);
      const { mean, halfWidth } = pair;
      if (halfWidth === null) return formatDifference(mean, null, "USD");
      if (half) {
        const text = formatEstimate(mean, halfWidth, "USD");
        return `${formatDifference(mean, halfWidth, "USD")} +- ${text.half}`;
      }
      const unclear = Math.abs(mean) <= halfWidth && mean !== 0 ? "~" : "";
      return `${unclear}${formatDifference(mean, null, "USD")}`;
    },
  };
}

/** Present value, service, and cost of other work than tokens; only what some strategy has. */
function furtherFigures(comparison: Comparison): Figures[] {
  const { results, decision } = comparison;
  const taxed = decision.metric === "lcot_after_tax_usd_per_mtok";
  const work = WORK_COSTS.find((name) => isKnown(comparison, name));
  const all: readonly (readonly [MetricName, string, string])[] = [
    taxed ? ["npv_after_tax_usd", "NPV", "after tax"] : ["npv_usd", "NPV", "of cost"],
    ["p99_ttft_s", "p99", "TTFT"],
    ["goodput_share", "on", "time"],
    ["busy_share", "", "busy"],
    ...(decision.metric === "usd_per_unit"
      ? [["lcot_usd_per_mtok", "cost/", "1M tok"] as const]
      : work === undefined
        ? []
        : [[work, "cost/", metricLabel(comparison, work).replace(/^cost per /, "")] as const]),
  ];
  return all
    .filter(([name]) => results.some(({ metrics }) => metrics[name].value !== null))
    .map(([name, first, second]) => ({
      head: [first, second],
      cell: ({ metrics }) => {
        const { value, kind } = metrics[name];
        if (value === null) return "-";
        const text = formatValue(value, metricNamed(name)?.unit ?? "");
        return kind === "assumed" ? `${text}*` : text;
      },
    }));
}

function stateOf({ state }: StrategyResult): string {
  return state === "ok" ? "-" : state;
}

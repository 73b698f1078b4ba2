import type { Problem } from "../../reports/envelope.ts";
import { shellWord } from "../../scenarios/schema/explain.ts";
import type { Evaluation } from "../../sim/experiment/evaluation.ts";
import { servedShare } from "../../sim/experiment/solveDemand.ts";
import { CliError, cliProblem } from "../cliError.ts";
import { canonicalCommand } from "../command.ts";
import type { Invocation } from "../context.ts";
import type { SolveRun } from "./probe.ts";
import type { SolveProblem } from "./problem.ts";
import type { Solution } from "./solution.ts";
import { quantityText, sideText } from "./words.ts";

/** How much further a search that found nothing should look. */
const WIDER = 100;

/** No value in the bracket: what both ends gave, and which way to widen. */
export function noSolution(
  invocation: Invocation,
  problem: SolveProblem,
  { probes, start, isFromMap }: Solution,
): CliError {
  const { sought, until } = problem;
  const low = probes[0] ?? start;
  const high = probes.at(-1) ?? start;
  const ends = `${quantityText(low.x, sought.unit)} and ${quantityText(high.x, sought.unit)}`;
  const message = `no ${sought.path} between ${ends} meets "${until}"`;
  const read = isFromMap ? " (read off the operating map)" : "";
  const got = [low, high].map((run) => endWords(run, sought.unit)).join("; ") + read;
  const up = wants(low, high) === "up";
  // Bills of unequal service meet nowhere; costs of what is delivered may.
  const unequal =
    /npv/i.test(until) && [low, high].some(({ evaluations }) => isUnequal(evaluations));
  const perToken = until.replaceAll(/npv(_usd)?/gi, "lcot");
  const fix = unequal
    ? `compare what a delivered token costs: ${solveCommand({ ...invocation, flags: { ...invocation.flags, until: perToken } })}`
    : widening(invocation, problem, up);
  const problems: Problem[] = [
    cliProblem("CM-E0505", message, fix, {
      expected: "a value at which it begins or ceases to hold",
      got,
      path: sought.path,
    }),
  ];
  return new CliError("no_solution", problems);
}

/** Costs of unequal service are no break-even: below this share it is said. */
const WELL_SERVED = 0.95;

function endWords({ x, reading, side, evaluations }: SolveRun, unit: string): string {
  const at = `at ${quantityText(x, unit)}`;
  const { sides, reason, holds } = reading;
  if (sides.length > 0) {
    const figures = sides.map((one) => `${one.metric}(${one.strategy}) ${sideText(one)}`);
    const badly = evaluations.flatMap((evaluation) => {
      const share = servedShare(evaluation) ?? 1;
      if (share >= WELL_SERVED) return [];
      const percent = `${Number((100 * share).toPrecision(2))} %`;
      return [`${evaluation.strategy.name} answers only ${percent} in time`];
    });
    return `${at}: ${[...figures, ...badly].join(", ")}`;
  }
  if (reason !== null) return `${at}: ${reason}`;
  return `${at} it ${(holds ?? side === -1) ? "holds" : "does not hold"}`;
}

function isUnequal(evaluations: readonly Evaluation[]): boolean {
  return evaluations.length > 1 && evaluations.some((one) => (servedShare(one) ?? 1) < WELL_SERVED);
}

/** Towards the end that is nearer to the target. */
function wants(low: SolveRun, high: SolveRun): "up" | "down" {
  if (low.gap === null || high.gap === null) return low.gap === null ? "up" : "down";
  return Math.abs(high.gap) <= Math.abs(low.gap) ? "up" : "down";
}

function widening(invocation: Invocation, { sought }: SolveProblem, up: boolean): string {
  const { find = "" } = invocation.flags;
  const { low, high, lowIsBound, highIsBound, whole, log } = sought;
  if (up ? highIsBound : lowIsBound) {
    const end = up ? "highest" : "lowest";
    return `${find} already reaches the ${end} value that it takes; change another field, or the target`;
  }
  const wider = log || whole ? WIDER : 2;
  const [from, to] = up ? [low, high * wider] : [whole ? 1 : low / wider, high];
  const number = (x: number): string => String(Number(x.toPrecision(4)));
  const way = up ? "upwards" : "downwards";
  return `widen ${way}: ${solveCommand(invocation, `${number(from)}..${number(to)}`)}`;
}

/** The command that searches again, between other ends where they are stated. */
export function solveCommand(
  invocation: Invocation,
  within: string | undefined = invocation.flags.within,
): string {
  const { find = "", until = "" } = invocation.flags;
  const where = within === undefined ? "" : ` --within ${shellWord(within)}`;
  const words = `--find ${shellWord(find)} --until ${shellWord(until)}${where}`;
  return `${canonicalCommand(invocation)} ${words}`;
}

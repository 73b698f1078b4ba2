import { envelope, type Notice } from "../../reports/envelope.ts";
import { CliError, cliProblem } from "../cliError.ts";
import { programName } from "../command.ts";
import type { Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import { openProgress } from "../progress.ts";
import { InterruptedError } from "../runners/interrupted.ts";
import { openRunner } from "../runners/openRunner.ts";
import { type Answer, answerOf } from "../solve/answer.ts";
import { noSolution, solveCommand } from "../solve/noSolution.ts";
import { type SolveProblem, solveProblem } from "../solve/problem.ts";
import { type Solution, solutionOf } from "../solve/solution.ts";
import { answerCsv, answerJson, answerMarkdown, answerText, quantityText } from "../solve/words.ts";

/** Values of a search are unknown beforehand; progress counts up to at least so many. */
const USUAL_VALUES = 12;

/** The value of one number at which a condition is met. */
export async function solve(invocation: Invocation): Promise<ExitName> {
  const { flags, format, io, out, verb } = invocation;
  const problem = await solveProblem(invocation);
  const runner = await openRunner(flags.jobs, io.signal);
  try {
    const solution = await searchOf(invocation, problem, runner);
    const { best } = solution;
    if (best === null) throw noSolution(invocation, problem, solution);
    const answer = answerOf(invocation, problem, solution, best, runner.count());
    for (const notice of noticesOf(answer)) invocation.warn(notice);
    if (format === "json") {
      const nothing = { comparison: null, provenance: null, errors: [], files: [] };
      const exit = exitOf("ok");
      const common = envelope({ verb, exit, warnings: invocation.warnings, ...nothing });
      out(`${JSON.stringify({ ...common, solve: answerJson(answer) })}\n`);
    } else if (format === "csv") {
      out(answerCsv(answer.find, answer.unit, solution.probes, best));
    } else out(format === "md" ? answerMarkdown(answer) : answerText(answer));
    return "ok";
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    const again = solveCommand(invocation).replace(/^costmoat/, programName(io));
    throw new CliError(error.by, [cliProblem("CM-E0801", "stopped; nothing was found yet", again)]);
  } finally {
    await runner.close();
  }
}

async function searchOf(
  invocation: Invocation,
  problem: SolveProblem,
  runner: Awaited<ReturnType<typeof openRunner>>,
): Promise<Solution> {
  const { path, unit } = problem.sought;
  const view = await openProgress(invocation, `solve ${path}`);
  let done = 0;
  try {
    const solution = await solutionOf(problem, view.over(runner), (x) => {
      const total = Math.max(USUAL_VALUES, done + 1);
      view.update({ stage: `${path} = ${quantityText(x, unit)}`, done, total });
      done += 1;
    });
    view.update({ stage: "done", done: 1, total: 1 });
    return solution;
  } finally {
    view.close();
  }
}

function noticesOf({ changes, isStep, find, until }: Answer): Notice[] {
  const found: Notice[] = [];
  const fix = "narrow it with --within LOW..HIGH";
  if (changes > 1) {
    const message = `"${until}" changes ${changes} times over ${find}; this is the one nearest to today`;
    found.push({ code: "CM-W0104", message, fix });
  }
  if (isStep) {
    const message = `no value of ${find} meets "${until}" exactly: a step (a replica more) skips it`;
    found.push({ code: "CM-W0104", message, fix: "" });
  }
  return found;
}

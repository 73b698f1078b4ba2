import { readFile } from "node:fs/promises";
import { casesJson, casesText } from "../../reports/casesTable.ts";
import { deploymentJson, deploymentText } from "../../reports/deploymentTable.ts";
import { envelopeJson } from "../../reports/envelope.ts";
import { loadScenario } from "../../scenarios/load.ts";
import { publishedDeployment } from "../../scenarios/presets/publishedDeployments.ts";
import { printConfig } from "../../scenarios/printConfig.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { readCases } from "../../scenarios/study/cases.ts";
import { predictDeployment } from "../../sim/experiment/publishedDeployment.ts";
import { validateCases } from "../../sim/experiment/validateCases.ts";
import { fleetFit } from "../../sim/fleetFit.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { PublishedDeployment } from "../../sim/validation.ts";
import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import { loadTargets } from "../loadTargets.ts";
import { fullPath } from "../paths.ts";
import { openRunner } from "../runners/openRunner.ts";
import { claims } from "./claims.ts";
import { publishedResults } from "./publishedResults.ts";

/**
 * Checks scenarios by the path that `run` takes, step times against measurements, or formulas
 * against published results.
 */
export async function validate(invocation: Invocation): Promise<ExitName> {
  const { flags, format, out, targets, verb, warnings } = invocation;
  if (flags.claims) return claims(invocation);
  if (flags.published) return publishedResults(invocation);
  refusePublishedOnly(invocation);
  if (flags.cases !== undefined) return validateAgainst(flags.cases, invocation);
  if (targets.length === 0) {
    throw usageError("CM-E0005", "validate without a scenario", "costmoat validate my.yaml");
  }
  if (flags.jobs !== undefined) {
    throw usageError(
      "CM-E0003",
      "--jobs has no effect on validate without --cases",
      "leave it out",
    );
  }
  const { scenarios, strategies } = await loadTargets(invocation);
  const notes = strategies.map(fitNote);
  for (const message of notes) {
    if (message !== null) invocation.warn({ code: "CM-W0102", message, fix: "" });
  }
  if (flags.printConfig) out(scenarios.map(printConfig).join("---\n"));
  else if (format === "json") {
    const nothing = { comparison: null, provenance: null, errors: [], files: [] };
    out(envelopeJson({ verb, exit: exitOf("ok"), warnings, ...nothing }));
  } else {
    const lines = scenarios.map(
      ({ name, target }, i) => `${target}: valid (${words(name, strategies[i])})`,
    );
    out(`${lines.join("\n")}\n`);
  }
  return "ok";
}

function refusePublishedOnly({ flags, format }: Invocation): void {
  const idle = [
    [`--format ${format}`, format !== "text" && format !== "json"],
    ["--report", flags.report !== undefined],
    ["--force", flags.force],
  ] as const;
  for (const [what, given] of idle) {
    if (!given) continue;
    const message = `${what} has no effect on validate without --published`;
    throw usageError("CM-E0003", message, "leave it out, or costmoat validate --published");
  }
}

function words(name: string, strategy: Strategy | undefined): string {
  if (strategy === undefined) return name;
  return `${name}, ${strategy.role}, ${strategy.modelLabel}, ${strategy.horizon.months} months`;
}

/** A model too large for its chips is a valid scenario with an infeasible verdict. */
function fitNote({ name, plan }: Strategy): string | null {
  if (plan.supply.kind !== "fleet") return null;
  const { problem, leastChips } = fleetFit(plan.supply);
  if (problem === "") return null;
  const hint = leastChips > 0 ? `; fleet.tp of ${leastChips} would do` : "";
  return `${name} cannot be run: ${problem}${hint}`;
}

async function validateAgainst(file: string, invocation: Invocation): Promise<ExitName> {
  const { flags, format, io, out, targets } = invocation;
  const idle = [
    ["a scenario", targets.length > 0],
    ["--set", flags.set.length > 0],
    ["--trace", flags.trace !== undefined],
    ["--seed", flags.seed !== undefined],
    ["--print-config", flags.printConfig],
  ] as const;
  for (const [what, given] of idle) {
    if (given) throw usageError("CM-E0003", `${what} has no effect with --cases`, "leave it out");
  }
  const published = publishedDeployment(file);
  if (published !== undefined) return validatePublished(published, invocation);
  const { cases, skipped } = readCases(await readFile(fullPath(io, file), "utf8"), file);
  const runner = await openRunner(flags.jobs, io.signal);
  try {
    const report = await validateCases(cases, skipped, runner);
    if (format === "json") out(`${JSON.stringify(casesJson(report))}\n`);
    else out(casesText(report, { rows: flags.verbose }));
  } finally {
    await runner.close();
  }
  return "ok";
}

/** A deployment known by its published totals, named in place of a file. */
async function validatePublished(
  published: PublishedDeployment,
  { flags, format, io, out }: Invocation,
): Promise<ExitName> {
  const { plan } = toStrategy(await loadScenario(published.preset));
  const runner = await openRunner(flags.jobs, io.signal);
  try {
    const report = await predictDeployment(published, plan, runner);
    out(format === "json" ? `${JSON.stringify(deploymentJson(report))}\n` : deploymentText(report));
  } finally {
    await runner.close();
  }
  return "ok";
}

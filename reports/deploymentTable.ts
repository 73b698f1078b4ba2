import type { DeploymentReport } from "../sim/validation.ts";
import { alignedColumns } from "./alignedColumns.ts";

/** A published deployment beside its prediction as the object that `--json` prints. */
export function deploymentJson({ title, source, inputs, lines }: DeploymentReport): object {
  return {
    title,
    source,
    inputs,
    figures: lines.map((line) => ({ ...line, error: line.predicted / line.published - 1 })),
  };
}

/** The same as plain text: what was put in, then figure by figure what was published and predicted. */
export function deploymentText({ title, source, inputs, lines }: DeploymentReport): string {
  const header = ["figure", "unit", "published", "predicted", "error"];
  const rows = lines.map((line) => [
    line.figure,
    line.unit,
    number(line.published),
    number(line.predicted),
    signed(line.predicted / line.published - 1),
  ]);
  const given = inputs.map(({ what, value, unit }) => [
    what,
    unit === "share" ? `${(100 * value).toFixed(1)} %` : `${value} ${unit}`,
  ]);
  return [
    `${title}\n${source}\n`,
    `put in:\n${alignedColumns(given, 1)}`,
    alignedColumns([header, ...rows], 2),
    "predicted: pools that always have more to do; no coefficient is fitted to this deployment\n",
  ].join("\n");
}

function signed(share: number): string {
  return `${share < 0 ? "-" : "+"}${Math.abs(100 * share).toFixed(1)} %`;
}

function number(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(4);
}

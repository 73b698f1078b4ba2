import type { LognormalPart } from "../../sim/stackPlan.ts";
import type { Law } from "../../sim/workPlan.ts";
import type { StatedLaw } from "../schema/law.ts";

/** Laws as a scenario states them -> laws of a plan. */

/** @param most greatest value of a lognormal that states none */
export function lawPlan(stated: StatedLaw, least: number, most: number): Law {
  if (typeof stated === "number") return { kind: "fixed", value: stated };
  const { mean, levels, values, min = least, max = most } = stated;
  if (mean !== undefined) return { kind: "geometric", mean };
  if (levels !== undefined && values !== undefined) return { kind: "table", levels, values };
  return { kind: "lognormals", parts: lognormalParts(stated), min, max };
}

/** A time as a mixture of lognormals; a fixed one is a lognormal without spread. */
export function lognormalParts(stated: StatedLaw): LognormalPart[] {
  if (typeof stated === "number") return [{ weight: 1, mu: logOf(stated), sigma: 0 }];
  const { median, sigma = 0, parts, levels, values } = stated;
  if (median !== undefined) return [{ weight: 1, mu: logOf(median), sigma }];
  if (parts !== undefined) {
    return parts.map((part) => ({
      weight: part.weight,
      mu: logOf(part.median),
      sigma: part.sigma,
    }));
  }
  if (levels === undefined || values === undefined) {
    throw new RangeError("law without a form; expected a value, a median, parts or a table");
  }
  // Each step of a table is as likely as its levels are apart, at the middle of its values.
  return levels.slice(1).map((level, i) => ({
    weight: level - (levels[i] ?? 0),
    mu: logOf(((values[i] ?? 0) + (values[i + 1] ?? 0)) / 2),
    sigma: 0,
  }));
}

/** Nothing takes no time at all: a lognormal has no 0. */
const SHORTEST_S = 1e-3;
function logOf(value: number): number {
  return Math.log(Math.max(SHORTEST_S, value));
}

/** Mean of a law, clipping left out: for counts, whose laws are clipped far out. */
export function meanOf(law: Law): number {
  switch (law.kind) {
    case "fixed":
      return law.value;
    case "geometric":
      return law.mean;
    case "table":
      return law.levels.slice(1).reduce((sum, level, i) => {
        const share = level - (law.levels[i] ?? 0);
        return sum + (share * ((law.values[i] ?? 0) + (law.values[i + 1] ?? 0))) / 2;
      }, 0);
    case "lognormals": {
      const mean = law.parts.reduce(
        (sum, { weight, mu, sigma }) => sum + weight * Math.exp(mu + sigma ** 2 / 2),
        0,
      );
      return Math.min(law.max, Math.max(law.min, mean));
    }
  }
}

/** A stated law in a few words, for lists of assumptions. */
export function lawWords(law: Law): string | number {
  switch (law.kind) {
    case "fixed":
      return law.value;
    case "geometric":
      return `geometric, mean ${law.mean}`;
    case "table":
      return `table of ${law.levels.length} values, ${law.values[0]} to ${law.values.at(-1)}`;
    case "lognormals": {
      const parts = law.parts.map(({ weight, mu, sigma }) => {
        const share = law.parts.length === 1 ? "" : `${weight} x `;
        return `${share}median ${Number(Math.exp(mu).toPrecision(4))}, sigma ${sigma}`;
      });
      return `lognormal, ${parts.join(" + ")}`;
    }
  }
}

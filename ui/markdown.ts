import { formatEstimate } from "../reports/format.ts";
import { metricLabel } from "../reports/metricWords.ts";
import { flipConditions, spokenSentence } from "../reports/pairing.ts";
import type { Provenance } from "../reports/provenance.ts";
import type { Comparison } from "../sim/comparison.ts";
import { METRICS } from "../sim/metrics.ts";

/** A comparison as Markdown: verdict, every metric with its half-width, where it comes from. */
export function markdown(comparison: Comparison, provenance: Provenance): string {
  const { results, replications, level, verdict } = comparison;
  // The sentence and its notes are set apart by two spaces.
  const [headline = "", ...notes] = spokenSentence(comparison).split(/ {2,}/);
  const names = results.map(({ strategy }) => cell(strategy.name));
  const rows = METRICS.filter(({ name }) =>
    results.some(({ metrics }) => metrics[name].value !== null),
  ).map(({ name, unit }) => {
    const cells = results.map(({ metrics, state }) => {
      const { value, halfWidth } = metrics[name];
      if (value === null) return state === "ok" ? "n/a" : state;
      const text = formatEstimate(value, halfWidth, unit);
      return text.half === null ? text.value : `${text.value} +- ${text.half}`;
    });
    return `| ${cell(metricLabel(comparison, name))} | ${cells.join(" | ")} |`;
  });
  const states = results.flatMap(({ state, strategy, reason }) =>
    state === "ok" ? [] : [`- ${strategy.name} is ${state}: ${reason ?? ""}`],
  );
  const flips = flipConditions(verdict.flips).map((flip) => `- flips if ${flip}`);
  const half =
    replications === 1
      ? "n = 1: a single replication has no interval."
      : `n = ${replications} replications; +- is the ${Math.round(100 * level)} % half-width.`;
  return [
    `# ${headline}`,
    "",
    ...(notes.length > 0 ? [notes.join("  \n"), ""] : []),
    ...(states.length > 0 ? [...states, ""] : []),
    `| metric | ${names.join(" | ")} |`,
    `| --- |${names.map(() => " ---: |").join("")}`,
    ...rows,
    "",
    half,
    "",
    ...(flips.length > 0 ? [...flips, ""] : []),
    `Command: \`${provenance.command}\`. Seed ${provenance.seed}, costmoat ${provenance.version},`,
    `digest \`${provenance.digest}\`.`,
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|");
}

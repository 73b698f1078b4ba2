import type { ReactElement } from "react";
import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { METRICS, type MetricName, metricNamed } from "../../sim/metrics.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatEstimate,
  typographic,
} from "../format.ts";
import { isKnown, metricLabel, WORK_COSTS } from "../metricWords.ts";
import { contestOf, differenceOf } from "../pairing.ts";
import { DataTable, type TableData } from "./DataTable.tsx";
import { How } from "./Figure.tsx";
import { PairedDifferences } from "./PairedDifferences.tsx";

const TILES: readonly MetricName[] = [
  "cost_per_mtok_output_usd",
  "npv_usd",
  "p99_ttft_s",
  "busy_share",
  "co2_kg_per_mtok",
];

const MOST_TILES = 6;
const MOST_WORK_TILES = 2;

/** Six figures with their intervals, then every metric with the paired difference. */
export function KeyNumbers({ comparison }: { comparison: Comparison }): ReactElement {
  const known = (name: MetricName): boolean => isKnown(comparison, name);
  const work = WORK_COSTS.filter(known).slice(0, MOST_WORK_TILES);
  const leading = [...new Set<MetricName>([comparison.decision.metric, "lcot_usd_per_mtok"])];
  const tiles = [
    ...leading.filter(known),
    ...work.filter((name) => !leading.includes(name)),
    ...TILES.filter(known),
  ].slice(0, MOST_TILES);
  return (
    <>
      <ul className="tiles">
        {tiles.map((name) => (
          <li key={name}>
            <Tile comparison={comparison} name={name} />
          </li>
        ))}
      </ul>
      <PairedDifferences comparison={comparison} />
      <DataTable id="key-numbers-table" data={metricTable(comparison)} />
      {opens(comparison) && (
        <p>
          Cost per token, cash and present value open down to their <a href="#entries">entries</a>,
          and cost per request, task or unit of work is the same present value over theirs.
        </p>
      )}
      <How>
        <p>
          A figure is the mean over n = {comparison.replications} replications; ± is the half-width
          of its {Math.round(comparison.level * 100)} % Student-t interval: noise of the simulation
          only. What the ranges of the inputs do stands under “What matters”. Differences are
          paired: both sides met the same arrivals, lengths and failures.
        </p>
        <dl className="formulas">
          {METRICS.map(({ name, label, kind, formula, description }) => (
            <div key={name}>
              <dt>
                {label} <code>{name}</code> ({kind})
              </dt>
              <dd>
                {description} <code>{formula}</code>
              </dd>
            </div>
          ))}
        </dl>
      </How>
    </>
  );
}

/** Whether there is a cost stack, with the entries below it. */
function opens({ results }: Comparison): boolean {
  return results.some(
    ({ state, outcomes }) =>
      state === "ok" && outcomes.some(({ lcotUsdPerMtok }) => Number.isFinite(lcotUsdPerMtok)),
  );
}

function Tile({ comparison, name }: { comparison: Comparison; name: MetricName }): ReactElement {
  const metric = metricNamed(name);
  const contest = contestOf(comparison);
  const pair = contest === null ? null : differenceOf(comparison, contest, name);
  const difference =
    pair === null
      ? null
      : typographic(
          pair.halfWidth === null
            ? formatDifference(pair.mean, null, metric?.unit ?? "")
            : `${formatDifference(pair.mean, pair.halfWidth, metric?.unit ?? "")} ${formatDifferenceInterval(pair.mean, pair.halfWidth, metric?.unit ?? "")}`,
        );
  return (
    <>
      <h3>{metricLabel(comparison, name)}</h3>
      <table className="tile-table">
        <tbody>
          {comparison.results.map((result, series) => (
            <tr
              key={result.strategy.name}
              className={result.strategy.name === comparison.verdict.winner ? "winner" : undefined}
            >
              <th scope="row">
                <span className={`dot s${series}-dot`} aria-hidden="true" /> {result.strategy.name}
              </th>
              <td>{estimateText(result, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {difference === null || contest === null ? null : (
        <p className="difference">
          {contest.base} against {contest.other}: {difference}
        </p>
      )}
    </>
  );
}

/** `$0.69 ± 0.01`, `1.9 s (assumed)`, `n/a`. */
export function estimateText(result: StrategyResult, name: MetricName): string {
  const { value, halfWidth, kind } = result.metrics[name];
  if (value === null) return result.state === "ok" ? "n/a" : result.state;
  const { value: text, half } = formatEstimate(value, halfWidth, metricNamed(name)?.unit ?? "");
  const words = half === null ? text : `${text} +- ${half}`;
  return typographic(kind === "assumed" ? `${words} (assumed)` : words);
}

function metricTable(comparison: Comparison): TableData {
  const { results } = comparison;
  const contest = contestOf(comparison);
  const level = Math.round(comparison.level * 100);
  const shown = METRICS.filter(({ name }) => isKnown(comparison, name));
  // Of three and more, long names and half-widths would push the difference off the page.
  const many = results.length > 2;
  const sides = many && contest !== null ? `; difference = ${contest.base} − ${contest.other}` : "";
  const narrow = (text: string) => (many ? text.replace(/\u00a0(?=±)/, "\n") : text);
  return {
    caption: `All metrics (± ${level} % half-width, n = ${comparison.replications})${sides}`,
    columns: [
      { label: "metric" },
      ...results.map(({ strategy }) => ({ label: strategy.name, numeric: true })),
      ...(contest === null
        ? []
        : [
            {
              label: many ? "difference (paired)" : `${contest.base} − ${contest.other} (paired)`,
              numeric: true,
            },
          ]),
    ],
    rows: shown.map(({ name, unit }) => {
      const pair = contest === null ? null : differenceOf(comparison, contest, name);
      const difference =
        pair === null
          ? ""
          : `${formatDifference(pair.mean, pair.halfWidth, unit)}${pair.halfWidth === null ? "" : `\n${formatDifferenceInterval(pair.mean, pair.halfWidth, unit)}`}`;
      return [
        metricLabel(comparison, name),
        ...results.map((result) => narrow(estimateText(result, name))),
        ...(contest === null ? [] : [typographic(difference)]),
      ];
    }),
  };
}

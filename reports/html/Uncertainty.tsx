import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import type { MonteCarlo } from "../../sim/monteCarlo.ts";
import { shareBarsSvg } from "../charts/shareBars.ts";
import { formatInput, formatValue, typographic } from "../format.ts";
import {
  boxSentence,
  endWords,
  howSure,
  inputName,
  pairTexts,
  percent,
  probabilityText,
} from "../views/uncertainty.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure, How, Legend } from "./Figure.tsx";

interface Props {
  readonly comparison: Comparison;
  readonly found: MonteCarlo;
}

const money = (usd: number): string =>
  Number.isFinite(usd) ? typographic(formatValue(usd, "USD")) : "never";

/** Every strategy over the samples: what it costs, what it may lose, how often it wins. */
export function HowSure({ comparison, found }: Props): ReactElement {
  const { outcomes, samples, sampling } = found;
  const { decision, results } = comparison;
  const answer = howSure(found);
  const sells = outcomes.some(({ lossProbability }) => lossProbability !== null);
  const chance = (p: number): string => probabilityText(p, samples);
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="winner-chart"
        title="How often each strategy is the cheapest"
        description={answer}
        draw={(text, widthPx) =>
          shareBarsSvg(
            text,
            outcomes.map(({ strategy, bestProbability }) => ({
              name: strategy,
              share: bestProbability,
              words: chance(bestProbability),
              series: results.findIndex((result) => result.strategy.name === strategy),
              faint: false,
            })),
            `share of ${samples} samples in which it is the cheapest`,
            null,
            widthPx,
          )
        }
        table={{
          caption: `P(row cheaper than column), and P(cheapest of all), over ${samples} samples`,
          columns: [
            { label: "strategy" },
            ...outcomes.map(({ strategy }) => ({ label: strategy, numeric: true })),
            { label: "of all", numeric: true },
          ],
          rows: outcomes.map(({ strategy, bestProbability }) => [
            strategy,
            ...outcomes.map((other) => {
              const p = cheaper(found, strategy, other.strategy);
              return p === null ? "–" : chance(p);
            }),
            chance(bestProbability),
          ]),
        }}
        how={
          <p>
            Every uncertain input is drawn from its range ({sampling} sampling): a stated range is
            the 90 % interval of a lognormal (normal where it reaches 0) with the stated value as
            its median. An input that several strategies share has the same value in all of them.
            Prices re-price the months that were recorded; demand is read off the operating map.
            Each sample is the mean over the replications, so that the noise of the simulation is
            not in here: it stands as ± in the other sections.
          </p>
        }
      />
      <DataTable
        id="strategies-table"
        data={{
          caption: `Over ${samples} samples of the inputs: ${decision.label}, USD per ${decision.unit}, and present value, USD`,
          columns: [
            { label: "strategy" },
            { label: "at today's values", numeric: true },
            { label: "P10", numeric: true },
            { label: "P50", numeric: true },
            { label: "P90", numeric: true },
            { label: "NPV P10", numeric: true },
            { label: "NPV P50", numeric: true },
            { label: "NPV P90", numeric: true },
            { label: "NPV, worst 5 %", numeric: true },
            ...(sells ? [{ label: "P(loss)", numeric: true }] : []),
            { label: "P(cheapest)", numeric: true },
          ],
          rows: outcomes.map((one) => [
            one.strategy,
            money(one.todayUsd),
            ...[one.decision.p10, one.decision.p50, one.decision.p90].map(money),
            ...[one.npv.p10, one.npv.p50, one.npv.p90, one.worstNpvUsd].map(money),
            ...(sells ? [one.lossProbability === null ? "n/a" : chance(one.lossProbability)] : []),
            chance(one.bestProbability),
          ]),
        }}
      />
      <ul className="plain">
        {pairTexts(found).map((line) => (
          <li key={line}>{line} over the stated input ranges</li>
        ))}
      </ul>
      <Ignored found={found} />
    </>
  );
}

/** Probability that one costs less than another; null of itself. */
function cheaper({ pairs }: MonteCarlo, one: string, other: string): number | null {
  for (const { first, second, probability } of pairs) {
    if (first === one && second === other) return probability;
    if (first === other && second === one) return 1 - probability;
  }
  return null;
}

/** The two inputs of a stated correlation, with their paths; by path where none is drawn. */
function inputNames({ inputs, outcomes }: MonteCarlo, path: string, other: string): string[] {
  const named = (at: string): string[] =>
    inputs.filter((input) => input.path === at).map((input) => inputName(input, outcomes.length));
  // A path with itself: its values of several strategies move together.
  const [first, ...others] = named(path);
  const two =
    path === other ? [first === undefined ? [] : [first], others] : [named(path), named(other)];
  return two.map((names, i) => [...names, i === 0 ? path : other].join("\n"));
}

/** What was left where it is, and what was made of stated correlations. */
function Ignored({ found }: { found: MonteCarlo }): ReactElement | null {
  const { notMoved, correlations, complete, samples } = found;
  if (notMoved.length + correlations.length === 0 && complete === samples) return null;
  return (
    <details>
      <summary>What was not drawn, and what moves together</summary>
      {complete === samples ? null : (
        <p>
          In {samples - complete} of {samples} samples some strategy delivers nothing in time: they
          count in P(cheapest), and not in regret.
        </p>
      )}
      {correlations.length === 0 ? null : (
        <DataTable
          id="correlations-table"
          data={{
            caption: "Stated correlations (of normal scores)",
            columns: [
              { label: "input" },
              { label: "with" },
              { label: "stated", numeric: true },
              { label: "used", numeric: true },
              { label: "in the samples", numeric: true },
              { label: "note" },
            ],
            rows: correlations.map(({ path, other, stated, used, found: got, reason }) => [
              ...inputNames(found, path, other),
              String(stated),
              used === null ? "n/a" : used.toFixed(2),
              got === null ? "n/a" : got.toFixed(2),
              reason ?? (used === stated ? "" : "nearest that is possible"),
            ]),
          }}
        />
      )}
      {notMoved.length === 0 ? null : (
        <DataTable
          id="not-moved-table"
          data={{
            caption: "Uncertain inputs that were left at their value",
            columns: [{ label: "input" }, { label: "strategies" }, { label: "why" }],
            rows: notMoved.map(({ path, label, strategies, reason }) => [
              `${label}\n${path}`,
              strategies.join(", "),
              reason,
            ]),
          }}
        />
      )}
    </details>
  );
}

/** Who wins where, what a wrong choice costs, and what it would be worth to know. */
export function WhenItFlips({ found }: Props): ReactElement {
  const { boxes, outcomes, samples, base, perfectInformationUsd } = found;
  return (
    <>
      {boxes.length === 0 ? (
        <p className="answer">No simple condition on the inputs separates who wins.</p>
      ) : (
        <ul className="plain">
          {boxes.map((box) => (
            <li key={box.strategy}>{boxSentence(box, samples)}</li>
          ))}
        </ul>
      )}
      <DataTable
        id="regret-table"
        data={{
          caption:
            "Regret: what a strategy costs more than the cheapest of each sample, for the same work, USD of present value",
          columns: [
            { label: "strategy" },
            { label: "mean regret", numeric: true },
            { label: "P95 regret", numeric: true },
            { label: "P(cheapest)", numeric: true },
          ],
          rows: outcomes.map(({ strategy, meanRegretUsd, p95RegretUsd, bestProbability }) => [
            strategy === base ? `${strategy} (cheapest at today's values)` : strategy,
            money(meanRegretUsd),
            money(p95RegretUsd),
            probabilityText(bestProbability, samples),
          ]),
        }}
      />
      <How>
        <p>
          Each sentence is the box, with at most one limit on each of at most three inputs, that
          holds most of a strategy&apos;s wins while it wins in nine of ten samples in it; every
          such box is tried, limits stand at the middles of the deciles. The expected value of
          perfect information, {money(perfectInformationUsd)}, is the mean regret of the strategy
          that is best on average: more than that is not worth paying to know the inputs first.
        </p>
      </How>
    </>
  );
}

const DRAWN = 12;

/** Which of the inputs the spread of the lead comes from. */
export function VarianceShares({ comparison, found }: Props): ReactElement {
  const { inputs, base } = found;
  const all = comparison.results.length;
  const [first] = inputs;
  const noise = (first?.noise ?? 0) ** 2;
  const clear = inputs.filter(({ matters }) => matters);
  const answer =
    first === undefined || clear.length === 0
      ? "No single input can be told from chance."
      : `${inputName(first, all)} explains ${percent(first.varianceShare)} of how far the lead of ${base} varies; ${clear.length} of ${inputs.length} inputs can be told from chance.`;
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="variance-chart"
        title="Where the uncertainty of the difference comes from"
        description={answer}
        draw={(text, widthPx) =>
          shareBarsSvg(
            text,
            inputs.slice(0, DRAWN).map((input) => ({
              name: inputName(input, all),
              share: input.varianceShare,
              words: percent(input.varianceShare),
              series: null,
              faint: !input.matters,
            })),
            "share of the variance of the difference",
            noise,
            widthPx,
          )
        }
        legend={
          <Legend
            items={[
              { className: "share-bar", words: "explains" },
              { className: "faint", words: "not to be told from chance" },
            ]}
          />
        }
        table={{
          caption: "Inputs by the share of the difference's variance that they explain",
          columns: [
            { label: "input" },
            { label: "low", numeric: true },
            { label: "value", numeric: true },
            { label: "high", numeric: true },
            { label: "rank correlation", numeric: true },
            { label: "chance alone", numeric: true },
            { label: "share", numeric: true },
          ],
          rows: inputs.map((input) => [
            `${inputName(input, all)}\n${input.path}`,
            `${endWords(input.law)[0]} ${formatInput(Number(input.low.toPrecision(4)), "")}`,
            formatInput(Number(input.value.toPrecision(4)), input.unit),
            `${endWords(input.law)[1]} ${formatInput(Number(input.high.toPrecision(4)), "")}`,
            typographic(input.correlation.toFixed(2)),
            `±${input.noise.toFixed(2)}`,
            input.matters ? percent(input.varianceShare) : "none to be seen",
          ]),
        }}
        how={
          <p>
            Spearman&apos;s rank correlation of the drawn input with the difference between {base}{" "}
            and the best of the others, squared. Chance alone stays below the marked line in 99 of
            100 inputs that do nothing. Where inputs are correlated, their shares overlap.
          </p>
        }
      />
    </>
  );
}

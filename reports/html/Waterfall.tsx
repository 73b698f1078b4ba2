import type { ReactElement } from "react";
import { type Waterfall as Data, LEAK_WORDS } from "../../sim/waterfall.ts";
import { waterfallSvg } from "../charts/waterfallChart.ts";
import { formatInput, formatPlain, typographic } from "../format.ts";
import { CHIP_STATES_TITLE, chipStateRows } from "../views/chipStates.ts";
import {
  aloneText,
  rangeText,
  share,
  spentUsdOf,
  stepUsd,
  usd,
  usdTick,
  type WaterfallStep,
  waterfallAnswer,
  waterfallSteps,
} from "../views/waterfall.ts";
import { DataTable, type TableData } from "./DataTable.tsx";
import { Figure } from "./Figure.tsx";

/** Where the money that was spent on compute goes, leak by leak. */
export function Waterfall({ waterfalls }: { waterfalls: readonly Data[] }): ReactElement {
  return (
    <>
      {waterfalls.map((waterfall, i) => (
        <OneWaterfall key={waterfall.strategy} data={waterfall} id={`waterfall-${i + 1}`} />
      ))}
    </>
  );
}

function OneWaterfall({ data, id }: { data: Data; id: string }): ReactElement {
  const { strategy, reason, attribution, assumptions, drivers = [] } = data;
  const answer = typographic(waterfallAnswer(data));
  const steps = waterfallSteps(data);
  return (
    <>
      <p className="answer">{answer}</p>
      {reason === null || data.revenueUsd !== null ? (
        <Figure
          id={id}
          title={`From compute purchased to ${data.revenueUsd === null ? "useful work" : "cash"}: ${strategy}`}
          description={answer}
          draw={(text, widthPx) =>
            waterfallSvg(
              text,
              steps.map((step) => ({
                ...{ label: step.label, texts: figuresOf(step, data) },
                ...{ from: step.fromUsd, to: step.toUsd, colour: step.colour },
              })),
              "USD, present value over the horizon",
              usdTick,
              widthPx,
            )
          }
          table={stepTable(data, steps)}
          how={<HowBars data={data} />}
        />
      ) : null}
      {attribution.length > 0 ? (
        <DataTable id={`${id}-attribution`} data={attributionTable(data)} />
      ) : null}
      {drivers.length > 0 ? (
        <DataTable
          id={`${id}-drivers`}
          data={{
            caption: `What the cost of ${strategy} hangs on: each input at both ends of its range`,
            columns: [
              { label: "input" },
              { label: "value" },
              { label: "range" },
              { label: "USD per 1M tokens at the low end", numeric: true },
              { label: "at the high end", numeric: true },
              { label: "grade" },
            ],
            rows: drivers.map(({ assumption, atLowUsdPerMtok, atHighUsdPerMtok }) => [
              assumption.label,
              formatInput(assumption.value, assumption.unit),
              rangeText(assumption),
              typographic(usd(atLowUsdPerMtok)),
              typographic(usd(atHighUsdPerMtok)),
              assumption.grade,
            ]),
          }}
        />
      ) : null}
      {assumptions.length > 0 ? (
        <DataTable
          id={`${id}-assumptions`}
          data={{
            caption: `What the counterfactuals of ${strategy} assume beside its own inputs`,
            columns: ["input", "value", "low", "high", "source", "as of", "grade"].map((label) => ({
              label,
            })),
            rows: assumptions.map(({ label, value, low, high, unit, source, asOf, grade }) => [
              label,
              formatInput(value, unit),
              low === null ? "" : formatInput(low, unit),
              high === null ? "" : formatInput(high, unit),
              source,
              asOf,
              grade,
            ]),
          }}
        />
      ) : null}
    </>
  );
}

/** The figure with its share and what stands in the leak's place, then with less of that. */
function figuresOf(step: WaterfallStep, data: Data): readonly string[] {
  const spentUsd = spentUsdOf(data);
  const bar = data.bars.find(({ lever }) => lever === step.lever);
  const change = usd(stepUsd(step));
  const part = `${change} (${share(Math.abs(stepUsd(step)) / spentUsd)})`;
  const alone = bar === undefined ? "" : `; alone ${aloneText(bar)}`;
  const both = `${part}${alone}`;
  const all = step.instead === "" ? [] : [`${both}, with ${step.instead}`];
  return [...all, both, part, change].map(typographic);
}

function stepTable(data: Data, steps: readonly WaterfallStep[]): TableData {
  const { bars, usefulUsd, mtok, strategy } = data;
  const spentUsd = spentUsdOf(data);
  const averaged = bars.some(({ shapleyUsd }) => shapleyUsd !== null);
  return {
    caption: `Compute-to-cashflow waterfall of ${strategy}, present value in USD`,
    columns: [
      { label: "step" },
      { label: "USD", numeric: true },
      {
        label: `share of ${data.toilUsd === null ? "compute" : "compute and toil"}`,
        numeric: true,
      },
      { label: "alone, all other leaks left as they are, USD", numeric: true },
      { label: "USD per 1M tokens", numeric: true },
      { label: "tokens it would buy without leaks", numeric: true },
      ...(averaged ? [{ label: "mean over all orders, USD", numeric: true }] : []),
      { label: "what it is compared with" },
    ],
    rows: steps.map((step) => {
      const change = stepUsd(step);
      const bar = bars.find(({ lever }) => lever === step.lever);
      const without = step.lever === null ? "" : LEAK_WORDS[step.lever].without;
      const perMtok = mtok > 0 ? usd(change / mtok) : "n/a";
      const tokens = usefulUsd > 0 ? formatPlain((Math.abs(change) / usefulUsd) * mtok * 1e6) : "";
      return [
        step.label,
        typographic(usd(change)),
        typographic(share(change / spentUsd)),
        typographic(aloneText(bar)),
        typographic(perMtok),
        tokens,
        ...(averaged ? [bar?.shapleyUsd == null ? "" : typographic(usd(bar.shapleyUsd))] : []),
        step.instead === "" ? without : `${step.instead}: ${without}`,
      ];
    }),
  };
}

function attributionTable(data: Data): TableData {
  return {
    caption: `${CHIP_STATES_TITLE} (${data.strategy})`,
    columns: [
      { label: "state of the chips" },
      { label: "they" },
      { label: "USD", numeric: true },
      { label: "share", numeric: true },
      { label: "peak FLOPs offered", numeric: true },
      { label: "joules", numeric: true },
      { label: "tokens it would buy without leaks", numeric: true },
    ],
    rows: chipStateRows(data).map(({ state, words, flops, joules, tokens, ...row }) => [
      ...[state, words, typographic(usd(row.usd)), typographic(share(row.share))],
      ...[flops.toExponential(3), joules.toExponential(3)],
      Number.isFinite(tokens) ? formatPlain(tokens) : "n/a",
    ]),
  };
}

function HowBars({ data }: { data: Data }): ReactElement {
  const { mapRatio, evaluations, replications } = data;
  const ratio =
    mapRatio === null
      ? ""
      : ` Read off that leaner map, today's fleet costs ${Math.round(mapRatio * 1000) / 10} % of what it does.`;
  return (
    <>
      <p>
        A leak is worth what the same accepted work, under the same promise, costs less without it:
        cost before − cost after, the fleet resized in fractions of a replica, on the same arrivals.
        Each bar is conditional on those above it, so that the bars add up to both ends; “alone” is
        the same leak taken away first, with every other left as it is, and those figures do not add
        up: two leaks that lie over one another count in both.{" "}
        <code>costmoat explain --shapley</code> averages over all orders. The simulator itself is
        the judge: {evaluations} costs, {replications} replications each.{ratio}
      </p>
      <ul>
        {data.bars.map(({ lever }) => (
          <li key={lever}>
            <strong>{LEAK_WORDS[lever].tax}</strong>: {LEAK_WORDS[lever].without}.
          </li>
        ))}
      </ul>
      <p>
        The second table needs no counterfactual: dollars by chip-seconds in each state, FLOPs as
        the dense peak that the chips offered in it, joules at the meter. Its rows sum to what was
        spent. Useful work there is arithmetic at the pace that the chip reaches.
      </p>
    </>
  );
}

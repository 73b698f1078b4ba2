import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import type { MonteCarlo } from "../../sim/monteCarlo.ts";
import { demandUnit } from "../charts/breakEvenChart.ts";
import { sampledCurvesSvg } from "../charts/sampledCurves.ts";
import { formatPlain, formatValue } from "../format.ts";
import { probabilityText } from "../views/uncertainty.ts";
import { Figure } from "./Figure.tsx";

/** Break-even under drawn inputs: bands of cost and the probability of being the cheapest. */
export function SampledDemand({ comparison }: { comparison: Comparison }): ReactElement | null {
  const { breakEven, decision, results, monteCarlo: found } = comparison;
  const volumes = found?.volumes ?? null;
  if (found === undefined || volumes === null || breakEven === null) return null;
  const demand = demandUnit(breakEven, decision);
  const answer = crossingAnswer(found, demand.perDay, demand.words);
  const seriesOf = (name: string): number =>
    results.findIndex(({ strategy }) => strategy.name === name);
  const today = breakEven.todayRequestsPerS * demand.perRequestS;
  const curvesOf = (kind: "usd" | "probability") =>
    volumes.curves.map(({ strategy, usd, bestProbability }) => ({
      name: strategy,
      series: seriesOf(strategy),
      points: demand.perDay.flatMap((x, i) => {
        const p = bestProbability[i] ?? 0;
        if (kind === "probability") return [{ x, y: p, low: p, high: p }];
        const { p10: low = 0, p50: y = 0, p90: high = 0 } = usd[i] ?? {};
        return low > 0 && Number.isFinite(high) ? [{ x, y, low, high }] : [];
      }),
    }));
  const xTitle = `${demand.words} per day`;
  const table = {
    caption: `P10, P50 and P90 of the cost, USD per ${decision.unit}, and probability of being the cheapest (${volumes.samples} samples)`,
    columns: [
      { label: xTitle, numeric: true },
      ...volumes.curves.flatMap(({ strategy }) => [
        { label: `${strategy}, USD`, numeric: true },
        { label: `P(${strategy} cheapest)`, numeric: true },
      ]),
    ],
    rows: demand.perDay.map((perDay, i) => [
      formatPlain(perDay),
      ...volumes.curves.flatMap(({ usd, bestProbability }) => {
        const spread = usd[i];
        const money = (x: number) => (Number.isFinite(x) ? formatValue(x, "USD") : "n/a");
        return [
          spread === undefined
            ? "n/a"
            : `${money(spread.p50)}\n[${money(spread.p10)}, ${money(spread.p90)}]`,
          probabilityText(bestProbability[i] ?? 0, volumes.samples),
        ];
      }),
    ]),
  };
  const bands = curvesOf("usd").filter(({ points }) => points.length > 1);
  return (
    <>
      <h3>With the inputs drawn from their ranges</h3>
      <p className="answer">{answer}</p>
      {bands.length === 0 ? null : (
        <Figure
          id="volume-bands-chart"
          title="Cost against demand, inputs drawn"
          description={answer}
          draw={(text, widthPx) =>
            sampledCurvesSvg(
              text,
              bands,
              {
                ...{ xTitle, x: "demand", y: "usd", today },
                yTitle: `USD per ${decision.unit}: median, P10 to P90`,
              },
              widthPx,
            )
          }
          table={table}
          how={
            <p>
              At each demand the months are read off the operating map and priced in each of{" "}
              {volumes.samples} samples; demand itself is not drawn here.
            </p>
          }
        />
      )}
      <Figure
        id="volume-winner-chart"
        title="Who is the cheapest, against demand"
        description={answer}
        draw={(text, widthPx) =>
          sampledCurvesSvg(
            text,
            curvesOf("probability"),
            {
              ...{ xTitle, x: "demand", y: "probability", today },
              yTitle: "probability of being the cheapest",
            },
            widthPx,
          )
        }
        table={table}
        how={<p>The share of the same samples in which each strategy costs least.</p>}
      />
    </>
  );
}

/** Where the favourite changes, and how sure it is at today's demand. */
function crossingAnswer(
  { volumes, samples }: MonteCarlo,
  perDay: readonly number[],
  words: string,
): string {
  const favourites = perDay.map((_, i) => {
    const order = (volumes?.curves ?? []).toSorted(
      (a, b) => (b.bestProbability[i] ?? 0) - (a.bestProbability[i] ?? 0),
    );
    return { name: order[0]?.strategy ?? "", p: order[0]?.bestProbability[i] ?? 0 };
  });
  const stretches = favourites.flatMap(({ name }, i) => {
    if (i > 0 && favourites[i - 1]?.name === name) return [];
    const end = favourites.findIndex((other, j) => j > i && other.name !== name);
    const own = favourites.slice(i, end < 0 ? undefined : end);
    const most = Math.max(...own.map(({ p }) => p));
    const from = formatPlain(Number((perDay[i] ?? 0).toPrecision(2)));
    const where = i === 0 ? "below that of the next" : `from ${from} ${words} a day on`;
    return [{ name, where, most }];
  });
  const said = stretches.map(({ name, where, most }, i) => {
    const p = probabilityText(most, volumes?.samples ?? samples);
    const at =
      stretches.length === 1 ? "at every demand looked at" : i === 0 ? "at low demand" : where;
    return `${name} is most often the cheapest ${at} (P up to ${p})`;
  });
  return `${said.join("; ")}.`;
}

/** How probable it is, month by month, to have paid less for good. */
export function SampledPayback({ comparison }: { comparison: Comparison }): ReactElement | null {
  const { aheadByMonth = [], base = "", samples = 0 } = comparison.monteCarlo ?? {};
  const last = aheadByMonth.at(-1);
  if (last === undefined) return null;
  const series = comparison.results.findIndex(({ strategy }) => strategy.name === base);
  const half = aheadByMonth.findIndex((p) => p >= 0.5);
  const answer =
    half < 0
      ? `Over the stated ranges ${base} ends with less cash paid than the next best in ${Math.round(100 * last)} % of the samples.`
      : `Over the stated ranges ${base} has paid less than the next best for good by month ${half} in every second sample, and by the end in ${Math.round(100 * last)} %.`;
  const points = aheadByMonth.map((p, month) => ({ x: month, y: p, low: p, high: p }));
  return (
    <>
      <h3>With the inputs drawn from their ranges</h3>
      <p className="answer">{answer}</p>
      <Figure
        id="ahead-chart"
        title={`Probability that ${base} is ahead for good`}
        description={answer}
        draw={(text, widthPx) =>
          sampledCurvesSvg(
            text,
            [{ name: base, series, points }],
            {
              ...{ x: "months", y: "probability", today: null, xTitle: "months of service" },
              yTitle: "P(paid less from this month to the end)",
            },
            widthPx,
          )
        }
        table={{
          caption: `Share of ${samples} samples in which ${base} has paid less from this month to the end`,
          columns: [
            { label: "month", numeric: true },
            { label: "probability", numeric: true },
          ],
          rows: aheadByMonth.flatMap((p, month) =>
            month % 6 === 0 || month === aheadByMonth.length - 1
              ? [[String(month), probabilityText(p, samples)]]
              : [],
          ),
        }}
        how={
          <p>
            Cumulative cash of {base} against that of the strategy that is next best at the values
            of today, in each sample; the sale at the end is in the last month.
          </p>
        }
      />
    </>
  );
}

import type { ReactElement } from "react";
import type { Comparison, Sizing as SizingData, StrategyResult } from "../../sim/comparison.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { dayCurveSvg } from "../charts/dayCurveChart.ts";
import { sizingSvg } from "../charts/sizingChart.ts";
import { formatPlain, formatValue } from "../format.ts";
import { poolName, poolOrder, poolPlans } from "../views/pools.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure, How } from "./Figure.tsx";

/** How demand goes on after the first month. */
function growthWords({ growthPerMonth, saturation, seasons, months }: Strategy["horizon"]): string {
  const grows =
    saturation === undefined
      ? `Demand grows by ${formatValue(growthPerMonth, "share")} a month for ${months} months`
      : `Demand levels off at ${formatPlain(saturation.limit)} times the first month's, half of it in month ${saturation.midpointMonths + 1}`;
  if (seasons === undefined) return `${grows}.`;
  const [low, high] = [Math.min(...seasons), Math.max(...seasons)];
  return `${grows}; seasons take it from ${formatPlain(low)} to ${formatPlain(high)} times that.`;
}

/** The day that fleets are sized for and paid through. */
export function DayCurve({ strategy }: { strategy: Strategy }): ReactElement {
  const { hourlyFactors, meanRequestsPerS, curveLabel } = strategy.horizon;
  const growth = growthWords(strategy.horizon);
  const highest = Math.max(...hourlyFactors);
  if (hourlyFactors.length === 0 || highest === Math.min(...hourlyFactors)) {
    return (
      <p className="answer">
        {/^flat/i.test(curveLabel) ? capital(curveLabel) : "Flat: no day curve"}. Every hour sees{" "}
        {formatPlain(meanRequestsPerS)} requests per second in month 1. {growth}
      </p>
    );
  }
  const rates = hourlyFactors.map((factor) => factor * meanRequestsPerS);
  const answer = `The peak hour brings ${formatPlain(highest * meanRequestsPerS)} requests per second, ${formatPlain(highest)} times the mean of ${formatPlain(meanRequestsPerS)} (month 1; ${curveLabel}). ${growth}`;
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="day-curve-chart"
        title="Requests per second by hour of a weekday"
        description={answer}
        draw={(text, widthPx) => dayCurveSvg(text, rates, widthPx)}
        table={{
          caption: "Requests per second by hour of a weekday, month 1",
          columns: [
            { label: "hour", numeric: true },
            { label: "factor", numeric: true },
            { label: "requests/s", numeric: true },
          ],
          rows: hourlyFactors.map((factor, hour) => [
            String(hour),
            formatPlain(factor),
            formatPlain(factor * meanRequestsPerS),
          ]),
        }}
        how={
          <p>
            The curve is an input ({curveLabel}). Fleets are sized on the peak hour and paid for all
            hours, unless they are rented on demand and follow the hour; utilisation is the result
            weighted by the hours of the week at each level.
          </p>
        }
      />
    </>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Sized {
  readonly name: string;
  readonly sizing: SizingData;
  readonly quantile: number;
  /** Pools with what each has in all; empty where the fleet is one pool. */
  readonly pools: readonly PoolSize[];
  /** A scaler decides how many replicas are on. */
  readonly scales: boolean;
}

interface PoolSize {
  readonly name: string;
  readonly replicas: number;
  readonly chips: number;
}

export function sizedFleets({ results }: Comparison): Sized[] {
  return results.flatMap((result) => {
    const { strategy, sizing, map, state } = result;
    if (sizing === null) return [];
    if (sizing.sources !== undefined) return sourceFleets(result, sizing.sources);
    const scales = poolPlans(result).some(({ scaling }) => scaling !== undefined);
    return [
      {
        name: strategy.name,
        sizing,
        quantile: strategy.plan.promise.quantile,
        pools: poolOrder(result).flatMap((i) => {
          const pool = sizing.pools?.[i];
          return pool === undefined ? [] : [{ ...pool, name: poolName(result, i) }];
        }),
        scales: scales && map === null && state === "ok",
      },
    ];
  });
}

/** The fleets of several sources, each by itself. */
function sourceFleets(
  { strategy }: StrategyResult,
  sources: NonNullable<SizingData["sources"]>,
): Sized[] {
  const { quantile } = strategy.plan.promise;
  return sources.flatMap(({ name, copies, sizing }) => {
    if (sizing === null) return [];
    const said = `${strategy.name}: ${name}${copies > 1 ? ` (each of ${copies})` : ""}`;
    return [{ name: said, sizing, quantile, pools: [], scales: false }];
  });
}

/** `7 replicas on 28 chips`; of several pools also what each of them has. */
function fleetWords({ sizing, pools, scales }: Sized): string {
  const { replicas, chips } = sizing;
  if (pools.length === 0) return `${scales ? "up to " : ""}${replicas} replicas on ${chips} chips`;
  const parts = pools.map((pool) => `${pool.name}: ${pool.replicas}`);
  const all = scales
    ? `up to ${replicas} replicas`
    : `${replicas} ${replicas === 1 ? "unit" : "units"} of the pools`;
  return `${all} on ${chips} chips (replicas by pool: ${parts.join(", ")})`;
}

/** What the size of the fleet is owed to. */
function reasonWords({ sizing, scales }: Sized): string {
  if (scales) return "as many as the scaler may switch on.";
  return sizing.how === "fixed" ? "as the scenario says." : "the fewest that hold the promise.";
}

/** How many replicas, and why not one fewer. */
export function FleetSizing({ fleets }: { fleets: readonly Sized[] }): ReactElement {
  return (
    <>
      {fleets.map(({ name, sizing, quantile, ...rest }, i) => (
        <div className="sized" key={name}>
          <p className="answer">
            {name}: {fleetWords({ name, sizing, quantile, ...rest })} for{" "}
            {formatPlain(sizing.peakRequestsPerS)} requests per second in the peak hour,{" "}
            {reasonWords({ name, sizing, quantile, ...rest })}
            {(sizing.spares ?? 0) > 0
              ? ` Of them ${sizing.spares} stand${sizing.spares === 1 ? "s" : ""} in for replicas under repair.`
              : ""}
            {rest.scales
              ? " It is simulated as it is, whole, at several rates from its quietest to its busiest hour: no part of it stands for the rest."
              : ""}
          </p>
          {sizing.candidates.length < 2 ? null : (
            <Figure
              id={`sizing-chart-${i}`}
              title={`Fleet sizes tried for ${name}`}
              description={`${sizing.replicas - (sizing.spares ?? 0)} ${sizing.pools === undefined ? "replicas" : "units"} were chosen of ${sizing.candidates.length} sizes tried.`}
              draw={(text, widthPx) => sizingSvg(text, sizing, quantile, widthPx)}
              table={{
                caption: `Fleet sizes tried for ${name}`,
                columns: [
                  { label: sizing.pools === undefined ? "replicas" : "units", numeric: true },
                  { label: "on time", numeric: true },
                  { label: "lower 95 % bound", numeric: true },
                  { label: "holds the promise" },
                ],
                rows: sizing.candidates.map((candidate) => [
                  String(candidate.replicas),
                  formatValue(candidate.onTimeShare, "share"),
                  formatValue(candidate.onTimeShareLower, "share"),
                  candidate.holds ? "yes" : "no",
                ]),
              }}
              how={
                <p>
                  Every size meets the same arrivals of the peak hour. The promise holds when the
                  lower 95 % bound of the on-time share, over replications, reaches the promised
                  share.
                </p>
              }
            />
          )}
        </div>
      ))}
      <SizingTable fleets={fleets} />
    </>
  );
}

function SizingTable({ fleets }: { fleets: readonly Sized[] }): ReactElement {
  return (
    <>
      <DataTable
        id="sizing-table"
        data={{
          caption: "Fleets at the start of service",
          columns: [
            { label: "strategy" },
            { label: "replicas", numeric: true },
            { label: "chips", numeric: true },
            { label: "peak requests/s", numeric: true },
            { label: "how" },
          ],
          rows: fleets.map(({ name, sizing, pools, scales }) => [
            name,
            pools.length === 0
              ? String(sizing.replicas)
              : pools.map(({ name: pool, replicas }) => `${pool}: ${replicas}`).join("\n"),
            String(sizing.chips),
            formatPlain(sizing.peakRequestsPerS),
            scales
              ? "the most that its scaler may switch on"
              : sizing.how === "fixed"
                ? "fixed by the scenario"
                : "sized on the peak hour",
          ]),
        }}
      />
      <How>
        <p>The fleet grows with demand over the horizon; the table shows its first month.</p>
      </How>
    </>
  );
}

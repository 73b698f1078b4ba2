import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { type YearsPanel, yearsSvg } from "../charts/yearsChart.ts";
import { formatPlain } from "../format.ts";
import { meanOf } from "../views/costStack.ts";
import { monthlyMeans, type YearsRow, yearsRows } from "../views/years.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure } from "./Figure.tsx";

type Quantity = readonly [
  label: string,
  unit: string,
  of: (row: YearsRow) => number | null,
  /** Shown although it is 0 everywhere. */
  always?: boolean,
];

const QUANTITIES: readonly Quantity[] = [
  ["demand", "requests/s", (row) => row.requestsPerS, true],
  ["chips at hand", "", (row) => row.chips, true],
  ["chips without power", "", (row) => row.darkChips],
  ["chips of the next generation", "", (row) => row.nextChips],
  ["power drawn", "kW of IT", (row) => row.itKw, true],
  ["turned away", "% of requests", (row) => 100 * row.turnedAwayShare, true],
  ["purchases", "USD a month", (row) => row.purchasesUsd],
  [
    "software",
    "tokens per chip-second, first month = 1",
    (row) => (row.softwareFactor === 1 ? 0 : row.softwareFactor),
  ],
];

/** Demand and the fleet behind it, month by month. */
export function Years({ comparison }: { comparison: Comparison }): ReactElement {
  const rows = yearsRows(comparison);
  const months = rows.reduce((most, { month }) => Math.max(most, month), 1);
  const panels = panelsOf(comparison, rows);
  const answer = yearsAnswer(comparison, rows);
  const ofYears = yearsOf(comparison, rows, months);
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="years-chart"
        title="Demand, chips, power and purchases by month"
        description={answer}
        draw={(text, widthPx) => yearsSvg(text, panels, months, widthPx)}
        legend={
          <ul className="legend">
            {comparison.results.map(({ strategy }, series) => (
              <li key={strategy.name}>
                <span className={`dot s${series}-dot`} aria-hidden="true" /> {strategy.name}
              </li>
            ))}
            <li>across: month of service</li>
          </ul>
        }
        table={{
          caption: "Every third month, means over replications",
          columns: [
            { label: "strategy" },
            { label: "month", numeric: true },
            ...panels.map(({ label, unit }) => ({
              label: unit === "" ? label : `${label}, ${unit}`,
              numeric: true,
            })),
          ],
          rows: monthRows(comparison, panels, months),
        }}
        how={
          <p>
            Demand is the trend of the scenario times the season of the month. Chips at hand are
            those delivered by then, whether there is power for them or not; those of the next
            generation are among them. What the chips on power cannot carry inside the promise is
            turned away: nobody waits for months. Purchases are paid in the month shown, what was
            paid before service in the first. Every month is read off the operating map of the chips
            in service; years.csv has all months.
          </p>
        }
      />
      <DataTable
        id="years-table"
        data={{
          caption: "By year: means of months (± 95 % half-width), purchases summed",
          columns: [
            { label: "strategy" },
            ...[
              ...["year", "requests/s", "chips", "chips without power", "turned away"],
              ...["purchases, USD", "last price paid"],
            ].map((label) => ({ label, numeric: true })),
          ],
          rows: ofYears,
        }}
      />
    </>
  );
}

function panelsOf({ results, level }: Comparison, rows: readonly YearsRow[]): YearsPanel[] {
  return QUANTITIES.filter(([, , of, always]) => always || rows.some((row) => of(row) !== 0)).map(
    ([label, unit, of]) => ({
      label,
      unit,
      curves: results.flatMap(({ strategy }, series) => {
        const points = monthlyMeans(rows, strategy.name, of).map(({ month, values }) => {
          const { value, half } = meanOf(values, level, "");
          return { x: month, y: value, low: value - (half ?? 0), high: value + (half ?? 0) };
        });
        return points.length === 0 ? [] : [{ series, points }];
      }),
    }),
  );
}

function monthRows({ results }: Comparison, panels: readonly YearsPanel[], months: number) {
  const shown = Array.from({ length: months }, (_, i) => i + 1).filter(
    (month) => month % 3 === 0 || month === 1 || month === months,
  );
  return results.flatMap(({ strategy }, series) =>
    shown.flatMap((month) => {
      const cells = panels.map(({ curves }) => {
        const curve = curves.find((one) => one.series === series);
        const point = curve?.points.find(({ x }) => x === month);
        return point === undefined ? null : formatPlain(point.y);
      });
      if (cells.every((cell) => cell === null)) return [];
      return [[strategy.name, String(month), ...cells.map((cell) => cell ?? "n/a")]];
    }),
  );
}

function yearsOf({ results, level }: Comparison, rows: readonly YearsRow[], months: number) {
  const years = Array.from({ length: Math.ceil(months / 12) }, (_, i) => i + 1);
  return results.flatMap(({ strategy }) =>
    years.flatMap((year) => {
      const own = rows.filter(
        (row) => row.strategy === strategy.name && Math.ceil(row.month / 12) === year,
      );
      if (own.length === 0) return [];
      const replications = [...new Set(own.map(({ replication }) => replication))];
      const by = (of: (row: YearsRow) => number, sum: boolean, unit: string): string => {
        const values = replications.map((replication) => {
          const mine = own.filter((row) => row.replication === replication);
          const total = mine.reduce((all, row) => all + of(row), 0);
          return sum ? total : total / mine.length;
        });
        return meanOf(values, level, unit).text;
      };
      const priced = own.flatMap(({ priceUsd }) => (priceUsd === null ? [] : [priceUsd]));
      const last = priced.at(-1);
      const unit = (own[0]?.priceUnit ?? "").replace("USD per ", "");
      return [
        [
          strategy.name,
          String(year),
          by((row) => row.requestsPerS, false, ""),
          by((row) => row.chips, false, ""),
          by((row) => row.darkChips, false, ""),
          by((row) => row.turnedAwayShare, false, "share"),
          by((row) => row.purchasesUsd, true, "USD"),
          last === undefined ? "n/a" : `$${formatPlain(last)} per ${unit}`,
        ],
      ];
    }),
  );
}

/** What share of the requests each turns away. */
export function yearsAnswer({ results }: Comparison, rows: readonly YearsRow[]): string {
  const words = results.flatMap(({ strategy }) => {
    const own = rows.filter((row) => row.strategy === strategy.name);
    const asked = own.reduce((sum, row) => sum + row.requestsPerS, 0);
    if (asked === 0) return [];
    const turned = own.reduce((sum, row) => sum + row.requestsPerS * row.turnedAwayShare, 0);
    return [`${strategy.name} turns away ${formatPlain((100 * turned) / asked)} % of the requests`];
  });
  return `${words.join(", ")}.`;
}

import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { type CashCurve, cashSvg } from "../charts/cashChart.ts";
import { formatEstimate, typographic } from "../format.ts";
import { contestOf } from "../pairing.ts";
import type { CashYearView } from "../views/cash.ts";
import type { CashBreakdown } from "../views/cashBreakdown.ts";
import { CashEntries } from "./CashEntries.tsx";
import { DataTable } from "./DataTable.tsx";
import { Figure, How } from "./Figure.tsx";

/** Cash paid up to each month. */
export function CumulativeCash({
  comparison,
  curves,
}: {
  comparison: Comparison;
  curves: readonly CashCurve[];
}): ReactElement {
  const { fromMonth } = comparison.verdict;
  const answer = cashAnswer(comparison, curves);
  const months = curves[0]?.points.map(({ x }) => x) ?? [];
  const stride = Math.max(1, Math.round(months.length / 12));
  const shown = months.filter((month) => month % stride === 0 || month === months.at(-1));
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="cash-chart"
        title="Cumulative cash by month"
        description={answer}
        draw={(text, widthPx) => cashSvg(text, curves, fromMonth, widthPx)}
        table={{
          caption: "Cash paid up to the end of each month, USD (± 95 % half-width)",
          columns: [
            { label: "month", numeric: true },
            ...curves.map(({ name }) => ({ label: name, numeric: true })),
          ],
          rows: shown.map((month) => [
            String(month),
            ...curves.map(({ points }) => cellOf(points[month])),
          ]),
        }}
        how={
          <p>
            All cash as it leaves, not discounted; month 0 is before service starts. A resale at the
            end comes back in the last month. The month named is the first from which the winner's
            sum stays below the runner-up's. The years behind it open under{" "}
            <a href="#cash-entries">Cash flow</a>, every month in focus.csv.
          </p>
        }
      />
    </>
  );
}

function cellOf(point: CashCurve["points"][number] | undefined): string {
  if (point === undefined) return "n/a";
  const half = point.high > point.low ? (point.high - point.low) / 2 : null;
  const { value, half: text } = formatEstimate(point.y, half, "USD");
  return typographic(text === null ? value : `${value} +- ${text}`);
}

function cashAnswer(comparison: Comparison, curves: readonly CashCurve[]): string {
  const ends = curves.map(({ name, points }) => `${name} ${cellOf(points.at(-1))}`).join(", ");
  const contest = contestOf(comparison);
  const { fromMonth, winner } = comparison.verdict;
  const months = (curves[0]?.points.length ?? 1) - 1;
  const total = `Cash paid after ${months} months: ${ends}.`;
  if (contest === null || winner === null) return total;
  if (fromMonth === null) {
    return `${winner} does not end below ${contest.other} in undiscounted cash. ${total}`;
  }
  return `${winner} has paid less than ${contest.other} from month ${fromMonth} on. ${total}`;
}

function hasSomething({ capex, opex, residual, mtok }: CashYearView): boolean {
  return [capex, opex, residual, mtok].some(({ value }) => value !== 0);
}

/** The years as an accountant wants them. */
export function YearlyCash({
  years,
  breakdowns,
}: {
  years: readonly CashYearView[];
  breakdowns: readonly CashBreakdown[];
}): ReactElement {
  return (
    <>
      <p className="answer">
        Cash that leaves in each year, what comes back, and what is written off.
      </p>
      <DataTable
        id="cash-flow-table"
        data={{
          caption: "Yearly cash flow, USD of year 0, not discounted (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            ...[
              "year",
              "capex",
              "opex",
              "resale",
              "cash out",
              "depreciation",
              "1M tokens",
              "chips",
            ].map((label) => ({ label, numeric: true })),
          ],
          rows: years
            .filter(hasSomething)
            .map((row) => [
              row.name,
              row.year === 0 ? "start" : String(row.year),
              row.capex.text,
              row.opex.text,
              row.residual.text,
              row.cash.text,
              row.depreciation.text,
              row.mtok.text,
              row.chips.text,
            ]),
        }}
      />
      <CashEntries views={breakdowns} />
      <How>
        <p>
          “Start” is before the first month of service. Cash = capex + opex + resale. Depreciation
          is the straight-line write-off of what was bought; it is not cash and is not part of any
          cost above. Tokens are all that finished inside the promise, input, cached and output.
        </p>
      </How>
    </>
  );
}

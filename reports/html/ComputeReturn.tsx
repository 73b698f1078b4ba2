import type { ReactElement } from "react";
import { formatPlain, formatValue, typographic } from "../format.ts";
import { type ReturnView, returnAnswer, returnRows, userRows } from "../views/computeReturn.ts";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

/** What a dollar of compute brings: in cash, in value, at the margin; and whether users pay for it. */
export function ComputeReturn({
  views,
  winner,
}: {
  views: readonly ReturnView[];
  winner: string | null;
}): ReactElement {
  const users = userRows(views);
  const names = views.map(({ name }) => ({ label: name, numeric: true }));
  return (
    <>
      <p className="answer">{typographic(returnAnswer(views, winner))}</p>
      <DataTable
        id="return-table"
        data={{
          caption:
            "Return on compute in three registers (± 95 % half-width; 1 = a dollar a dollar)",
          columns: [{ label: "register" }, ...names],
          rows: returnRows(views).map(([key, words]) => [
            words,
            ...views.map(({ cells }) => typographic(cells[key])),
          ]),
        }}
      />
      <DataTable
        id="return-demand-table"
        data={{
          caption: "The map read again at other demands, present values",
          columns: [
            { label: "strategy" },
            { label: "demand", numeric: true },
            { label: "compute", numeric: true },
            { label: "revenue at these prices", numeric: true },
            { label: "value along the demand curve", numeric: true },
          ],
          rows: views.flatMap(({ name, facts }) =>
            facts.readings.map(({ multiple, computeUsd, revenueUsd, valueUsd }) => [
              name,
              `${formatPlain(multiple)} ×`,
              formatValue(computeUsd, "USD"),
              formatValue(revenueUsd, "USD"),
              valueUsd === null ? "n/a" : formatValue(valueUsd, "USD"),
            ]),
          ),
        }}
      />
      <DataTable
        id="earned-table"
        data={{
          caption: "What earns it, over the horizon",
          columns: [{ label: "strategy" }, { label: "sold as" }, { label: "USD", numeric: true }],
          rows: views.flatMap(({ name, facts }) =>
            facts.earnedByModel.map(({ model, usd }) => [name, model, formatValue(usd, "USD")]),
          ),
        }}
      />
      {users.length === 0 ? null : (
        <DataTable
          id="collapse-table"
          data={{
            caption: "One user in the first month, and when use outruns what is paid",
            columns: [
              { label: "strategy" },
              { label: "costs a month", numeric: true },
              { label: "brings a month", numeric: true },
              { label: "users who pay", numeric: true },
              { label: "must pay (phi*)", numeric: true },
              { label: "use grows a year", numeric: true },
              { label: "cost changes a year", numeric: true },
              { label: "collapse", numeric: true },
            ],
            rows: users.map((row) => row.map(typographic)),
          }}
        />
      )}
      <How>
        <p>
          Cash = (revenue − other variable cost) / compute, present values at the cost of capital;
          people, tuning and moves are in neither part, and are taken from revenue where “people
          paid” is said. Value adds what customers would have paid beyond the price: the area under
          the demand curve through today's revenue per token and volume, up to the price ceiling of
          the scenario's market; without a market it is left out. Marginal = exponent × average of V
          = A C^beta, fitted to the readings above: the map read again 10 % to either side and on to
          half and double the demand, fleets sized anew, so that a whole server does not decide.
          Users who must pay: (cost of a user − advertising) / price of a seat. Use outruns money
          where (1 + growth of use)(1 + change of cost) is above 1, for a seat costs what it costs.
        </p>
      </How>
    </>
  );
}

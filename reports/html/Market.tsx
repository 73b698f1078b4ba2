import type { ReactElement } from "react";
import type { MarketOutcome } from "../../sim/marketOutcome.ts";
import { monthsSvg } from "../charts/monthsChart.ts";
import { SERIES_LOOKS } from "../charts/palette.ts";
import { formatPlain, formatValue, typographic } from "../format.ts";
import {
  curveName,
  marketPanels,
  STANDING_COLUMNS,
  standingRows,
  yearRows,
} from "../views/market.ts";
import { marketAnswer } from "../views/marketAnswer.ts";
import { eventPins, eventRows } from "../views/marketEvents.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure, How } from "./Figure.tsx";

/** Where the sellers of one market stand, and what becomes of them. */
export function Market({ market }: { market: MarketOutcome }): ReactElement {
  const answer = typographic(marketAnswer(market));
  const rows = standingRows(market);
  const events = eventRows(market);
  const { path, sellers, absent } = market;
  return (
    <>
      <p className="answer">{answer}</p>
      {absent.length === 0 ? null : (
        <p>Does not work, and so does not sell: {absent.join(", ")}.</p>
      )}
      <DataTable
        id="standing-table"
        data={{
          caption: "Sellers at the start of the market, and what their leads are worth",
          columns: [
            { label: "figure" },
            ...rows.map(({ seller }) => ({ label: seller.firm.id, numeric: true })),
          ],
          rows: STANDING_COLUMNS.map(([key, words]) => [
            words,
            ...rows.map(({ cells }) => typographic(cells[key])),
          ]),
        }}
      />
      <p>
        The cost of a full fleet is not the levelised cost of the key numbers. It is that of a fleet
        that makes the volume in the first row, full in the busiest hour of the week, at the prices
        of the first day, with the engineers of the strategy spread over that volume. The levelised
        cost is that of the fleet that serves today’s demand, over its years.
      </p>
      <Figure
        id="market-chart"
        title="The market month by month"
        description={answer}
        draw={(text, widthPx) =>
          monthsSvg(text, marketPanels(market), path.months.length, eventPins(market), widthPx)
        }
        legend={
          <ul className="legend">
            {sellers.map(({ firm }, i) => (
              <li key={firm.id}>
                <span className={`dot s${i % SERIES_LOOKS}-dot`} aria-hidden="true" />{" "}
                {firm.id.endsWith(curveName(market, i)) ? "" : `${curveName(market, i)} `}
                {firm.id}
              </li>
            ))}
            {events.length === 0 ? null : <li>numbered lines: events below</li>}
          </ul>
        }
        table={{
          caption: "The market year by year",
          columns: [
            { label: "month" },
            { label: "seller" },
            { label: "standing" },
            { label: "price per 1M tokens", numeric: true },
            { label: "share", numeric: true },
            { label: "sold, Mtok", numeric: true },
            { label: "margin", numeric: true },
            { label: "cost of a full fleet", numeric: true },
            { label: "cash", numeric: true },
          ],
          rows: yearRows(market),
        }}
        how={
          <p>
            Each month sellers add to their cost the margin from which none gains by moving alone, p
            = c + 1 / (a (1 − s) + e s / P), raised until the demand fits their fleets and no higher
            than customers pay at most. Customers choose by price and appeal; those who do not look
            around stay; the volume follows the mean price with the stated elasticity. Fleets are
            paid for whether they sell or not, and ordered a lead time ahead. Costs are those of
            full fleets read off the operating maps at the prices of the first day; then they fall
            by public gains, by making, and by what is spent on efficiency, and a share of the best
            software lead leaks to the others each year. Margins below −100 % are drawn at the edge.
            market.csv holds every month.
          </p>
        }
      />
      {events.length === 0 ? (
        <p>Nobody entered, left, cut a free tier or changed hands.</p>
      ) : (
        <DataTable
          id="market-events-table"
          data={{
            caption: "What happened, and why",
            columns: [
              { label: "no." },
              { label: "month", numeric: true },
              { label: "seller" },
              { label: "what happened" },
              { label: "why" },
            ],
            rows: events.map((row) => [
              row.mark,
              String(row.month),
              row.firm,
              row.words,
              typographic(row.why),
            ]),
          }}
        />
      )}
      <DataTable
        id="scale-table"
        data={{
          caption: "Smallest fleet within 10 % of the lowest cost",
          columns: [
            { label: "seller" },
            { label: "cost curve of" },
            { label: "volume, Mtok a month", numeric: true },
            { label: "to buy it", numeric: true },
            { label: "to run it, a month", numeric: true },
          ],
          rows: sellers.map((seller) => [
            seller.firm.id,
            seller.costFactor === 1
              ? seller.strategy
              : `${seller.strategy} × ${formatPlain(seller.costFactor)}`,
            formatPlain(seller.efficientMtokPerMonth),
            formatValue(seller.efficientCapitalUsd, "USD"),
            formatValue(seller.efficientUsdPerMonth, "USD"),
          ]),
        }}
      />
      <How>
        <p>
          Price floor: below its avoidable cost a seller stops at once, below its average cost it
          loses cash. Survival: another posts its average cost less the stated cut; months = cash /
          min((average cost − price) × volume, fixed cost). Free users per paying user: (price −
          cost of the paid use) / cost of the free use, or (rival's cost − own) / own where there is
          no product. Lead = 1 − own cost / cheapest other's cost of a full fleet; its worth is the
          lead in dollars on what is made, discounted.
        </p>
      </How>
    </>
  );
}

import type { ReactElement } from "react";
import { USUAL_SHARES } from "../../sim/usualShares.ts";
import { segmentClass } from "../charts/palette.ts";
import { stackBarsSvg } from "../charts/stackBars.ts";
import { formatUsdTick, formatValue, typographic } from "../format.ts";
import type { StackView } from "../views/costStack.ts";
import { costStackAnswer } from "../views/costStack.ts";
import type { EntriesView } from "../views/entries.ts";
import type { UnusualFleet } from "../views/usualShares.ts";
import { Entries } from "./Entries.tsx";
import { Figure, Legend } from "./Figure.tsx";

/** What a million tokens are made of in dollars. */
export function CostStack({
  stacks,
  unusual,
  entries,
}: {
  stacks: readonly StackView[];
  unusual: readonly UnusualFleet[];
  entries: readonly EntriesView[];
}): ReactElement {
  const answer = costStackAnswer(stacks);
  const used = [...new Set(stacks.flatMap(({ categories }) => categories.map(({ name }) => name)))];
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="cost-stack-chart"
        title="Cost of one million tokens by category"
        description={answer}
        draw={(text, widthPx) =>
          stackBarsSvg(
            text,
            {
              bars: stacks.map(({ name, total, categories, parts }) => ({
                label: name,
                total,
                segments: categories.map((category) => ({
                  name: category.name,
                  className: segmentClass(`cost ${category.name}`),
                  value: category.mean.value,
                })),
                parts: parts.map((part) => ({
                  name: part.name,
                  className: segmentClass(`state ${part.state}`),
                  value: part.mean.value,
                })),
              })),
              axisTitle: "USD per 1M on-time tokens, levelised",
              format: (value) => formatUsdTick(Number(value.toPrecision(3))),
              limit: null,
            },
            widthPx,
          )
        }
        legend={
          <Legend
            items={used.map((name) => ({
              className: segmentClass(`cost ${name}`),
              words: name,
            }))}
          />
        }
        table={{
          caption: "Levelised cost per 1M tokens by category, USD",
          columns: [
            { label: "strategy" },
            { label: "category" },
            { label: "USD per 1M tokens", numeric: true },
            { label: "share of the total", numeric: true },
          ],
          rows: stacks.flatMap(({ name, total, categories, parts }) => [
            ...[...categories, ...parts].map((row) => [
              name,
              row.name,
              row.mean.text,
              typographic(formatValue(row.mean.value / total.value, "share")),
            ]),
            [name, "total", total.text, "100 %"],
          ]),
        }}
        how={
          <p>
            Present value of every ledger line of a category over the present value of all tokens
            that were delivered inside the promise. The categories add up to the total; a resale
            counts against it. The thin bar shows how much of the total is carried by chips that
            were idle, down, or doing work that was wasted. The whisker is the 95 % interval.
            {unusual.length > 0 && TOLERANCE}
          </p>
        }
      />
      {unusual.map(({ name, shares }) => (
        <p className="unusual" key={name}>
          Outside the usual, {name}: {shares.map(({ line }) => line).join("; ")}.
        </p>
      ))}
      <Entries views={entries} />
    </>
  );
}

const TOLERANCE = ` Shares of an owned fleet are noted where they lie well outside published ones, beyond: ${USUAL_SHARES.map(
  ({ what, of, tolerated: [low, high] }) =>
    `${what} ${Math.round(low * 100)} to ${Math.round(high * 100)} % of ${of}`,
).join(
  ", ",
)}. In shares of cost a resale is taken off what was bought. A note is no error: a small fleet, dear staff or cheap power does it.`;

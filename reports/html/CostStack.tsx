import type { ReactElement } from "react";
import { segmentClass } from "../charts/palette.ts";
import { stackBarsSvg } from "../charts/stackBars.ts";
import { formatUsdTick, formatValue, typographic } from "../format.ts";
import type { StackView } from "../views/costStack.ts";
import { costStackAnswer } from "../views/costStack.ts";
import { Figure, Legend } from "./Figure.tsx";

/** What a million tokens are made of in dollars. */
export function CostStack({ stacks }: { stacks: readonly StackView[] }): ReactElement {
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
          </p>
        }
      />
    </>
  );
}

import type { ReactElement } from "react";
import { segmentClass } from "../charts/palette.ts";
import { stackBarsSvg } from "../charts/stackBars.ts";
import { formatPlain } from "../format.ts";
import {
  type ChipTimeView,
  chipTimeAnswer,
  STATE_WORDS,
  WASTE_WORDS,
  type WasteRow,
  wastedWords,
} from "../views/chipTime.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure, Legend } from "./Figure.tsx";

/** Where the hours of the chips went, over the whole horizon. */
export function ChipTime({
  views,
  waste = [],
}: {
  views: readonly ChipTimeView[];
  waste?: readonly WasteRow[];
}): ReactElement {
  const answer = chipTimeAnswer(views);
  const stateWords = { ...STATE_WORDS, wasted: wastedWords(waste) };
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="chip-time-chart"
        title="Chip time by state"
        description={answer}
        draw={(text, widthPx) =>
          stackBarsSvg(
            text,
            {
              bars: views.map(({ name, chipHours, states }) => ({
                label: name,
                total: {
                  value: 100,
                  half: null,
                  text: `${formatPlain(Math.round(chipHours))} chip-hours`,
                },
                segments: states.map(({ state, share }) => ({
                  name: state,
                  className: segmentClass(`state ${state}`),
                  value: share.value * 100,
                })),
                parts: [],
              })),
              axisTitle: "share of all chip time, %",
              format: (value) => formatPlain(Number(value.toPrecision(2))),
              limit: 100,
            },
            widthPx,
          )
        }
        legend={
          <Legend
            items={(views[0]?.states ?? []).map(({ state }) => ({
              className: segmentClass(`state ${state}`),
              words: `${state}: ${stateWords[state]}`,
            }))}
          />
        }
        table={{
          caption: "Chip time by state, share of all chip time",
          columns: [
            { label: "strategy" },
            { label: "state" },
            { label: "what the chip is doing" },
            { label: "share", numeric: true },
          ],
          rows: views.flatMap(({ name, states }) =>
            states.map(({ state, share }) => [name, state, stateWords[state], share.text]),
          ),
        }}
        how={
          <p>
            Every chip is in exactly one state at any instant; the states add up to chips × time.
            Inside a step, arithmetic, memory, network and overhead take the part of the step that
            each of them exposed. The hours of every month are summed over the horizon, each hour at
            its own level of demand.
          </p>
        }
      />
      {waste.length === 0 ? null : (
        <DataTable
          id="waste-table"
          data={{
            caption: "Wasted work by reason, share of all chip time in the peak hour",
            columns: [
              { label: "strategy" },
              { label: "reason" },
              { label: "what was wasted" },
              { label: "share", numeric: true },
            ],
            rows: waste.map(({ name, reason, share }) => [
              name,
              reason,
              WASTE_WORDS[reason],
              share.text,
            ]),
          }}
        />
      )}
    </>
  );
}

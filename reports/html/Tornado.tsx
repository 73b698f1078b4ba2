import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { tornadoSvg } from "../charts/tornadoChart.ts";
import { formatDifference, formatInput, formatUsdTick, typographic } from "../format.ts";
import { contestOf } from "../pairing.ts";
import { ownersOf } from "../views/drivers.ts";
import { wordList } from "../views/fleets.ts";
import { endWords, isFaint } from "../views/uncertainty.ts";
import { Figure, Legend } from "./Figure.tsx";

const DRAWN = 12;

/** Which input decides: every priced input moved to its low and its high. */
export function Tornado({ comparison }: { comparison: Comparison }): ReactElement {
  const { tornado, decision } = comparison;
  const contest = contestOf(comparison);
  const sides = contest === null ? "difference" : `${contest.base} − next best`;
  const answer = tornadoAnswer(comparison);
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="tornado-chart"
        title="What each input does to the difference"
        description={answer}
        draw={(text, widthPx) =>
          tornadoSvg(
            text,
            tornado.slice(0, DRAWN).map((bar) => ({
              ...bar,
              strategy: ownersOf(comparison, bar) ?? "all",
              faint: isFaint(comparison, bar),
              ends: endWords(bar.assumption.law),
            })),
            `USD per ${decision.unit}: ${sides}`,
            widthPx,
          )
        }
        legend={
          <Legend
            items={[
              { className: "moved-low", words: "input at its low" },
              { className: "moved-high", words: "input at its high" },
              { className: "faint", words: "within the noise of the simulation" },
            ]}
          />
        }
        table={{
          caption: `Difference in USD per ${decision.unit} (${sides}) with one input moved`,
          columns: [
            { label: "input" },
            { label: "strategy" },
            { label: "low", numeric: true },
            { label: "difference at low", numeric: true },
            { label: "high", numeric: true },
            { label: "difference at high", numeric: true },
            { label: "swing", numeric: true },
            { label: "flips at", numeric: true },
            { label: "grade" },
          ],
          rows: tornado.map((bar) => [
            bar.assumption.label,
            ownersOf(comparison, bar) ?? "all",
            `${endWords(bar.assumption.law)[0]} ${bound(bar.assumption.low, bar.assumption.unit)}`,
            typographic(formatDifference(bar.atLowUsdPerMtok, null, "USD")),
            `${endWords(bar.assumption.law)[1]} ${bound(bar.assumption.high, bar.assumption.unit)}`,
            typographic(formatDifference(bar.atHighUsdPerMtok, null, "USD")),
            formatUsdTick(bar.swing),
            bound(
              bar.breakEvenValue === null ? null : Number(bar.breakEvenValue.toPrecision(3)),
              bar.assumption.unit,
            ),
            bar.assumption.grade,
          ]),
        }}
        how={
          <p>
            One input at a time is set to the low and the high end of the range in the assumptions
            table (the 5 % and the 95 % quantile, or the ends of all that is possible) and the same
            simulated physics is priced again; everything else stays. The difference is against the
            best of the other strategies. Sorted by swing. Where the bar crosses the line marked
            “answer flips”, the input alone can turn the verdict. This is uncertainty of the inputs;
            it is never mixed with the ± of the simulation.
          </p>
        }
      />
    </>
  );
}

function bound(value: number | null, unit: string): string {
  return value === null ? "n/a" : formatInput(value, unit);
}

function tornadoAnswer(comparison: Comparison): string {
  const { tornado, decision } = comparison;
  const [first] = tornado;
  if (first === undefined) return "";
  const { label, low, high, unit } = first.assumption;
  const owners = ownersOf(comparison, first);
  const whose = owners === null ? "" : ` (${owners})`;
  const leading = `The input that matters most is ${label}${whose}: from ${bound(low, "")} to ${bound(high, unit)} it moves the difference by ${formatUsdTick(Number(first.swing.toPrecision(3)))} per ${decision.unit}.`;
  const flipping = tornado.filter(({ flips }) => flips).map(({ assumption }) => assumption.label);
  if (flipping.length === 0) return `${leading} No input alone turns the answer inside its range.`;
  return `${leading} Inside its range ${wordList(flipping)} can turn the answer.`;
}

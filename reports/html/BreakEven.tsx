import type { ReactElement } from "react";
import type { BreakEven as BreakEvenData, Decision } from "../../sim/comparison.ts";
import { breakEvenSvg, type DemandUnit, demandUnit } from "../charts/breakEvenChart.ts";
import { formatPlain, formatValue } from "../format.ts";
import { wordList } from "../views/fleets.ts";
import { everCheapest, leadChanges } from "../views/leadChanges.ts";
import { Figure } from "./Figure.tsx";

/** From how much demand a day which strategy is the cheapest. */
export function BreakEven({
  data,
  decision,
  names,
  winner,
}: {
  data: BreakEvenData;
  decision: Decision;
  /** Strategies in the order of the comparison. */
  names: readonly string[];
  winner: string | null;
}): ReactElement {
  const demand = demandUnit(data, decision);
  const answer = breakEvenAnswer(data, demand, winner);
  const shown = { ...data, crossings: leadChanges(data, winner) };
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="break-even-chart"
        title="Levelised cost against demand"
        description={answer}
        draw={(text, widthPx) =>
          breakEvenSvg(text, shown, decision, (name) => names.indexOf(name), widthPx)
        }
        table={{
          caption: `Levelised cost at multiples of today's demand, USD per ${decision.unit}`,
          columns: [
            { label: `${demand.words} per day`, numeric: true },
            { label: "requests/s", numeric: true },
            ...data.curves.flatMap(({ name }) => [
              { label: `${name}, USD [95 % CI]`, numeric: true },
              { label: `${name}, replicas`, numeric: true },
            ]),
          ],
          rows: demand.perDay.map((perDay, i) => [
            formatPlain(perDay),
            formatPlain(data.requestsPerS[i] ?? Number.NaN),
            ...data.curves.flatMap(({ usdPerMtok, replicas }) => {
              const [mean, low, high] = usdPerMtok[i] ?? [Number.NaN, Number.NaN, Number.NaN];
              const money = (value: number) =>
                Number.isFinite(value) ? formatValue(value, "USD") : "n/a";
              const interval = high > low ? `\n[${money(low)}, ${money(high)}]` : "";
              const count = replicas[i];
              return [
                `${money(mean)}${interval}`,
                count === undefined || count === 0 ? "n/a" : formatPlain(count),
              ];
            }),
          ]),
        }}
        how={
          <p>
            The same demand is scaled up and down; at each point every fleet is sized again in whole
            replicas, which gives the staircase, and priced over the whole horizon. Loads between
            simulated ones are interpolated in the operating map. A crossing is where two curves
            meet; its band is the range over replications. Only crossings of the winner, and those
            that lead to a new cheapest strategy, are told.
            {data.curves.some(({ usdPerMtok }) => usdPerMtok.some(([mean]) => mean === Infinity)) &&
              " A line ends where its strategy takes no more of the demand."}
          </p>
        }
      />
    </>
  );
}

/** Where the cheapest strategy or the winner changes places, and where today is. */
export function breakEvenAnswer(
  data: BreakEvenData,
  demand: DemandUnit,
  winner: string | null,
): string {
  const today = `Today's demand is ${perDay(demand, data.todayRequestsPerS)} ${demand.words} a day.`;
  const told = leadChanges(data, winner);
  const pairs = [...new Set(told.map(({ from, to }) => [from, to].toSorted().join("\n")))];
  const sentences = pairs.map((pair) =>
    pairSentence(
      told.filter(({ from, to }) => [from, to].toSorted().join("\n") === pair),
      demand,
    ),
  );
  return [...sentences, neverCheapest(data, demand), today].filter((part) => part !== "").join(" ");
}

/** Where two strategies change places: once, for a stretch of demand, or back and forth. */
function pairSentence(crossings: BreakEvenData["crossings"], demand: DemandUnit): string {
  const [first, second] = crossings;
  const last = crossings.at(-1);
  if (first === undefined || last === undefined) return "";
  const place = ({ requestsPerS, low, high }: typeof first): string => {
    const interval = high > low ? ` [${perDay(demand, low)}, ${perDay(demand, high)}]` : "";
    return `${perDay(demand, requestsPerS)}${interval}`;
  };
  const { from, to } = first;
  if (second === undefined) {
    return `${to} becomes cheaper than ${from} from ${place(first)} ${demand.words} a day on (${formatPlain(first.requestsPerS)} requests/s).`;
  }
  if (crossings.length === 2) {
    return `${to} is cheaper than ${from} between ${place(first)} and ${place(last)} ${demand.words} a day.`;
  }
  return `${to} and ${from} change places ${crossings.length} times between ${place(first)} and ${place(last)} ${demand.words} a day, as fleets grow by whole replicas; from there on ${last.to} is cheaper.`;
}

/** Strategies that are nowhere the cheapest, or the one that always is. */
function neverCheapest(data: BreakEvenData, demand: DemandUnit): string {
  const cheapest = everCheapest(data);
  const [low, high] = [data.requestsPerS[0] ?? 0, data.requestsPerS.at(-1) ?? 0];
  const range = `between ${perDay(demand, low)} and ${perDay(demand, high)} ${demand.words} a day`;
  if (cheapest.size === 1) return `${[...cheapest][0]} is the cheapest at every demand ${range}.`;
  const never = data.curves.map(({ name }) => name).filter((name) => !cheapest.has(name));
  if (never.length === 0) return "";
  return `Nowhere ${range} ${never.length === 1 ? "is" : "are"} ${wordList(never)} the cheapest.`;
}

function perDay({ perRequestS }: DemandUnit, requestsPerS: number): string {
  return formatPlain(Number((requestsPerS * perRequestS).toPrecision(3)));
}

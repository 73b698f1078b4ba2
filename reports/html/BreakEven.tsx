import type { ReactElement } from "react";
import type { BreakEven as BreakEvenData, Decision } from "../../sim/comparison.ts";
import { breakEvenSvg, type DemandUnit, demandUnit } from "../charts/breakEvenChart.ts";
import { formatPlain, formatValue } from "../format.ts";
import { Figure } from "./Figure.tsx";

/** From how much demand a day which strategy is the cheapest. */
export function BreakEven({
  data,
  decision,
  names,
}: {
  data: BreakEvenData;
  decision: Decision;
  /** Strategies in the order of the comparison. */
  names: readonly string[];
}): ReactElement {
  const demand = demandUnit(data, decision);
  const answer = breakEvenAnswer(data, demand);
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="break-even-chart"
        title="Levelised cost against demand"
        description={answer}
        draw={(text, widthPx) =>
          breakEvenSvg(text, data, decision, (name) => names.indexOf(name), widthPx)
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
            meet; its band is the 95 % interval over replications.
          </p>
        }
      />
    </>
  );
}

function breakEvenAnswer(data: BreakEvenData, demand: DemandUnit): string {
  const today = `Today's demand is ${perDay(demand, data.todayRequestsPerS)} ${demand.words} a day.`;
  if (data.crossings.length === 0) {
    return `No two strategies cross in the range that was looked at. ${today}`;
  }
  const sentences = data.crossings.map(({ from, to, requestsPerS, low, high }) => {
    const interval = high > low ? ` [${perDay(demand, low)}, ${perDay(demand, high)}]` : "";
    return `${to} becomes cheaper than ${from} from ${perDay(demand, requestsPerS)}${interval} ${demand.words} a day on (${formatPlain(requestsPerS)} requests/s).`;
  });
  return `${sentences.join(" ")} ${today}`;
}

function perDay({ perRequestS }: DemandUnit, requestsPerS: number): string {
  return formatPlain(Number((requestsPerS * perRequestS).toPrecision(3)));
}

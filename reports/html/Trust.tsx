import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { formatDifference, formatValue, typographic } from "../format.ts";
import { wordList } from "../views/fleets.ts";
import { poolPlans } from "../views/pools.ts";
import { DataTable } from "./DataTable.tsx";
import type { ValidationSummary } from "./input.ts";

const EQUAL_QUALITY =
  "Quality: every strategy is taken to answer equally well, unless the verdict names different models.";
const NO_LEVERS = "Prefix caches, speculative decoding, and disaggregated prefill.";

const LEAVING = "Lock-in, data governance, contract risk and the time that management spends.";

/** What the simulation leaves out, in the words of someone who has to decide. */
export const NOT_MODELLED: readonly string[] = [
  EQUAL_QUALITY,
  LEAVING,
  "Taxes, debt and the cost of raising capital, beyond the discount rate.",
  "Delivery times, sold-out chips and the months in which a new site is built.",
  "Queueing inside an API: its latency is an assumption and does not rise with load.",
  "Changes of the model or of the chip during the horizon.",
  NO_LEVERS,
  "Failures that strike many replicas at once: replicas fail independently, also two in one server.",
  "Noise in the size of a fleet: it is decided once for a scenario, on arrivals of its own, and the intervals hold for that fleet.",
  "Scarcity: capacity on demand is always there, by the chip, after its start-up time.",
];

/** Levers that some strategy of the comparison uses, so that they are no longer left out. */
export interface SimulatedLevers {
  readonly quality: boolean;
  readonly lockIn: boolean;
  readonly governance: boolean;
  /** Prefix caches, speculative decoding, disaggregated prefill, in these words. */
  readonly missing: readonly string[];
}

export function simulatedLevers({ results, lockIn, trust }: Comparison): SimulatedLevers {
  const pools = results.flatMap((result) => poolPlans(result));
  const supplies = results.map(({ strategy }) => strategy.plan.supply);
  const flows = supplies.flatMap((supply) => (supply.kind === "fleet" ? (supply.flows ?? []) : []));
  const uses: readonly (readonly [string, boolean])[] = [
    ["prefix caches", pools.some(({ cache }) => cache !== undefined)],
    ["speculative decoding", pools.some(({ speculation }) => speculation !== undefined)],
    ["disaggregated prefill", flows.some(({ kind }) => kind === "disaggregated")],
  ];
  return {
    lockIn: lockIn !== undefined,
    governance: trust !== undefined,
    quality: results.some(({ metrics }) => metrics.accepted_share.value !== null),
    missing: uses.filter(([, used]) => !used).map(([words]) => words),
  };
}

/** What is left out of this comparison: a lever that it uses is not. */
function notModelled({ quality, missing, lockIn, governance }: SimulatedLevers): string[] {
  return NOT_MODELLED.flatMap((line) => {
    if (line === LEAVING && (lockIn || governance)) {
      const left = [...(lockIn ? [] : ["lock-in"]), ...(governance ? [] : ["data governance"])];
      return [sentenceOf([...left, "contract risk", "the time that management spends"])];
    }
    if (line === EQUAL_QUALITY && quality) {
      return ["Quality beyond the stated share of acceptable answers of each model."];
    }
    if (line === NO_LEVERS && missing.length < 3) {
      return missing.length === 0 ? [] : [sentenceOf(missing, ": not asked for here.")];
    }
    return [line];
  });
}

function sentenceOf(parts: readonly string[], end = "."): string {
  const words = wordList(parts);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${end}`;
}

/** Where the model ends and how far its step times lie from measurements. */
export function Trust({
  validation,
  maps,
  simulated,
}: {
  validation: ValidationSummary | null;
  /** Operating maps that the months were read from. */
  maps: readonly { readonly name: string; readonly worstError: number; readonly points: number }[];
  simulated: SimulatedLevers;
}): ReactElement {
  return (
    <>
      <p className="answer">
        The figures are conditional on the inputs above; they are not a forecast. Not modelled:
      </p>
      <ul className="plain">
        {notModelled(simulated).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {maps.map(({ name, worstError, points }) => (
        <p key={name}>
          {`The months of ${name} are read from ${points} simulated loads; halfway between two of them the reading was off by at most ${formatValue(worstError, "share")}.`}
        </p>
      ))}
      {validation === null ? (
        <p>
          Compare the step times with measurements of your own:{" "}
          <code>costmoat validate --cases FILE.csv</code>
        </p>
      ) : (
        <>
          <p>{validation.note}</p>
          <DataTable
            id="validation-table"
            data={{
              caption: "Predicted against measured",
              columns: [
                { label: "family" },
                { label: "metric" },
                { label: "rows", numeric: true },
                { label: "median error", numeric: true },
                { label: "p90 error", numeric: true },
                { label: "bias", numeric: true },
              ],
              rows: validation.rows.map((row) => [
                row.family,
                row.metric,
                String(row.n),
                formatValue(row.medianApe, "share"),
                formatValue(row.p90Ape, "share"),
                typographic(formatDifference(row.bias, null, "share").replace(" pt", " %")),
              ]),
            }}
          />
        </>
      )}
    </>
  );
}

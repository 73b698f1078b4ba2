import type { Comparison } from "../../sim/comparison.ts";
import type { DrawnInput } from "../../sim/monteCarlo.ts";
import { type Column, column } from "./column.ts";

/** One sample of a Monte Carlo over the inputs: what was drawn, and what came out. */
export interface SampleRow {
  readonly sample: number;
}

/** Inputs and outcomes in one row; the columns are those of the comparison. */
export function sampleColumns({ monteCarlo, decision }: Comparison): readonly Column<SampleRow>[] {
  if (monteCarlo === undefined) return [];
  const { inputs, outcomes } = monteCarlo;
  const nothing = { nullMeaning: "nothing was delivered in time" };
  return [
    column<SampleRow>({
      name: "sample",
      type: "integer",
      description: "Number of the sample: the same world for every strategy.",
      value: ({ sample }) => sample,
    }),
    ...inputs.map((input) =>
      column<SampleRow>(
        {
          name: inputColumn(input, inputs),
          type: "number",
          description: `Drawn value of ${input.label} (${input.strategies.join(", ")}); ${input.path}.`,
          value: ({ sample }) => input.draws[sample] ?? null,
        },
        { unit: input.unit },
      ),
    ),
    ...outcomes.flatMap(({ strategy, decisionUsd, npvUsd, regretUsd }) => [
      column<SampleRow>(
        {
          name: `${stem(strategy)}_${decision.metric}`,
          type: "number",
          description: `${decision.label} of ${strategy}.`,
          value: ({ sample }) => decisionUsd[sample] ?? null,
        },
        { unit: `USD/${decision.unit}`, ...nothing },
      ),
      column<SampleRow>(
        {
          name: `${stem(strategy)}_npv_usd`,
          type: "number",
          description: `Present value of ${strategy}: after tax where it states its finance.`,
          value: ({ sample }) => npvUsd[sample] ?? null,
        },
        { unit: "USD" },
      ),
      column<SampleRow>(
        {
          name: `${stem(strategy)}_regret_usd`,
          type: "number",
          description: `What ${strategy} costs more than the cheapest of the sample, for the same work.`,
          value: ({ sample }) => regretUsd[sample] ?? null,
        },
        { unit: "USD", formula: "(cost - least cost) x PV(work)", ...nothing },
      ),
    ]),
    column<SampleRow>(
      {
        name: "cheapest",
        type: "string",
        description: "The cheapest strategy of the sample; the first of equals.",
        value: ({ sample }) =>
          outcomes.find(({ regretUsd }) => regretUsd[sample] === 0)?.strategy ?? null,
      },
      { nullMeaning: "nobody delivered in time", freeText: true },
    ),
  ];
}

export function sampleRows({ monteCarlo }: Comparison): SampleRow[] {
  return Array.from({ length: monteCarlo?.samples ?? 0 }, (_, sample) => ({ sample }));
}

/** The scenario path, with the strategy where several have another input of that path. */
function inputColumn({ path, strategies }: DrawnInput, all: readonly DrawnInput[]): string {
  const shared = all.filter((other) => other.path === path).length > 1;
  return shared ? `${stem(strategies.join(" "))}_${stem(path)}` : stem(path);
}

function stem(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

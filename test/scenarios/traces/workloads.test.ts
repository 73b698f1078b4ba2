import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LENGTH_LEVELS, WORKLOADS } from "../../../scenarios/presets/workloads.ts";
import { lengthTables } from "../../../scenarios/traces/lengthTables.ts";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import type { QuantileTable } from "../../../sim/plan.ts";
import { tableDistribution } from "../../../sim/random/quantileTable.ts";
import { traceOf } from "../../sim/workload/requests.ts";

const QUANTILES = "../shared/traces/quantiles.json";
const FILES = {
  code: "../shared/traces/azure-2023/AzureLLMInferenceTrace_code.csv",
  conv: "../shared/traces/azure-2023/AzureLLMInferenceTrace_conv_first_half.csv",
  longchat: "../shared/traces/mooncake/conversation_trace.jsonl.gz",
} as const;

/** Largest distance between the distribution of values and that of a table. */
function distance(values: Int32Array, table: QuantileTable): number {
  const law = tableDistribution(table, { whole: true });
  const sorted = Int32Array.from(values).sort();
  let largest = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i] === sorted[i + 1]) continue;
    largest = Math.max(largest, Math.abs((i + 1) / sorted.length - law.cdf(sorted[i]!)));
  }
  return largest;
}

describe("workload presets", () => {
  for (const workload of Object.values(WORKLOADS)) {
    it(`${workload.name}: rising tables over the shared levels, with source and licence`, () => {
      for (const table of [workload.lengths.input, workload.lengths.output]) {
        expect(table.levels).toBe(LENGTH_LEVELS);
        expect(table.values.length).toBe(LENGTH_LEVELS.length);
        expect(() => tableDistribution(table)).not.toThrow();
      }
      expect(workload.source).toMatch(/CC-BY-4\.0|Apache-2\.0/);
      expect(workload.note).not.toBe("");
    });
  }

  it.skipIf(!existsSync(QUANTILES))("hold the fitted tables as they are", () => {
    const { levels, tables } = JSON.parse(readFileSync(QUANTILES, "utf8"));
    expect(LENGTH_LEVELS).toEqual(levels);
    for (const name of ["code", "conv", "longchat"] as const) {
      expect(WORKLOADS[name].lengths.input.values).toEqual(tables[name].input);
      expect(WORKLOADS[name].lengths.output.values).toEqual(tables[name].output);
    }
    expect(WORKLOADS.agentic.lengths.input.values).toEqual(tables.agentic.new_input_per_turn);
    expect(WORKLOADS.agentic.lengths.output.values).toEqual(tables.agentic.output);
  });

  for (const [name, file] of Object.entries(FILES)) {
    it.skipIf(!existsSync(file))(`${name}: lengths lie within 0.02 of the trace`, async () => {
      const { trace } = await loadTrace(file);
      const { lengths, arrivals } = WORKLOADS[name as keyof typeof FILES];
      expect(distance(trace.inputTokens, lengths.input)).toBeLessThan(0.02);
      expect(distance(trace.outputTokens, lengths.output)).toBeLessThan(0.02);
      const perS = trace.arrivalS.length / trace.spanS;
      expect(Math.abs(perS / arrivals.requestsPerS - 1)).toBeLessThan(0.01);
    });
  }
});

describe("length tables of a trace", () => {
  it("hold its quantiles", () => {
    const { input, output } = lengthTables(traceOf(Array.from({ length: 1001 }, (_, i) => i)));
    expect(input.values[0]).toBe(1);
    expect(input.values.at(-1)).toBe(1001);
    expect(input.values[input.levels.indexOf(0.5)]).toBe(501);
    expect(new Set(output.values)).toEqual(new Set([7]));
  });
});

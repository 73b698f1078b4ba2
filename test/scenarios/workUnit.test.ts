import { describe, expect, it } from "vitest";
import { CATALOG } from "../../scenarios/catalog/catalog.ts";
import { workUnitOf } from "../../scenarios/strategies/workUnit.ts";
import { strategyOf } from "./tryScenario.ts";

const unitOf = async (lines: string) => (await strategyOf(lines)).unit;

describe("the unit of work", () => {
  it("is what people count the work of a model in", async () => {
    const { models } = CATALOG;
    const of = (name: string) => {
      const facts = models[name]?.facts;
      return facts === undefined ? null : workUnitOf({ demand: {} } as never, facts);
    };
    expect(of("flux.1-dev")).toEqual({ name: "image", perRequest: 1 });
    // 129 frames at 24 a second are 5.375 s.
    expect(of("hunyuanvideo-13b")).toEqual({ name: "video minute", perRequest: 129 / 24 / 60 });
    expect(of("whisper-large-v3")).toEqual({ name: "audio minute", perRequest: 0.5 });
    expect(of("bge-large-en")).toEqual({ name: "1,000 documents", perRequest: 0.001 });
    expect(of("dlrm-dcnv2-mlperf")).toEqual({ name: "1,000 pages", perRequest: 0.001 });
    expect(of("llama-3.1-70b")).toBeUndefined();
  });

  it("follows the model with lengths of one's own, and is none beside other services", async () => {
    const lengths = "demand: {lengths: {input: 1, output: 8}}\nmodel: flux.1-dev";
    expect(await unitOf(lengths)).toEqual({ name: "image", perRequest: 1 });
    const mixed = `model: flux.1-dev
demand:
  lengths: {input: 1, output: 28}
  services: [{name: other, lengths: {input: 1, output: 4}, rate: 1/s}]`;
    expect(await unitOf(mixed)).toBeUndefined();
  });
});

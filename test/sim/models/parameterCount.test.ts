import { describe, expect, it } from "vitest";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import {
  deepseekV3,
  gpt3,
  gptOss120b,
  llama2With7b,
  llama70b,
  mixtral8x7b,
} from "./architectures.ts";

describe("parameterCounts", () => {
  it.each([
    [llama2With7b, 6.74e9, 6.74e9],
    [llama70b, 70.6e9, 70.6e9],
    [mixtral8x7b, 46.7e9, 12.9e9],
    [deepseekV3, 671e9, 37.55e9],
    [gptOss120b, 116.8e9, 5.71e9],
    [gpt3, 175e9, 175e9],
  ])(
    "reproduces the published total and active counts within 2 %% (%#)",
    (model, total, active) => {
      const counts = parameterCounts(model);
      expect(Math.abs(counts.total / total - 1)).toBeLessThan(0.02);
      expect(Math.abs(counts.active / active - 1)).toBeLessThan(0.02);
    },
  );

  it("splits a model into groups that sum to its total", () => {
    for (const model of [llama70b, mixtral8x7b, deepseekV3, gpt3]) {
      const { attention, denseFfn, experts, shared, head, embedding, total } =
        parameterCounts(model);
      expect(attention + denseFfn + experts + shared + head + embedding).toBe(total);
    }
  });

  it("counts an embedding once where the head is the same matrix", () => {
    const untied = parameterCounts({ ...gpt3, tiedEmbedding: false }).total;
    expect(untied - parameterCounts(gpt3).total).toBe(12288 * 50257);
  });

  it("counts one layer of Llama-3.1-70B as arithmetic on paper does", () => {
    // q and o: 2 x 8192 x 8192; k and v: 2 x 8192 x 1024; FFN: 3 x 8192 x 28672
    const perLayer = 2 * 8192 * 8192 + 2 * 8192 * 1024 + 3 * 8192 * 28672;
    const counts = parameterCounts(llama70b);
    expect(counts.attention + counts.denseFfn).toBe(80 * perLayer);
  });
});

import { describe, expect, it } from "vitest";
import { adapterParameters } from "../../../sim/models/adapter.ts";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import { deepseekV3, llama70b } from "./architectures.ts";

const llama8b = { ...llama70b, layers: 32, hidden: 4096, heads: 32, ffn: 14336 };

describe("adapterParameters", () => {
  it("are what the PEFT library prints for rank 16 on every linear layer of Llama 3.1", () => {
    expect(adapterParameters(llama8b, 16)).toBe(41_943_040);
    expect(adapterParameters(llama70b, 16)).toBe(207_093_760);
  });

  it("grow with the rank and leave the experts alone", () => {
    expect(adapterParameters(llama8b, 64)).toBe(4 * adapterParameters(llama8b, 16));
    const more = { ...deepseekV3, experts: 2 * deepseekV3.experts };
    expect(adapterParameters(more, 8)).toBe(adapterParameters(deepseekV3, 8));
  });

  it("follow the low ranks of latent attention", () => {
    // DeepSeek-V3, a layer: 7168 + 1536, 1536 + 128 x 192, 7168 + 576, 512 + 128 x 256, 16384 + 7168.
    const attention = 8704 + 26_112 + 7744 + 33_280 + 23_552;
    // Three layers have a dense FFN of three matrices, 7168 + 18432 each.
    expect(adapterParameters(deepseekV3, 1)).toBe(61 * attention + 3 * 3 * 25_600);
  });

  it("of a full rank are more than the matrices that they stand beside", () => {
    const counts = parameterCounts(llama8b);
    const matrices = counts.attention + counts.denseFfn;
    expect(adapterParameters(llama8b, 4096)).toBeGreaterThan(matrices);
    expect(adapterParameters(llama8b, 512)).toBeLessThan(matrices);
  });

  it("refuse a rank that is none", () => {
    for (const rank of [0, -1, 1.5, Number.NaN]) {
      expect(() => adapterParameters(llama70b, rank)).toThrow(/whole number >= 1/);
    }
  });
});

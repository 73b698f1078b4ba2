import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

describe("presets of parallelism", () => {
  it("keep the weights once or twice, and give the rest to contexts", async () => {
    const sets = ["run.window=1 min", "fleet.count=6"];
    const eight = await runPreset("tensor-8", { sets });
    const two = await runPreset("tensor-4-copies", { sets });
    const piped = await runPreset("tensor-4-pipeline-2", { sets });
    const tokens = ({ shape }: typeof eight): number => shape.kvBlocks * shape.blockTokens;
    // 70.6 billion parameters in fp8, embeddings in bf16, over 163,840 bytes per token.
    const weights = eight.shape.weightBytes / (2 * 80 * 8 * 128);
    expect(eight.shape.weightBytes).toBeGreaterThan(70.6e9);
    expect((tokens(eight) - 2 * tokens(two)) / weights).toBeCloseTo(1, 2);
    expect(tokens(piped) / tokens(eight)).toBeCloseTo(1, 2);
    // Twice the chips at a layer write faster, less than twice.
    const faster = meanOf(two.run.itl) / meanOf(eight.run.itl);
    expect(faster).toBeGreaterThan(1);
    // Two stages at four chips a layer: no faster for one sequence than four chips alone.
    expect(piped.shape.cost.denseComputeSPerToken).toBeGreaterThan(
      0.9 * eight.shape.cost.denseComputeSPerToken,
    );
  });

  it("exchange attention's sums with all chips, or experts' tokens with some", async () => {
    const sets = ["fleet.count=2", "run.window=2 min"];
    const tensor = await runPreset("attention-tensor", { sets });
    const copies = await runPreset("attention-copies", { sets });
    const network = ({ run }: typeof tensor): number => run.chipTimeS.network / run.tokens.output;
    expect(network(copies)).toBeLessThan(network(tensor));
    expect(meanOf(copies.run.itl)).toBeLessThan(meanOf(tensor.run.itl));
  });
});

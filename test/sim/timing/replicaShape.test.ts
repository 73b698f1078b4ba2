import { describe, expect, it } from "vitest";
import type { FleetPlan } from "../../../sim/plan.ts";
import { ACTIVATION_SHARE, modelFit } from "../../../sim/timing/modelFit.ts";
import { replicaShape } from "../../../sim/timing/replicaShape.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { deepseekV3, gptOss120b, llama70b } from "../models/architectures.ts";

const fleet: FleetPlan = {
  kind: "fleet",
  chip: h100,
  model: llama70b,
  timing: ideal,
  weightFormat: "bf16",
  kvFormat: "bf16",
  chipsPerReplica: 4,
  replicas: 1,
  router: "roundRobin",
  engine: {
    maxBatch: 256,
    tokenBudget: 2048,
    blockTokens: 16,
    memoryShare: 0.9,
    contextTokens: 8192,
    contextPolicy: "drop",
  },
  faults: {
    failuresPerChipS: 0,
    repairMedianS: 0,
    repairSigma: 0,
    reloadS: 0,
    retryDelayS: 0,
    maxTries: 1,
    stallProbability: 0,
    stallS: 0,
    forced: [],
  },
  power: { pue: 1, caps: [] },
};

describe("replicaShape", () => {
  it("gives KV cache what weights and activations leave", () => {
    const shape = replicaShape(fleet);
    if (!shape.fits) throw new Error(shape.problem);
    // per chip 0.88 x 85.9 GB less 141.1 GB / 4, at 327,680 / 4 bytes per token
    const tokens = (0.88 * 80 * 2 ** 30 - 141.1e9 / 4) / 81_920;
    expect(Math.abs((shape.kvBlocks * 16) / tokens - 1)).toBeLessThan(1e-3);
    expect(shape.weightBytes).toBeCloseTo(141.1e9, -9);
    expect(shape.kvBytesPerToken).toBe(327_680);
    expect(shape.peakFlopsPerS).toBe(4 * 989e12);
    expect(shape.chips).toBe(4);
    expect(shape.contextTokens).toBe(8192);
  });

  it("limits the context to the model's and to the KV cache", () => {
    const long = { ...fleet.engine, contextTokens: 10 ** 7 };
    const roomy = replicaShape({ ...fleet, chipsPerReplica: 8, engine: long });
    expect(roomy.fits && roomy.contextTokens).toBe(131_072);
    const tight = replicaShape({ ...fleet, chipsPerReplica: 2, engine: long });
    expect(tight.fits && tight.contextTokens === tight.kvBlocks * 16).toBe(true);
    expect(tight.fits && tight.contextTokens).toBeLessThan(131_072);
  });

  it("counts words against the context of an encoder-decoder, and frames beside it", () => {
    const hearing = { kind: "encoderDecoder", contextTokens: 448, tokensPerUnit: 1500 } as const;
    const shape = replicaShape({
      ...fleet,
      model: { ...fleet.model, ...hearing, encoderLayers: 4, crossLayers: 4 },
    });
    expect(shape.fits && shape.contextTokens).toBe(1948);
  });

  it("says by how much a model does not fit and how many chips would do", () => {
    const shape = replicaShape({ ...fleet, chipsPerReplica: 1 });
    expect(shape.fits).toBe(false);
    const fit = modelFit({ ...fleet, chipsPerReplica: 1 });
    expect(fit.missingBytesPerChip).toBeCloseTo(fit.needBytes - fit.haveBytes, 3);
    expect(fit.leastChips).toBe(2);
    expect(fit.problem).toMatch(
      /^llama-3.1-70b in bf16 lacks 66\.\d GB on each of 1 x H100-80-SXM; expected at least 2 chips per replica$/,
    );
  });

  it("says so when no number of chips in the link domain is enough", () => {
    const fit = modelFit({ ...fleet, model: deepseekV3, chipsPerReplica: 8 });
    expect(fit.leastChips).toBe(0);
    expect(fit.problem).toContain("a smaller model, a narrower format or a larger chip");
  });

  it("refuses more chips than share the link, and a split through a head", () => {
    expect(modelFit({ ...fleet, chipsPerReplica: 16 }).problem).toContain("at most 8");
    expect(modelFit({ ...fleet, chipsPerReplica: 3 }).problem).toContain(
      "a divisor of its 64 attention heads",
    );
  });

  it("holds latent KV beside a copy of all attention weights on each chip", () => {
    const wide = { ...h100, memoryBytes: 141e9 };
    const mla = { ...fleet, chip: wide, model: deepseekV3, weightFormat: "fp8" as const };
    const shape = replicaShape({ ...mla, chipsPerReplica: 8 });
    const fit = modelFit({ ...mla, chipsPerReplica: 8 });
    expect(shape.fits && shape.kvBlocks).toBe(Math.floor(fit.kvBytes / (2 * 70_272)));
    // 671 GB over 8 chips and 7/8 of 11.4 GB of attention weights
    const weights = 141e9 * (0.9 - ACTIVATION_SHARE) - fit.kvBytes;
    expect(weights / (671e9 / 8 + 11.41e9 * (7 / 8))).toBeCloseTo(1, 1);
  });

  it("keeps less KV for windowed layers", () => {
    const oss = { ...fleet, model: gptOss120b, weightFormat: "fp4" as const };
    const windowed = replicaShape(oss);
    const full = replicaShape({ ...oss, model: { ...gptOss120b, fullAttentionLayers: 36 } });
    if (!windowed.fits || !full.fits) throw new Error("expected both to fit");
    expect(windowed.kvBlocks / full.kvBlocks).toBeGreaterThan(1.9);
    expect(windowed.kvBlocks / full.kvBlocks).toBeLessThan(2);
  });
});

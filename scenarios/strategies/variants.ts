import type { PoolPlan } from "../../sim/plan.ts";
import type { AdaptersPlan, VariantsPlan } from "../../sim/stackPlan.ts";
import type { StatedVariants } from "../schema/variants.ts";
import { type PoolContext, rowOf } from "./poolContext.ts";
import { loadLaw } from "./scaling.ts";

/** Fine-tuned variants: how popular each is, and what serves them. */

const GB = 1e9;
const MB = 1e6;

export function variantsPart(
  stated: StatedVariants | undefined,
  context: PoolContext,
): Pick<PoolPlan, "variants"> {
  if (stated === undefined) return {};
  const { inputs } = context;
  const { count, serve, spread } = stated;
  inputs.chosen("fleet.variants.count", "fine-tuned variants", count, "variants");
  inputs.chosen("fleet.variants.serve", "how variants are served", serve);
  const variants: VariantsPlan = {
    count,
    zipfExponent: inputs.priced({
      path: "fleet.variants.spread",
      label: "popularity of variants: Zipf exponent",
      unit: "ratio",
      stated: spread,
      row: () => rowOf(context, "variant_spread"),
    }),
    serve: serve === "clusters" ? { kind: "clusters" } : adaptersPlan(stated, context),
  };
  return { variants };
}

function adaptersPlan(stated: StatedVariants, context: PoolContext): AdaptersPlan {
  const { inputs } = context;
  const slots = stated.slots ?? stated.count;
  inputs.chosen("fleet.variants.slots", "adapters in a replica's memory", slots, "adapters");
  inputs.chosen("fleet.variants.precision", "format of adapters", stated.precision);
  return {
    kind: "adapters",
    slots,
    size: adapterSize(stated, context),
    format: stated.precision,
    load: adapterLoad(stated, context),
  };
}

function adapterSize({ size, rank }: StatedVariants, context: PoolContext): AdaptersPlan["size"] {
  const { inputs } = context;
  if (size !== undefined) {
    const path = "fleet.variants.size";
    inputs.stated(path, "size of an adapter", size, "MB", "uncertainty", size.value / MB);
    return { bytes: size.value };
  }
  return {
    rank: inputs.priced({
      path: "fleet.variants.rank",
      label: "rank of an adapter",
      unit: "ratio",
      stated: rank,
      row: () => rowOf(context, "adapter_rank"),
    }),
  };
}

function adapterLoad(
  { load, bandwidth }: StatedVariants,
  context: PoolContext,
): AdaptersPlan["load"] {
  const path = "fleet.variants.load";
  const { inputs } = context;
  if (load !== "host") {
    return { kind: "law", parts: loadLaw(load, path, "time to load an adapter", inputs) };
  }
  inputs.chosen(path, "where adapters come from", "host memory");
  const gb = inputs.priced({
    path: "fleet.variants.bandwidth",
    label: "bandwidth to host memory for adapters",
    unit: "GB/s",
    stated: bandwidth,
    baseUnits: GB,
    row: () => rowOf(context, "host_gb_per_s"),
  });
  return { kind: "link", bytesPerS: gb * GB };
}

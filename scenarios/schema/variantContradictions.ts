import type { ScenarioConfig } from "../scenario.ts";
import { beside, type EffectRule, has } from "./effectRule.ts";
import type { Finding } from "./finding.ts";
import { type Path, valueAt } from "./layers.ts";
import type { Pool } from "./poolContradictions.ts";

/** Fine-tuned variants: settings that their way of serving makes moot, and levers they cannot have. */

const field = (...names: readonly string[]): string[] =>
  names.map((name) => `fleet.variants.${name}`);

export const VARIANT_RULES: readonly EffectRule[] = [
  {
    fields: field("slots", "rank", "size", "precision", "load", "bandwidth"),
    applies: (tree, _, at) => beside(tree, at, "serve") !== "clusters",
    why: "merged weights have no adapter beside them (variants.serve: adapters)",
  },
  {
    fields: field("rank"),
    applies: (tree) => !has(tree, "fleet.variants.size"),
    why: "the bytes of an adapter are stated (variants.size)",
  },
  {
    fields: field("bandwidth"),
    applies: (tree) => valueAt(tree, ["fleet", "variants", "load"]) === "host",
    why: "no adapter comes from host memory (variants.load: host)",
  },
];

export function variantFindings({ fleet }: ScenarioConfig, main: Pool): Finding[] {
  const { variants } = fleet;
  if (variants === undefined) return [];
  const { serve, count, slots } = variants;
  const at: Path = ["fleet", "variants"];
  const impossible = (path: Path, message: string, expected: string, fix?: string): Finding => ({
    code: "CM-E0302",
    message,
    path,
    expected,
    ...(fix === undefined ? {} : { sets: [[path, fix === "" ? null : fix]] }),
  });
  const found: Finding[] = [];
  for (const name of ["pools", "flow", "service_flows"] as const) {
    if (fleet[name] === undefined) continue;
    const why = "variants are served by one pool that every request passes";
    found.push(impossible(["fleet", name], `${name} beside variants: ${why}`, "none"));
  }
  if (fleet.cache) {
    const why =
      "the KV cache of one variant is no other's, and the trees of prefixes do not say whose";
    found.push(impossible(["fleet", "cache"], `a prefix cache beside variants: ${why}`, "off", ""));
  }
  if (serve === "clusters") return [...found, ...clusterFindings(fleet, main, impossible)];
  const kind = main.model?.kind ?? "transformer";
  if (kind !== "transformer") {
    const message = `adapters on ${main.modelName}: they are known of language models only`;
    found.push(impossible([...at, "serve"], message, "clusters", "clusters"));
  }
  if (main.model !== null && main.model.layers === 0 && variants.size === undefined) {
    const message = `adapters on ${main.modelName}, whose architecture is not in columns`;
    found.push(impossible([...at, "size"], message, "the bytes of one adapter"));
  }
  if (slots !== undefined && slots > count) {
    const message = `${slots} slots for ${count} variants`;
    found.push(impossible([...at, "slots"], message, `at most ${count}`, String(count)));
  }
  if (fleet.preemption === "swap") {
    const message = "swapping beside adapters: a request would wait for its blocks and its adapter";
    found.push(impossible(["fleet", "preemption"], message, "recompute", "recompute"));
  }
  if (fleet.policy === "static") {
    const message = "static batches beside adapters: nobody in a batch can wait for an adapter";
    found.push(impossible(["fleet", "policy"], message, "mixed, prefill-first or decode-first"));
  }
  return found;
}

function clusterFindings(
  { variants, router, scaling }: ScenarioConfig["fleet"],
  { replicas }: Pool,
  impossible: (path: Path, message: string, expected: string, fix?: string) => Finding,
): Finding[] {
  const found: Finding[] = [];
  const count = variants?.count ?? 0;
  if (replicas !== null && replicas < count) {
    const message = `${replicas} replicas for ${count} variants with clusters of their own`;
    const expected = `at least one each: ${count} or more, or auto`;
    found.push(impossible(["fleet", "count"], message, expected, String(count)));
  }
  if (scaling !== undefined) {
    const message = "a scaler beside clusters: it does not know whose replicas it switches";
    found.push(impossible(["fleet", "scaling"], message, "none, or variants.serve: adapters", ""));
  }
  if (router === "weighted") {
    const message = "weights of all replicas beside clusters: a request has its variant's alone";
    found.push(impossible(["fleet", "router"], message, "another router", "least-outstanding"));
  }
  return found;
}

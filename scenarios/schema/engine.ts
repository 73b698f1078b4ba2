import { z } from "zod";
import { NUMBER_FORMATS, ROUTERS } from "./levers.ts";
import { quantity } from "./quantity.ts";

/** One pool of replicas: format, chips per replica, scheduler. */

const about = (description: string) => ({ description });

export const contextPolicy = z
  .enum(["drop", "cap"])
  .prefault("cap")
  .meta(about("A request longer than the context is dropped, or its output cut; both counted"));

/** What describes a pool of replicas; the fleet's own fields describe its main pool. */
export const shapeFields = {
  precision: z
    .enum(NUMBER_FORMATS)
    .prefault("fp8")
    .meta(about("Format of the weights and of the arithmetic")),
  kv_precision: z
    .enum(NUMBER_FORMATS)
    .optional()
    .meta(about("Format of the KV cache; as the weights where left out")),
  tp: quantity("count", {
    about: "Tensor-parallel chips of one replica",
    min: 1,
    max: 1024,
    whole: true,
  }).prefault(4),
};

/** What one replica runs at once, and how requests reach it. */
export const schedulerFields = {
  router: z
    .enum(ROUTERS)
    .prefault("least-outstanding")
    .meta(about("How requests are spread over replicas")),
  max_batch: quantity("count", {
    about: "Sequences that one replica runs at once",
    min: 1,
    max: 65_536,
    whole: true,
  }).prefault(256),
  token_budget: quantity("tokens", {
    about: "Tokens that one engine step may process",
    min: 1,
    max: 1e6,
    whole: true,
  }).prefault(2048),
  block_tokens: quantity("tokens", {
    about: "Tokens in one block of the KV cache",
    min: 1,
    max: 4096,
    whole: true,
  }).prefault(16),
  memory_share: quantity("share", {
    about: "Share of HBM for weights and KV cache",
    above: 0,
    max: 1,
  }).prefault(0.9),
  context: quantity("tokens", {
    about: "Longest context served; the model's own where left out",
    min: 1,
    max: 1e8,
    whole: true,
  }).optional(),
  context_policy: contextPolicy,
};

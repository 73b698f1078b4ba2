import { type EffectRule, has } from "./effectRule.ts";
import { valueAt } from "./layers.ts";

/** Settings of contracts, trust and switching that mean nothing without another. */

export const CONTRACT_RULES: readonly EffectRule[] = [
  {
    fields: ["faults.spot"],
    applies: (tree, supply) =>
      supply === "rented" && valueAt(tree, ["fleet", "contract"]) === "spot",
    why: "only spot machines are taken back (supply: rented, fleet.contract: spot)",
  },
  {
    fields: ["fleet.vendor"],
    applies: (_, supply) => supply === "rented",
    why: "owned chips have no vendor to rent from (supply: rented)",
  },
  {
    fields: ["fleet.portability_loss"],
    applies: (tree) => valueAt(tree, ["fleet", "kernels"]) === "portable",
    why: "it is what portable kernels lose (fleet.kernels: portable)",
  },
  {
    fields: ["api.tier_price"],
    applies: (tree) => (valueAt(tree, ["api", "tier"]) ?? "standard") !== "standard",
    why: "the standard tier is sold at the list price (api.tier: priority or flex)",
  },
  {
    fields: ["api.provisioned.discount"],
    applies: (tree) => (valueAt(tree, ["api", "provisioned", "term"]) ?? "none") !== "none",
    why: "units without a term have no discount (api.provisioned.term: 1-year)",
  },
  {
    fields: ["economics.lock_in"],
    applies: (_, supply) => supply !== "owned",
    why: "owned chips have no contract to renew",
  },
  {
    fields: ["economics.egress.bytes_per_prompt_token"],
    applies: (_, supply) => supply === "api",
    why: "prompts leave the cloud only to an API (supply: api)",
  },
  {
    fields: ["economics.leaving"],
    applies: (tree) => has(tree, "economics.lock_in") || has(tree, "economics.switch"),
    why: "nothing asks what leaving costs (economics.lock_in or economics.switch)",
  },
];

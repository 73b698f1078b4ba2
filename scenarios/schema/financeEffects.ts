import { type EffectRule, has } from "./effectRule.ts";
import { valueAt } from "./layers.ts";

/** Losses wait for later profits where that is said, or where something is sold. */
function carriesForward(tree: Parameters<EffectRule["applies"]>[0]): boolean {
  const stated = valueAt(tree, ["economics", "finance", "losses"]);
  return stated === undefined ? has(tree, "economics.revenue") : stated === "carry-forward";
}

/** Settings of finance and revenue that mean nothing without another. */

export const FINANCE_RULES: readonly EffectRule[] = [
  {
    fields: [
      "economics.finance.depreciation",
      "economics.finance.bonus",
      "economics.finance.facility_tax_life",
      "economics.finance.debt",
    ],
    applies: (_, supply) => supply === "owned",
    why: "only what is bought is written off and borrowed on (supply: owned)",
  },
  {
    fields: ["economics.finance.hardware_progress"],
    applies: (tree, supply) => supply === "owned" && !has(tree, "economics.lease"),
    why: "only servers that are bought have a life in the books (supply: owned, no economics.lease)",
  },
  {
    fields: ["economics.finance.bonus"],
    applies: (tree) => valueAt(tree, ["economics", "finance", "depreciation"]) === "bonus",
    why: "it is a share of a bonus (economics.finance.depreciation: bonus)",
  },
  {
    fields: ["economics.finance.loss_use"],
    applies: (tree) => carriesForward(tree),
    why: "losses are set against other profits of the firm (economics.finance.losses: carry-forward)",
  },
  {
    fields: ["economics.finance.facility_tax_life"],
    applies: (tree) => valueAt(tree, ["fleet", "site"]) === "own-facility",
    why: "in colocation there is no facility to write off (fleet.site: own-facility)",
  },
  {
    fields: ["economics.finance.prepaid"],
    applies: (tree, supply) =>
      supply === "rented" && /^reserved/.test(String(valueAt(tree, ["fleet", "contract"]) ?? "")),
    why: "only a reserved term is paid ahead (supply: rented, fleet.contract: reserved-1y)",
  },
  {
    fields: ["economics.finance.receivable"],
    applies: (tree) => has(tree, "economics.revenue"),
    why: "nothing is sold (economics.revenue)",
  },
  {
    fields: ["economics.revenue.token_price_decline"],
    applies: (tree) => has(tree, "economics.revenue.token_price"),
    why: "no tokens are sold by the million (economics.revenue.token_price)",
  },
  {
    fields: ["economics.revenue.bound_premium"],
    applies: (tree) => has(tree, "demand.residency"),
    why: "no demand is bound to some deployments (demand.residency)",
  },
];

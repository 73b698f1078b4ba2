import { type EffectRule, has, isOn } from "./effectRule.ts";
import { type Tree, valueAt } from "./layers.ts";

/** Settings over the years that mean nothing in the kind of scenario they stand in. */

const isSized = (tree: Tree): boolean =>
  (valueAt(tree, ["fleet", "count"]) ?? "auto") === "auto" &&
  !isOn(valueAt(tree, ["fleet", "scaling"]));

export const YEARS_RULES: readonly EffectRule[] = [
  {
    fields: ["economics.api_price_path"],
    applies: (_, supply) => supply === "api",
    why: "it describes a bought API; this scenario runs its own chips",
  },
  {
    fields: ["economics.rent_path"],
    applies: (_, supply) => supply === "rented",
    why: "it describes rented chips (supply: rented)",
  },
  {
    fields: [
      ...["fleet.purchase", "fleet.power_available", "fleet.refresh"],
      ...["economics.book_life", "economics.chip_launch", "economics.lease"],
      "economics.power_contract",
    ],
    applies: (_, supply) => supply === "owned",
    why: "it describes owned chips (supply: owned)",
  },
  {
    fields: ["economics.api_price_decline"],
    applies: (tree) => !has(tree, "economics.api_price_path"),
    why: "prices follow economics.api_price_path",
  },
  {
    fields: ["economics.rent_decline"],
    applies: (tree) => !has(tree, "economics.rent_path"),
    why: "rents follow economics.rent_path",
  },
  {
    fields: ["fleet.purchase", "fleet.refresh"],
    applies: isSized,
    why: "only a fleet that is sized to demand grows and is renewed (fleet.count: auto, no scaling)",
  },
  {
    fields: ["fleet.power_available"],
    applies: (tree) => !isOn(valueAt(tree, ["fleet", "scaling"])),
    why: "a fleet that scales itself is simulated on the power of its window (faults.power_cap)",
  },
  {
    fields: ["fleet.purchase.waits_for_power"],
    applies: (tree) => has(tree, "fleet.power_available"),
    why: "there is power for every server (fleet.power_available)",
  },
  {
    fields: ["fleet.refresh"],
    applies: (tree) => !has(tree, "fleet.pools") && !has(tree, "fleet.variants"),
    why: "a fleet of several pools or variants keeps its chips",
  },
  {
    fields: ["fleet.purchase.deposit", "economics.book_life", "economics.server_life"],
    applies: (tree) => !has(tree, "economics.lease"),
    why: "leased servers are rent for the term of the lease (economics.lease)",
  },
];

/** Where a dollar goes; the words of the cost stack. */
export const COST_CATEGORIES = [
  "api tokens",
  "chip rent",
  "rent extras",
  "servers",
  "lease",
  "network",
  "facility",
  "colocation",
  "power",
  "maintenance",
  "staff",
  "egress",
  "audit and drift",
  "expected loss",
  "switching",
  "toil",
  "licence",
  "broker take",
  "prepayment",
  "residual value",
] as const;
export type CostCategory = (typeof COST_CATEGORIES)[number];

import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./layers.ts";
import type { FirmConfig } from "./market.ts";

/** Settings of a market that are sound alone and impossible together. */

const MONTH_S = 2_628_000;

export function marketFindings({ market, name }: ScenarioConfig): Finding[] {
  if (market === undefined) return [];
  const { choice, months, war, demand, firm } = market;
  const rivals = Object.entries(market.rivals ?? {});
  const found: Finding[] = [];
  const whole = (path: Path, seconds: number): void => {
    const value = seconds / MONTH_S;
    if (Math.abs(value - Math.round(value)) <= 1e-6) return;
    found.push({
      code: "CM-E0119",
      message: `${value.toFixed(2)} months at ${path.join(".")}`,
      path,
      expected: 'whole months, for example "12 months"',
      sets: [[path, `${Math.max(1, Math.round(value))} months`]],
    });
  };
  whole(["market", "months"], months);
  if (war) {
    whole(["market", "war", "from"], war.from);
    whole(["market", "war", "length"], war.length);
    if (war.from >= months) {
      found.push({
        code: "CM-E0304",
        message: "the price war begins after the market has ended at market.war.from",
        path: ["market", "war", "from"],
        expected: "less than market.months",
      });
    }
  }
  if (choice?.elasticity && choice.per_usd) {
    found.push({
      code: "CM-E0302",
      message: "market.choice weighs price by the percent and by the dollar",
      path: ["market", "choice", "per_usd"],
      expected: "one of the two",
      sets: [[["market", "choice", "per_usd"], null]],
    });
  }
  if (demand.ceiling && demand.ceiling.value <= demand.price.value) {
    found.push({
      code: "CM-E0304",
      message: "customers bought above what they pay at most at market.demand.ceiling",
      path: ["market", "demand", "ceiling"],
      expected: "above market.demand.price",
    });
  }
  if (name !== undefined && rivals.some(([rival]) => rival === name)) {
    found.push({
      code: "CM-E0302",
      message: `a rival has the scenario's own name, ${name}, at market.rivals`,
      path: ["market", "rivals", name],
      expected: "another name",
    });
  }
  for (const [path, seller] of [
    [["market", "firm"], firm] as const,
    ...rivals.map(([rival, stated]) => [["market", "rivals", rival], stated] as const),
  ]) {
    found.push(...sellerFindings(path, seller));
    if (seller.lead) whole([...path, "lead"], seller.lead.value);
  }
  return found;
}

function sellerFindings(path: Path, { users, entry }: FirmConfig): Finding[] {
  if (!users || !entry) return [];
  return [
    {
      code: "CM-E0302",
      message: `${path.join(".")} waits outside and has users already`,
      path: [...path, "users"],
      expected: "users, or entry",
      sets: [[[...path, "users"], null]],
    },
  ];
}

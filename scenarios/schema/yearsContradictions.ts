import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";

/** Steps over the years that stand in no order, and lives that are not whole. */

const MONTH_S = 2_628_000;

export function yearsFindings({ fleet, economics }: ScenarioConfig): Finding[] {
  return [
    ...outOfOrder(["fleet", "power_available"], fleet.power_available),
    ...outOfOrder(["economics", "rent_path"], economics.rent_path),
    ...outOfOrder(["economics", "api_price_path"], economics.api_price_path),
    ...leaseFindings(economics),
  ];
}

function outOfOrder(
  path: readonly string[],
  steps: readonly { readonly from: number }[] = [],
): Finding[] {
  const late = steps.findIndex((step, i) => i > 0 && step.from <= (steps[i - 1]?.from ?? -1));
  if (late < 0) return [];
  return [
    {
      code: "CM-E0304",
      message: `step ${late} of ${path.join(".")} starts no later than the one before it`,
      path: [...path, late, "from"],
      expected: "steps in ascending order of time",
    },
  ];
}

function leaseFindings({ lease }: ScenarioConfig["economics"]): Finding[] {
  const months = (lease?.term ?? 0) / MONTH_S;
  if (Math.abs(months - Math.round(months)) <= 1e-6) return [];
  const path = ["economics", "lease", "term"];
  return [
    {
      code: "CM-E0119",
      message: `a lease of ${months.toFixed(2)} months`,
      path,
      expected: 'whole months, for example "36 months"',
      sets: [[path, `${Math.max(1, Math.round(months))} months`]],
    },
  ];
}

import type { Notice } from "../reports/envelope.ts";
import { unusualFleets } from "../reports/views/usualShares.ts";
import type { Comparison } from "../sim/comparison.ts";
import { capitalRatePerYear, ratesApart } from "../sim/experiment/capitalRate.ts";

/**
 * What stands out, as remarks that are never errors: what an owned fleet costs that fleets usually do
 * not, and costs that are not at one cost of capital.
 */
export function unusualNotices(comparison: Comparison): Notice[] {
  return [...fleetNotices(comparison), ...rateNotices(comparison)];
}

function rateNotices({ results, decision }: Comparison): Notice[] {
  const members = results.flatMap((result) => {
    const ratePerYear = capitalRatePerYear(decision, result);
    return result.state === "ok" ? [{ name: result.strategy.name, ratePerYear }] : [];
  });
  const rates = ratesApart(members);
  if (rates === "") return [];
  return [
    {
      code: "CM-W0106",
      message: `each cost is at its own cost of capital: ${rates}`,
      fix: "set economics.discount_rate (or economics.finance) once for all to compare on one measure",
    },
  ];
}

function fleetNotices(comparison: Comparison): Notice[] {
  return unusualFleets(comparison).flatMap(({ name, shares }) =>
    shares.map(({ line }) => ({
      code: "CM-W0105",
      message: `${name}: ${line}`,
      fix: "check the prices under economics.*; the report opens each cost down to its entries",
    })),
  );
}

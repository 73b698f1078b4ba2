import { ConfigError } from "../scenarios/issues.ts";
import { plainIssue } from "../scenarios/loadChain.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { marketProblems } from "../sim/experiment/marketProblems.ts";
import type { Strategy } from "../sim/strategy.ts";

/**
 * Refuses scenarios that share no market though they state one, and settings of it that no seller
 * heeds.
 *
 * @throws ConfigError with every problem
 */
export function checkMarkets(
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
): void {
  const target = scenarios[0]?.target ?? "";
  const issues = marketProblems(strategies).map((text) => plainIssue("CM-E0304", text, target));
  const markets = scenarios.flatMap(({ config }) => config.market ?? []);
  const sellers = markets.flatMap(({ firm, rivals }) => [firm, ...Object.values(rivals ?? {})]);
  const refuse = (field: string, why: string): void => {
    issues.push(plainIssue("CM-E0301", `market.${field} has no effect: ${why}`, target));
  };
  if (
    markets.some(({ learning }) => learning?.reinvestment !== undefined) &&
    !sellers.some(({ reinvest }) => (reinvest?.value ?? 0) > 0)
  ) {
    refuse("learning.reinvestment", "no seller states market.firm.reinvest");
  }
  if (
    markets.some(({ reckoning }) => reckoning !== undefined) &&
    !sellers.some(({ users }) => users !== undefined)
  ) {
    refuse("reckoning", "no seller has users (market.firm.users)");
  }
  if (markets.some(({ undercut }) => undercut !== undefined) && sellers.length < 2) {
    refuse("undercut", "there is one seller (market.rivals)");
  }
  if (issues.length > 0) throw new ConfigError(issues);
}

import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";

/** Ways to earn and to pay ahead that do not go together. */

export function financeFindings({ economics }: ScenarioConfig): Finding[] {
  return [...revenueFindings(economics), ...prepaidFindings(economics)];
}

type Economics = ScenarioConfig["economics"];

function revenueFindings({ revenue }: Economics): Finding[] {
  if (revenue === undefined) return [];
  const path = ["economics", "revenue"];
  const { token_price, seats, installed_base } = revenue;
  const found: Finding[] = [];
  if (!token_price && !seats && !installed_base) {
    found.push({
      code: "CM-E0201",
      message: "economics.revenue says nothing that is sold",
      path,
      expected: "token_price, seats or installed_base",
    });
  }
  if (token_price && seats) {
    found.push({
      code: "CM-E0302",
      message: "economics.revenue.token_price and seats sell the same tokens twice",
      path: [...path, "seats"],
      expected: "one of the two",
      sets: [[[...path, "seats"], null]],
    });
  }
  if (seats?.users && seats.tokens_per_user) {
    found.push({
      code: "CM-E0302",
      message: "economics.revenue.seats states users and tokens_per_user; each follows the other",
      path: [...path, "seats", "tokens_per_user"],
      expected: "one of the two",
      sets: [[[...path, "seats", "tokens_per_user"], null]],
    });
  }
  if (seats && !seats.users && !seats.tokens_per_user) {
    found.push({
      code: "CM-E0201",
      message: "economics.revenue.seats says not how many users there are",
      path: [...path, "seats"],
      expected: "users, or tokens_per_user",
    });
  }
  return found;
}

const SECONDS_PER_MONTH = 2_628_000;

function prepaidFindings({ finance }: Economics): Finding[] {
  const months = (finance?.prepaid?.term ?? 0) / SECONDS_PER_MONTH;
  if (Math.abs(months - Math.round(months)) <= 1e-6) return [];
  const path = ["economics", "finance", "prepaid", "term"];
  return [
    {
      code: "CM-E0119",
      message: `rent paid ${months.toFixed(2)} months ahead`,
      path,
      expected: 'whole months, for example "12 months"',
      sets: [[path, `${Math.max(1, Math.round(months))} months`]],
    },
  ];
}

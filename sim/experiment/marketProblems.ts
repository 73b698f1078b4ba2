import type { FirmStake } from "../marketStake.ts";
import type { Strategy } from "../strategy.ts";

/** Why the strategies of a comparison have no market in common, in sentences; none = they have. */
export function marketProblems(strategies: readonly Strategy[]): readonly string[] {
  const stakes = strategies.flatMap(({ name, market }) => (market ? [{ name, market }] : []));
  const [first, ...others] = stakes;
  if (first === undefined) return [];
  const problems: string[] = [];
  for (const { name, market } of strategies) {
    if (market) continue;
    problems.push(`${first.name} states a market and ${name} none; expected all of them or none`);
  }
  for (const other of others) {
    const differs = (["months", "demand", "rules"] as const).filter(
      (part) => JSON.stringify(first.market[part]) !== JSON.stringify(other.market[part]),
    );
    if (differs.length === 0) continue;
    const what = differs.map((part) => WORDS[part]).join(" and ");
    problems.push(`${first.name} and ${other.name} state different ${what} of one market`);
  }
  const sellers = stakes.flatMap(({ name, market }) => [
    { name, firm: market.firm },
    ...market.rivals,
  ]);
  const names = sellers.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) problems.push(`two sellers of one market are named ${twice}`);
  if (sellers.every(({ firm }) => waits(firm))) {
    problems.push("every seller waits to enter; expected one that sells from the first month");
  }
  const { war } = first.market.rules;
  if (war !== null && !names.includes(war.aggressor)) {
    problems.push(`${war.aggressor} begins the price war; expected one of ${names.join(", ")}`);
  }
  return problems;
}

const WORDS = { months: "lengths", demand: "demand", rules: "rules" } as const;

function waits({ entry }: FirmStake): boolean {
  return entry !== null;
}

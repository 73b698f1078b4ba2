import type { DemandCurve, MarketFirm, MarketRules } from "../marketPlan.ts";

/** @throws RangeError naming the first number of a firm that is outside its range */
export function checkMarket(
  firms: readonly MarketFirm[],
  demand: DemandCurve,
  rules: MarketRules,
  months: number,
): void {
  const fail = (thing: string, got: unknown, expected: string): never => {
    throw new RangeError(`${thing} of ${String(got)}; expected ${expected}`);
  };
  if (!(Number.isInteger(months) && months > 0)) fail("market", `${months} months`, "1 or more");
  const ids = firms.map((firm) => firm.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) fail("market", `two firms named ${twice}`, "different names");
  if (!firms.some((firm) => firm.entry === null)) {
    fail("market", "no firm that sells from month 0", "at least one");
  }
  for (const [thing, value] of [
    ["reference price", demand.referenceUsdPerMtok],
    ["reference volume", demand.referenceMtokPerMonth],
    ["ceiling", rules.ceilingUsdPerMtok],
    ["target busy share", rules.targetBusyShare],
  ] as const) {
    if (!(value > 0)) fail(thing, value, "above 0");
  }
  const war = rules.war;
  if (war !== null && !ids.includes(war.aggressor)) {
    fail("war", `aggressor ${war.aggressor}`, `one of ${ids.join(", ")}`);
  }
  for (const firm of firms) {
    for (const key of ["capacityMtokPerMonth", "madeMtok", "softwareFactor"] as const) {
      if (!(firm[key] > 0)) fail(`${firm.id}: ${key}`, firm[key], "above 0");
    }
    for (const key of ["retentionPerMonth", "reinvestedShare"] as const) {
      if (!(firm[key] >= 0 && firm[key] <= 1)) fail(`${firm.id}: ${key}`, firm[key], "0..1");
    }
    if (!(firm.avoidableShare > 0 && firm.avoidableShare <= 1)) {
      fail(`${firm.id}: avoidableShare`, firm.avoidableShare, "above 0, at most 1");
    }
    if (!(Number.isInteger(firm.leadMonths) && firm.leadMonths >= 0)) {
      fail(`${firm.id}: leadMonths`, firm.leadMonths, "a whole number >= 0");
    }
    if (!(firm.cashUsd >= 0)) fail(`${firm.id}: cashUsd`, firm.cashUsd, ">= 0");
  }
}

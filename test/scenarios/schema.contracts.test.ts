import { describe, expect, it } from "vitest";
import { ConfigError } from "../../scenarios/issues.ts";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { isPriced } from "../../sim/experiment/movedTerms.ts";
import type { ApiPlan, FleetPlan } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { ApiTerms, RentTerms } from "../../sim/terms.ts";

const strategy = async (text: string): Promise<Strategy> =>
  toStrategy(await loadScenarioText(`${text}\n`, "x"));
const api = (lines: string): Promise<Strategy> => strategy(`supply: api\n${lines}`);
const rented = (lines: string): Promise<Strategy> => strategy(`supply: rented\n${lines}`);
const apiPlan = ({ plan }: Strategy): ApiPlan => plan.supply as ApiPlan;
const fleetPlan = ({ plan }: Strategy): FleetPlan => plan.supply as FleetPlan;

async function messages(text: string): Promise<string[]> {
  try {
    await strategy(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ message }) => message);
  }
}

const CLASSES = `demand: {classes: [{name: now, share: 70 %}, {name: overnight, share: 30 %, ttft: 24 h}]}`;

describe("contracts in a scenario", () => {
  it("are absent unless they are stated", async () => {
    const bought = await api("");
    expect(bought.terms).not.toHaveProperty("buying");
    expect(bought.terms).not.toHaveProperty("extraCosts");
    expect(bought).not.toHaveProperty("reach");
    expect(apiPlan(bought)).not.toHaveProperty("batch");
    const { supply } = (await rented("")).plan;
    expect(supply).not.toHaveProperty("faults.interruptions");
  });

  it("make tiers dearer and sooner, or cheaper and later", async () => {
    const standard = await api("");
    const priority = await api("api: {tier: priority}");
    const flex = await api("api: {tier: flex}");
    const factor = ({ terms }: Strategy): unknown => (terms as ApiTerms).buying?.priceFactor;
    expect(factor(priority)).toBe(2);
    expect(factor(flex)).toBe(0.5);
    expect(apiPlan(priority).assumedTtftS).toBe(apiPlan(standard).assumedTtftS / 2);
    expect(apiPlan(flex).assumedTtftS).toBe(8);
    const own = await api("api: {tier: flex, tier_price: 0.6, ttft: 3 s}");
    expect([factor(own), apiPlan(own).assumedTtftS]).toEqual([0.6, 3]);
  });

  it("bring a promised first token into the endpoint", async () => {
    const sold = await api("api: {guarantee: {ttft: 300 ms, price: 1.5}}");
    expect(apiPlan(sold).assumedTtftS).toBe(0.3);
    expect((sold.terms as ApiTerms).buying?.priceFactor).toBe(1.5);
  });

  it("hold units, a commitment and batch with the catalogue's prices", async () => {
    const sold = await api(
      `${CLASSES}\napi: {batch: {share: 30 %}, commitment: {spend: 600000 USD/year}, provisioned: {units: 20, term: 1-year}}`,
    );
    expect((sold.terms as ApiTerms).buying).toEqual({
      priceFactor: 1,
      batch: { share: 0.3, priceShare: 0.5 },
      commitment: { usdPerYear: 600_000, discountShare: 0.15 },
      provisioned: { units: 20, usdPerUnitHour: expect.closeTo(0.3, 12) },
    });
    expect(apiPlan(sold)).toMatchObject({
      batch: { share: 0.3, withinS: 86_400 },
      provisioned: { tokensPerMinute: 50_000, outputRatio: 4 },
    });
    for (const { path, term } of sold.assumptions.filter((input) =>
      input.path.startsWith("api."),
    )) {
      if (term !== null) expect(term, path).toMatch(/^buying\./);
    }
  });

  it("price the same chips by contract and vendor", async () => {
    const rent = async (fleet: string): Promise<number> =>
      ((await rented(`fleet: {gpu: h100, ${fleet}}`)).terms as RentTerms).rentUsdPerChipHour;
    const hour = await rent("contract: on-demand");
    expect(await rent("contract: managed")).toBeCloseTo(hour * 1.6, 6);
    expect(await rent("contract: spot")).toBe(1.25);
    expect(await rent("contract: on-demand, vendor: hyperscaler")).toBe(6.88);
    expect(await rent("contract: spot, vendor: hyperscaler")).toBeCloseTo(6.88 * 0.4, 6);
    expect(await rent("contract: capacity-block")).toBe(4.916);
    expect(await rent("contract: reserved-3y, vendor: hyperscaler")).toBe(2.972);
  });

  it("take spot machines back, eight chips at a time, and follow the hour", async () => {
    const spot = await rented(
      "fleet: {contract: spot}\nfaults: {spot: {between: 10 h, away: 30 min}}",
    );
    expect(fleetPlan(spot).faults.interruptions).toMatchObject({
      ...{ chipsPerMachine: 8, noticeS: 60, awayMedianS: 1800 },
      perMachineS: expect.closeTo(1 / 36_000, 12),
    });
    expect(spot.horizon.followsTheHour).toBe(true);
    expect((await rented("fleet: {contract: managed}")).horizon.followsTheHour).toBe(true);
    expect((await rented("fleet: {contract: capacity-block}")).horizon.followsTheHour).toBe(false);
  });

  it("add the way to the users to the first token", async () => {
    const here = fleetPlan(await rented("")).timing.requestOverheadS;
    const far = fleetPlan(await rented("fleet: {distance: cross-continent}"));
    expect(far.timing.requestOverheadS - here).toBeCloseTo(0.15, 12);
    const stated = await api("api: {distance: 90 ms, ttft: 400 ms}");
    expect(apiPlan(stated).assumedTtftS).toBeCloseTo(0.49, 12);
  });

  it("make portable kernels slower by what they lose", async () => {
    const own = fleetPlan(await rented("")).timing;
    const slow = fleetPlan(await rented("fleet: {kernels: portable, portability_loss: 20 %}"));
    expect(slow.timing.memoryShare).toBeCloseTo(own.memoryShare * 0.8, 12);
    expect(slow.timing.computeShare.fp8).toBeCloseTo((own.computeShare.fp8 ?? 0) * 0.8, 12);
  });

  it("bill traffic by the bytes of a token", async () => {
    const { terms } = await rented(
      "economics: {egress: {bytes_per_token: 400 B, price: 0.1 USD/GB}}",
    );
    expect(terms.extraCosts).toEqual([
      { category: "egress", per: "Mtok output", quantity: 0.4, unit: "GB", usdPerUnit: 0.1 },
    ]);
  });

  it("bill what leaves: answers to users, prompts to an API, one's own over the hall's line", async () => {
    const asked = "economics: {egress: {}}";
    const answers = { category: "egress", per: "Mtok output", quantity: 0.25, unit: "GB" };
    const bought = await api(asked);
    const prompts = { per: "Mtok prompt", quantity: 0.005 };
    expect(bought.terms.extraCosts).toEqual([{ ...answers, usdPerUnit: 0.09, also: [prompts] }]);
    expect((await rented(asked)).terms.extraCosts).toEqual([{ ...answers, usdPerUnit: 0.09 }]);
    const own = await strategy(`supply: owned\n${asked}`);
    expect(own.terms.extraCosts).toEqual([{ ...answers, usdPerUnit: 0.005 }]);
    const line = own.assumptions.find(({ path }) => path === "economics.egress.price");
    expect(line).toMatchObject({ low: 0.001, high: 0.02, grade: "D" });
    // Every number of the two lines is an input that a price moves.
    const terms = bought.assumptions.flatMap(({ path, term }) =>
      path.startsWith("economics.egress.") ? [term] : [],
    );
    expect(terms.toSorted()).toEqual(
      ["also.0.quantity", "quantity", "usdPerUnit"].map((term) => `extraCosts.0.${term}`),
    );
    for (const term of terms) expect(isPriced(bought.terms, term ?? "")).toBe(true);
    const stated = "economics: {egress: {price: 0.02 USD/GB, bytes_per_prompt_token: 8 B}}";
    expect((await api(stated)).terms.extraCosts?.[0]).toMatchObject({
      ...{ usdPerUnit: 0.02, also: [{ per: "Mtok prompt", quantity: 0.008 }] },
    });
  });

  it("serve bound demand only where it may go", async () => {
    const bound = "demand: {residency: {share: 30 %}}";
    expect((await api(bound)).reach).toEqual({ servedShare: 0.7, monitoringShare: 0 });
    expect((await rented(bound)).reach?.servedShare).toBe(1);
    const strict = "demand: {residency: {share: 30 %, served_by: [on-premises]}}";
    expect((await rented(strict)).reach?.servedShare).toBe(0.7);
    const local = `${strict}\neconomics: {trust: {mode: on-premises, drift: 2 %}}`;
    expect((await rented(local)).reach).toEqual({ servedShare: 1, monitoringShare: 0.02 });
  });

  it("expect losses by mode: 0.05 a year x 0.4 x 4.99 million on premises", async () => {
    const { terms, assumptions } = await strategy("supply: owned\neconomics: {trust: {}}");
    const loss = terms.extraCosts?.find(({ category }) => category === "expected loss");
    expect((loss?.quantity ?? 0) * (loss?.usdPerUnit ?? 0) * 12).toBeCloseTo(0.02 * 4.99e6, 6);
    const audit = terms.extraCosts?.find(({ category }) => category === "audit and drift");
    expect((audit?.quantity ?? 0) * (audit?.usdPerUnit ?? 0)).toBe(10_000);
    const priced = assumptions.filter(({ term }) => term?.startsWith("extraCosts.") ?? false);
    expect(priced.map(({ low, high }) => low !== null && high !== null)).toContain(true);
    expect(priced.length).toBe(4);
  });

  it("know what leaving costs by supply and kernels", async () => {
    const months = ({ terms }: Strategy): unknown => terms.lockIn?.leaving.engineerMonths;
    const lockIn = "economics: {lock_in: {}}";
    expect(months(await api(lockIn))).toBe(2);
    expect(months(await rented(lockIn))).toBe(6);
    expect(months(await rented(`fleet: {kernels: portable}\n${lockIn}`))).toBe(1);
    const reserved = await rented(`fleet: {contract: reserved-3y}\n${lockIn}`);
    expect(reserved.terms.lockIn?.termMonths).toBe(36);
  });
});

describe("a switch in a scenario", () => {
  it("is another supply of the same demand from a month on", async () => {
    const both = await api(
      "economics: {horizon: 24 months, switch: {month: 9, to: {supply: rented, fleet: {gpu: h200}}}}",
    );
    expect(both.next?.month).toBe(9);
    expect(both.terms.switchTo?.to.kind).toBe("rent");
    const after = both.next?.strategy;
    expect(after?.plan.demand).toEqual(both.plan.demand);
    expect(fleetPlan(after ?? both).chip.id).toBe("h200");
    const later = both.assumptions.filter(({ path }) => path.startsWith("economics.switch.to."));
    expect(later.map(({ term }) => term)).toContain("switchTo.to.rentUsdPerChipHour");
  });

  it("takes supply and prices of a preset, and the demand of the scenario", async () => {
    const both = await api(
      "demand: {rate: 3/s}\neconomics: {discount_rate: 12 %, switch: {month: 9, to: producer}}",
    );
    expect(both.next?.strategy.terms).toMatchObject({ kind: "own", discountRatePerYear: 0.12 });
    expect(both.next?.strategy.horizon.meanRequestsPerS).toBe(3);
  });

  it("says what is wrong with it", async () => {
    const at = (to: string, month = 9) =>
      messages(`supply: api\neconomics: {switch: {month: ${month}, to: ${to}}}`);
    expect(await at("produzer")).toEqual(['no preset "produzer" at economics.switch.to']);
    expect(await at("consumer", 36)).toEqual(["a switch after month 36 of a horizon of 36 months"]);
    expect(await at("{demand: {rate: 1/s}}")).toEqual([
      "economics.switch.to cannot change demand: both supplies serve one demand",
    ]);
    const [unknownChip] = await at("{supply: rented, fleet: {gpu: h999}}");
    expect(unknownChip).toBe('unknown chip "h999" at fleet.gpu (after the switch)');
  });
});

describe("contracts that mean nothing", () => {
  it.each([
    ["supply: rented\nfaults: {spot: {between: 10 h}}", '"faults.spot" has no effect here'],
    ["supply: owned\nfleet: {vendor: hyperscaler}", '"fleet.vendor" has no effect here'],
    ["supply: owned\neconomics: {lock_in: {}}", '"economics.lock_in" has no effect here'],
    [
      "supply: rented\neconomics: {leaving: {engineering: 3}}",
      '"economics.leaving" has no effect here',
    ],
    [
      "supply: rented\nfleet: {portability_loss: 5 %}",
      '"fleet.portability_loss" has no effect here',
    ],
    ["supply: api\napi: {tier_price: 2}", '"api.tier_price" has no effect here'],
    [
      "supply: api\napi: {provisioned: {units: 2, discount: 10 %}}",
      '"api.provisioned.discount" has no effect here',
    ],
    ["supply: rented\napi: {tier: flex}", '"api.tier" has no effect here'],
    [
      "supply: api\napi: {guarantee: {ttft: 2 s}}",
      "a promised first token after 2 s has no effect",
    ],
    [
      "supply: api\ndemand: {residency: {served_by: [public-api, dedicated, on-premises, ungoverned, edge, device]}}",
      "demand.residency has no effect",
    ],
  ])("are refused: %s", async (text, words) => {
    const [message = ""] = await messages(text);
    expect(message).toContain(words);
  });

  it.each([
    ["supply: api\napi: {batch: {share: 30 %}}", "no work may wait that long"],
    [
      "supply: rented\nfleet: {kernels: portable}\neconomics: {stack: imperative}",
      "fleet.kernels: portable are compiled",
    ],
    [
      "supply: rented\nmodel: llama-3.1-8b\nfleet: {gpu: groq-lpu, contract: capacity-block}",
      "the catalogue has no capacity-block rent",
    ],
  ])("do not go together: %s", async (text, words) => {
    expect((await messages(text)).join("\n")).toContain(words);
  });
});

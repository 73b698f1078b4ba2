import { describe, expect, it } from "vitest";
import { evaluate } from "../../sim/experiment/evaluate.ts";
import { inlineRunner } from "../../sim/experiment/runner.ts";
import type { Source, Strategy } from "../../sim/strategy.ts";
import type { PortfolioTerms } from "../../sim/terms.ts";
import { fakeSimulate, fakeWorld } from "../sim/experiment/fakeSimulate.ts";
import { strategyOf } from "./tryScenario.ts";

const FIXED = "rate: 20/s, lengths: {input: 1000, output: 200}, arrivals: poisson";

/** Chips at home for a part of the demand, a public API for the rest. */
function split(bound: string, home: string, economics = ""): Promise<Strategy> {
  const abroad = `${100 - Number.parseInt(home, 10)} %`;
  return strategyOf(
    [
      `demand: {${FIXED}, residency: {share: ${bound}}}`,
      `economics: {horizon: 12 months${economics}}`,
      "sources: {abroad: {supply: api, api: {tokens_per_minute: none, requests_per_minute: none}}, home: {}}",
      `split: {kind: shares, shares: {abroad: ${abroad}, home: ${home}}}`,
    ].join("\n"),
  );
}

function sourceOf({ portfolio }: Strategy, name: string): Source {
  const found = portfolio?.sources.find((source) => source.name === name);
  if (found === undefined) throw new RangeError(`no source ${name}`);
  return found;
}

const PREMIUM =
  ", revenue: {token_price: {input: 1 USD/Mtok, output: 2 USD/Mtok}, bound_premium: {}}";
const options = {
  ...{ replications: 1, runner: inlineRunner(fakeSimulate(fakeWorld)), warmup: "plan" as const },
  onStage: () => undefined,
};

describe("bound demand of several sources", () => {
  /** On paper: 20 % is bound and 30 % is served at home, two thirds of it bound; nothing is lost. */
  it("goes to those who may serve it, and all is served where it fits", async () => {
    const both = await split("20 %", "30 %", PREMIUM);
    expect(sourceOf(both, "home").strategy.reach).toEqual({
      ...{ servedShare: 1, monitoringShare: 0, boundShare: expect.closeTo(2 / 3, 12) },
    });
    expect(sourceOf(both, "abroad").strategy.reach).toEqual({
      ...{ servedShare: 1, monitoringShare: 0, boundShare: 0 },
    });
    expect(both.terms.revenue?.boundPremium).toEqual({ premiumShare: 0.2 });
    const { months, reason } = await evaluate(both, options);
    expect(reason).toBeNull();
    const [row] = months[0] ?? [];
    expect(row?.unserved ?? 0).toBe(0);
    // A fifth of what is sold is bound, as it is of what is asked for.
    expect(row?.boundShare).toBeCloseTo(0.2, 2);
  });

  /**
   * On paper: half is bound, three tenths are served at home: two tenths are lost, and the API, with
   * seven tenths, serves the five that are not bound.
   */
  it("is lost to the whole where it does not fit", async () => {
    const both = await split("50 %", "30 %");
    expect(sourceOf(both, "home").strategy.reach?.servedShare).toBe(1);
    expect(sourceOf(both, "abroad").strategy.reach?.servedShare).toBeCloseTo(5 / 7, 12);
    const lost = both.assumptions.find(({ label }) => label === "demand that no source may serve");
    expect(lost?.value).toBeCloseTo(0.2, 12);
    const { months } = await evaluate(both, options);
    const [row] = months[0] ?? [];
    expect((row?.unserved ?? 0) / (row?.requests ?? 1)).toBeCloseTo(0.2, 9);
    const whole = (await evaluate(await split("0 %", "30 %"), options)).months[0]?.[0];
    expect(row?.requests).toBeCloseTo(whole?.requests ?? 0, -1);
    const served = (row?.tokens.output ?? 0) / (whole?.tokens.output ?? 1);
    expect(served).toBeCloseTo(0.8, 2);
  });

  it("of nothing changes nothing", async () => {
    const bound = await evaluate(await split("0 %", "30 %"), options);
    const free = await strategyOf(
      [
        `demand: {${FIXED}}\neconomics: {horizon: 12 months}`,
        "sources: {abroad: {supply: api, api: {tokens_per_minute: none, requests_per_minute: none}}, home: {}}",
        "split: {kind: shares, shares: {abroad: 70 %, home: 30 %}}",
      ].join("\n"),
    );
    expect(bound.outcomes).toEqual((await evaluate(free, options)).outcomes);
  });

  it("binds copies as it binds one", async () => {
    const bound = "demand: {residency: {share: 30 %, served_by: [edge]}}";
    const pods = await strategyOf(`${bound}\ncopies: 4`);
    expect(pods.portfolio?.sources[0]?.strategy.reach?.servedShare).toBeCloseTo(0.7, 12);
    const edge = await strategyOf(
      `${bound}\neconomics: {trust: {mode: edge, drift: 0 %}}\ncopies: 4`,
    );
    expect(edge.portfolio?.sources[0]?.strategy.reach?.servedShare).toBe(1);
  });
});

describe("costs of trust of several sources", () => {
  const costs = ({ terms }: Strategy, name: string): readonly number[] =>
    ((terms as PortfolioTerms).sources[name]?.extraCosts ?? []).map(
      ({ quantity, usdPerUnit }) => 12 * quantity * usdPerUnit,
    );

  /** On paper: 0.05 breaches x 4.99 million: on 70 % of the demand abroad; on 30 % at home, x 0.4. */
  it("are audits of each source, and breaches on its share of the demand", async () => {
    const both = await split("20 %", "30 %", ", trust: {}");
    const [audit = 0, breach = 0] = costs(both, "abroad");
    expect(audit).toBeCloseTo(120_000, 6);
    expect(breach).toBeCloseTo(0.7 * 249_500, 6);
    const [own = 0, less = 0] = costs(both, "home");
    expect(own).toBeCloseTo(120_000, 6);
    expect(less).toBeCloseTo(0.3 * 0.4 * 249_500, 6);
  });

  it("are those of one deployment for all its copies", async () => {
    const alone = await strategyOf("economics: {trust: {}}");
    const pods = await strategyOf("economics: {trust: {}}\ncopies: 8");
    const yearly = (alone.terms.extraCosts ?? []).map(
      (cost) => 12 * cost.quantity * cost.usdPerUnit,
    );
    expect(costs(pods, "copy").map((usd) => 8 * usd)).toEqual(
      yearly.map((usd) => expect.closeTo(usd, 6)),
    );
  });
});

import { describe, expect, it } from "vitest";
import { parseLaw } from "../../scenarios/schema/parseQuantity.ts";
import { DIMENSIONS } from "../../scenarios/units.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const price = async (value: string) => {
  const { assumptions } = await strategyOf(`economics: {gpu_price: ${value}}`);
  const found = assumptions.find(({ path }) => path === "economics.gpu_price");
  if (found === undefined) throw new Error("no price of a chip");
  return found;
};

describe("a number that is not known", () => {
  it("may be a range in place of a value: its geometric mean is the value", async () => {
    const { value, low, high, law } = await price("$20k to $45k");
    expect([low, high, law]).toEqual([20_000, 45_000, undefined]);
    expect(value).toBeCloseTo(30_000, 6);
  });

  it("may be two quantiles", async () => {
    expect(await price('{p5: $20k, p95: $45k, source: "quotes"}')).toMatchObject({
      ...{ low: 20_000, high: 45_000, source: "quotes" },
      value: Math.sqrt(20_000 * 45_000),
    });
    expect(await price("{value: $28k, p5: $20k, p95: $45k}")).toMatchObject({ value: 28_000 });
  });

  it("may have a law that ends: uniform or triangular", async () => {
    expect(await price('"uniform(20000, 40000 USD)"')).toMatchObject({
      ...{ value: 30_000, low: 20_000, high: 40_000, law: "uniform" },
    });
    expect(await price('"triangular($20k, $25k, $40k)"')).toMatchObject({
      ...{ value: 25_000, low: 20_000, high: 40_000, law: "triangular" },
    });
    expect(await price('{range: "triangular(20,000, 25,000, 40,000) USD"}')).toMatchObject({
      ...{ value: 25_000, law: "triangular" },
    });
  });

  it("out of order, half written or twice stated is refused", async () => {
    const said = async (value: string) =>
      (await issuesOf(`economics: {gpu_price: ${value}}`)).map(({ message }) => message);
    expect(await said('"triangular(1 USD, 5 USD, 3 USD)"')).toEqual([
      expect.stringContaining("out of order: 1, 5, 3"),
    ]);
    expect(await said('"uniform(1 USD)"')).toEqual([expect.stringContaining("is not a range")]);
    expect(await said("{p5: $1, low: $1, high: $2}")).toEqual([
      expect.stringContaining("an end by two names"),
    ]);
    expect(await said("{p5: $1}")).toEqual([
      expect.stringContaining("neither a value nor a range"),
    ]);
  });

  it("is no choice: a range for what is chosen is refused in words", async () => {
    const [issue] = await issuesOf("fleet: {max_batch: 64 to 256}");
    expect(issue?.message).toContain('"64 to 256" is a range, and this is one value');
  });

  it("borrows the unit of its last end", () => {
    expect(parseLaw("triangular(1, 2, 3 days)", DIMENSIONS.time)).toMatchObject({
      ...{ low: 86_400, value: 172_800, high: 259_200 },
    });
  });
});

describe("uncertainty", () => {
  it("is nothing unless it is asked for", async () => {
    expect(await strategyOf("")).not.toHaveProperty("uncertainty");
  });

  it("is read into the strategy", async () => {
    const stated =
      "uncertainty: {samples: 50, sampling: plain, correlate: [[economics.gpu_price, economics.electricity, -0.3]]}";
    expect((await strategyOf(stated)).uncertainty).toEqual({
      ...{ samples: 50, sampling: "plain" },
      correlate: [["economics.gpu_price", "economics.electricity", -0.3]],
    });
  });

  it("refuses paths that are no inputs, and correlations beyond 1 or of two values", async () => {
    const said = async (correlate: string) =>
      (await issuesOf(`uncertainty: {correlate: [${correlate}]}`)).map(
        ({ code, message, suggestions }) => [code, message, suggestions[0]],
      );
    expect(await said("[economics.gpuprice, economics.electricity, 0.3]")).toEqual([
      ["CM-E0305", 'unknown input "economics.gpuprice" in a correlation', "economics.gpu_price"],
    ]);
    expect((await said("[economics.gpu_price, economics.electricity, 2]"))[0]?.[0]).toBe(
      "CM-E0119",
    );
    const twice = "[economics.pue, economics.rent, 0.3], [economics.rent, economics.pue, 0.4]";
    expect((await said(twice))[0]?.[1]).toContain("is 0.3 and 0.4");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuantity, parseRange } from "../../scenarios/schema/parseQuantity.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { DIMENSIONS, type DimensionName } from "../../scenarios/units.ts";

function value(text: string | number, dimension: DimensionName): number {
  const parsed = parseQuantity(text, DIMENSIONS[dimension]);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

function problem(text: string | number, dimension: DimensionName) {
  const parsed = parseQuantity(text, DIMENSIONS[dimension]);
  return parsed.ok ? null : parsed.problem;
}

describe("quantities", () => {
  it("are read with their unit into the base unit", () => {
    expect(value("10 min", "time")).toBe(600);
    expect(value("100 ms", "time")).toBe(0.1);
    expect(value("36 months", "time")).toBe(36 * 2_628_000);
    expect(value("6/s", "requestRate")).toBe(6);
    expect(value("6 requests/s", "requestRate")).toBe(6);
    expect(value("1.728 M/day", "requestRate")).toBe(20);
    expect(value("2 M tokens/min", "tokensPerMinute")).toBe(2e6);
    expect(value("9 MW", "power")).toBe(9e6);
    expect(value("8k", "tokens")).toBe(8000);
    expect(value("9 %", "share")).toBe(0.09);
    expect(value(0.09, "share")).toBe(0.09);
    expect(value("9 %", "sharePerYear")).toBe(0.09);
  });

  it("read money in every common spelling", () => {
    expect(value("31000 USD", "usd")).toBe(31_000);
    expect(value("$31k", "usd")).toBe(31_000);
    expect(value("31,000 usd", "usd")).toBe(31_000);
    expect(value("0.12USD/kWh", "usdPerKwh")).toBe(0.12);
    expect(value("80 USD/MWh", "usdPerKwh")).toBe(0.08);
    expect(value("8 c/kWh", "usdPerKwh")).toBe(0.08);
    expect(value("$2.20/h", "usdPerHour")).toBe(2.2);
    expect(value("2.2 USD per hour", "usdPerHour")).toBe(2.2);
    expect(value("4.20 USD/1M tokens", "usdPerMtok")).toBe(4.2);
    expect(value("12 M USD/MW", "usdPerWatt")).toBe(12);
  });

  it("compound rates of growth and decline", () => {
    expect(value("12.682503013196972 %/year", "growthPerMonth")).toBeCloseTo(0.01, 12);
    expect(value("2 %/month", "growthPerMonth")).toBe(0.02);
    expect(value("10 %/month", "declinePerYear")).toBeCloseTo(1 - 0.9 ** 12, 12);
  });

  it("without a unit are an error with a guess", () => {
    expect(problem(9, "power")).toMatchObject({
      code: "CM-E0117",
      message: '"9" has no unit',
      suggestions: ["9 kW", "9 MW"],
    });
    expect(problem("0.09", "sharePerYear")?.suggestions).toContain("9 %");
    expect(value(0, "power")).toBe(0);
  });

  it("of another dimension say what they are", () => {
    expect(problem("9 kWh", "power")).toMatchObject({
      code: "CM-E0116",
      message: '"9 kWh" is energy',
    });
    expect(problem("31000 EUR", "usd")?.expected).toContain("USD of year 0");
    expect(problem("9 kWatt", "power")?.suggestions).toContain("9 kW");
  });

  it("that are no quantity are refused", () => {
    for (const text of ["", "much", "1.2.3 s", "--4 s", "NaN s", "Infinity s", "1e999 s"]) {
      expect(problem(text, "time")?.code, text).toMatch(/CM-E011[678]/);
    }
    expect(problem(Number.NaN, "time")?.code).toBe("CM-E0118");
    expect(problem(Number.POSITIVE_INFINITY, "time")?.code).toBe("CM-E0118");
  });

  it("read a range whose left end borrows the unit", () => {
    expect(parseRange("0.055 to 0.11 USD/kWh", DIMENSIONS.usdPerKwh)).toEqual({
      ok: true,
      low: 0.055,
      high: 0.11,
    });
    expect(parseRange("500 ms to 2 s", DIMENSIONS.time)).toEqual({ ok: true, low: 0.5, high: 2 });
    expect(parseRange("5 kW", DIMENSIONS.power).ok).toBe(false);
  });

  it("of any text give a finite number or a problem", () => {
    const names = Object.keys(DIMENSIONS) as DimensionName[];
    const text = fc.oneof(
      fc.string(),
      fc.tuple(fc.double(), fc.string({ maxLength: 6 })).map(([n, unit]) => `${n} ${unit}`),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...names), (raw, name) => {
        const parsed = parseQuantity(raw, DIMENSIONS[name]);
        expect(parsed.ok ? Number.isFinite(parsed.value) : parsed.problem.message !== "").toBe(
          true,
        );
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("show an example that they accept themselves", () => {
    for (const name of Object.keys(DIMENSIONS) as DimensionName[]) {
      expect(() => value(DIMENSIONS[name].example, name), name).not.toThrow();
    }
  });
});

describe("nearest words", () => {
  it("come by distance, swaps of neighbours counted once", () => {
    expect(nearestWords("cuont", ["count", "router"])).toEqual(["count"]);
    expect(nearestWords("h2000", ["h100", "h20", "h200"])[0]).toBe("h200");
    expect(nearestWords("consumer-v-producer", ["consumer", "consumer-vs-producer"])[0]).toBe(
      "consumer-vs-producer",
    );
    expect(nearestWords("zebra", ["count", "router"])).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDifference,
  formatDifferenceInterval,
  formatEstimate,
  formatInput,
  formatPlain,
  formatValue,
  typographic,
} from "../../reports/format.ts";

describe("numbers as people read them", () => {
  it.each([
    [4.2, "USD/1e6 tok", "$4.20"],
    [0.0421, "USD/1e6 tok", "$0.0421"],
    [-11.8e6, "USD", "-$11.8M"],
    [0, "USD", "$0"],
    [999.6, "USD", "$1.00k"],
    [1.9, "s", "1.90 s"],
    [0.0194, "s", "19.4 ms"],
    [0.412, "share", "41.2 %"],
    [1, "share", "100 %"],
    [7, "count", "7"],
    [0.159, "kg/1e6 tok", "159 g"],
    [17.2, "USD/unit", "$17.20"],
    [4.61, "USD/task-hour", "$4.61"],
    [1234, "USD/task", "$1.23k"],
    [0.000671, "USD/answer", "$0.000671"],
    [0.00062, "USD/request", "$0.000620"],
  ])("%d in %s reads %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it("an interval decides the decimals of its mean and shares its scale", () => {
    expect(formatEstimate(2.3141, 0.058, "USD/1e6 tok")).toEqual({ value: "$2.31", half: "0.06" });
    expect(formatEstimate(-9.912e6, 0.31e6, "USD")).toEqual({ value: "-$9.9M", half: "0.3M" });
    expect(formatEstimate(0.412, 0.011, "share")).toEqual({ value: "41 %", half: "1" });
    expect(formatEstimate(2.4, 1e-9, "s")).toEqual({ value: "2.400 s", half: "<0.001" });
  });

  it("what every replication gave alike is certain, what is less than the last digit is not", () => {
    expect(formatEstimate(-1.99e6, 0, "USD")).toEqual({ value: "-$1.99M", half: "0" });
    expect(formatEstimate(-1.99e6, 0.4, "USD")).toEqual({ value: "-$1.990M", half: "<0.001M" });
  });

  it("a difference always carries its sign, except a zero", () => {
    expect(formatDifference(-1.89, 0.06, "USD/1e6 tok")).toBe("-$1.89");
    expect(formatDifferenceInterval(-1.89, 0.06, "USD/1e6 tok")).toBe("[-1.95, -1.83]");
    expect(formatDifference(1.9e6, 0.3e6, "USD")).toBe("+$1.9M");
    expect(formatDifferenceInterval(1.9e6, 0.3e6, "USD")).toBe("[+1.6M, +2.2M]");
    expect(formatDifference(1e-7, 0.1, "share")).toBe("0 pt");
  });

  it("inputs keep the digits that a person typed", () => {
    expect(formatInput(0.083, "USD/kWh")).toBe("0.083 USD/kWh");
    expect(formatInput(33_000, "USD/chip")).toBe("33,000 USD/chip");
    expect(formatInput("h100", "")).toBe("h100");
    expect(formatInput(1, "services")).toBe("1 service");
    expect(formatInput(1, "requests/s")).toBe("1 request/s");
    expect(formatInput(1, "s")).toBe("1 s");
  });

  it("signs become typographic only before numbers", () => {
    expect(typographic("-$1.2M +- 0.1M")).toBe("−\u2060$1.2M\u00a0±\u00a00.1M");
    expect(typographic("on-time")).toBe("on-time");
  });

  it("no finite number is ever printed as NaN, in exponents, or without a digit", () => {
    const units = ["USD", "USD/1e6 tok", "s", "share", "count", "kWh/1e6 tok", "kg/1e6 tok"];
    fc.assert(
      fc.property(
        fc.double({ min: -1e12, max: 1e12, noNaN: true }),
        fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
        fc.constantFrom(...units),
        (value, half, unit) => {
          const text = formatEstimate(value, half, unit);
          expect(text.value).toMatch(/^-?\$?\d/);
          expect(`${text.value}${text.half}`).not.toMatch(/NaN|Infinity|\de[+-]/);
          expect(text.half === null).toBe(half === null);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it("large plain numbers carry a suffix, small ones their digits", () => {
    expect(formatPlain(34_875)).toBe("34,875");
    expect(formatPlain(3875)).toBe("3875");
    expect(formatValue(20_081.9, "Mtok")).toBe("20,082 Mtok");
    expect(formatInput(105_120, "chip-hours")).toBe("105,120 chip-hours");
    expect(formatInput(1.25, "ratio")).toBe("1.25");
    expect(formatPlain(944e6)).toBe("944M");
    expect(formatPlain(1.2e9)).toBe("1.2B");
    expect(formatPlain(0.0005)).toBe("0.0005");
    expect(formatPlain(Number.NaN)).toBe("n/a");
  });
});

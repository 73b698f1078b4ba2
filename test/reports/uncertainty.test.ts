import { describe, expect, it } from "vitest";
import { sampledCurvesSvg } from "../../reports/charts/sampledCurves.ts";
import { shareBarsSvg } from "../../reports/charts/shareBars.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { envelope } from "../../reports/envelope.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { summaryText } from "../../reports/summary.ts";
import {
  boxSentence,
  limitText,
  pairTexts,
  probabilityText,
} from "../../reports/views/uncertainty.ts";
import { RESULT_SCHEMA } from "../../ui/resultSchema.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";
import { sampledFixture } from "./fixtureSamples.ts";

const comparison = sampledFixture();
const found = comparison.monteCarlo;
if (found === undefined) throw new Error("the fixture draws no samples");
const text = { id: "x", title: "t", description: "d" };

describe("what the ranges do, in words", () => {
  it("is a probability beside the interval, never inside it", () => {
    expect(pairTexts(found)).toEqual([
      "P(producer cheaper than consumer) = 0.87",
      "P(producer cheaper than renter) > 0.97",
    ]);
    const said = summaryText(comparison, { report: null, data: null, repeat: null });
    expect(said).toContain(
      "P(producer cheaper than consumer) = 0.87, P(producer cheaper than renter) > 0.97 over the stated",
    );
    expect(said.split("\n")[0]).not.toContain("0.87");
    const rows = said
      .split("\n")
      .filter((line) => /^ {2}(per 1M|consumer|renter|producer) /.test(line));
    expect(rows).toEqual([
      "  per 1M tokens  P10    P50    P90    NPV P50  worst 5 %  P(cheapest)  mean regret",
      "  consumer       $1.34  $2.54  $3.74  -$2.00M  -$4.00M    0.10         $100k",
      "  renter         $1.61  $2.01  $2.41  -$2.00M  -$4.00M    0.20         $100k",
      "  producer       $1.40  $1.40  $1.40  -$2.00M  -$4.00M    0.70         $100k",
    ]);
  });

  it("names the condition under which a strategy wins", () => {
    const [box] = found.boxes;
    if (box === undefined) throw new Error("no box");
    expect(boxSentence(box, 40)).toBe(
      "producer wins in 94 % of the samples where demand > 62 % of plan and API price > $2.4/Mtok (30 of 40 samples, 71 % of its wins).",
    );
    const limit = { path: "x", label: "fall of rents", value: 0.2, side: "below" } as const;
    expect(limitText({ ...limit, unit: "share/year", limit: 0.226 })).toBe(
      "fall of rents < 22.6 %/year",
    );
  });

  it("claims no more certainty than the samples have", () => {
    expect(probabilityText(1, 200)).toBe("> 0.99");
    expect(probabilityText(0, 40)).toBe("< 0.03");
    expect(probabilityText(0.5, 200)).toBe("0.50");
    expect(probabilityText(1, 10_000)).toBe("> 0.99");
  });
});

describe("the report of drawn inputs", () => {
  const page = renderReport(comparison, provenanceFixture());

  it("has its sections, and none of them without samples", () => {
    const plain = renderReport(comparisonFixture(), provenanceFixture());
    for (const id of ["how-sure", "variance", "when-it-flips"]) {
      expect(page).toContain(`id="${id}"`);
      expect(plain).not.toContain(`id="${id}"`);
    }
    for (const id of ["volume-bands-chart", "volume-winner-chart", "ahead-chart"]) {
      expect(page).toContain(`id="${id}-wide"`);
      expect(plain).not.toContain(id);
    }
    expect(page).toContain("P(producer cheaper than consumer) = 0.87");
    expect(page).toContain("nearest that is possible");
    expect(page).toContain("it would have to be simulated again");
  });

  it("is the same bytes twice", () => {
    expect(renderReport(sampledFixture(), provenanceFixture())).toBe(page);
  });

  it("draws grey what cannot be told from chance", async () => {
    const bars = found.inputs.map(({ label, varianceShare, matters }) => ({
      ...{ name: label, share: varianceShare, words: `${varianceShare}`, series: null },
      faint: !matters,
    }));
    const svg = shareBarsSvg(text, bars, "share of variance", found.inputs[0]!.noise ** 2, 720);
    expect(svg.match(/class="faint"/g)).toHaveLength(1);
    expect(svg).toContain("chance alone");
    await expect(svg).toMatchFileSnapshot("expected/share-bars.svg");
  });

  it("draws bands of money against demand, and probabilities against months", async () => {
    const at = (x: number, y: number) => ({ x, y, low: y / 2, high: 2 * y });
    const money = sampledCurvesSvg(
      text,
      [{ name: "producer", series: 2, points: [at(1e8, 4), at(1e9, 2), at(1e10, 1)] }],
      { xTitle: "tokens per day", x: "demand", yTitle: "USD", y: "usd", today: 2e9 },
      720,
    );
    await expect(money).toMatchFileSnapshot("expected/sampled-costs.svg");
    const points = found.aheadByMonth.map((y, x) => ({ x, y, low: y, high: y }));
    const months = sampledCurvesSvg(
      text,
      [{ name: "producer", series: 2, points }],
      { xTitle: "months", x: "months", yTitle: "P", y: "probability", today: null },
      340,
    );
    expect(months).toContain(">36<");
    expect(months).not.toContain("today");
  });
});

describe("the data of drawn inputs", () => {
  const files = dataFiles(comparison);
  const named = (name: string): string => files.find((file) => file.name === name)?.text ?? "";

  it("samples.csv has inputs and outcomes of a sample in one row, every column explained", () => {
    const [head = "", first = "", ...rest] = named("samples.csv").trimEnd().split("\n");
    expect(head.split(",")).toEqual([
      ...["sample", "economics_rent_decline", "demand_rate"],
      ...["consumer", "renter", "producer"].flatMap((name) =>
        ["lcot_usd_per_mtok", "npv_usd", "regret_usd"].map((column) => `${name}_${column}`),
      ),
      "cheapest",
    ]);
    expect(rest).toHaveLength(39);
    expect(first.split(",")).toHaveLength(head.split(",").length);
    const explained = JSON.parse(named("dictionary.json")).columns as {
      readonly table: string;
      readonly column: string;
    }[];
    const columns = explained.filter(({ table }) => table === "samples");
    expect(columns.map(({ column }) => column)).toEqual(head.split(","));
    expect(dataFiles(comparisonFixture()).map(({ name }) => name)).not.toContain("samples.csv");
  });

  it("the envelope has them under one key, as its schema says", () => {
    const rest = { warnings: [], errors: [], files: [], provenance: null };
    const exit = { code: 0, name: "ok" };
    const { monte_carlo: json } = envelope({ verb: "compare", exit, comparison, ...rest });
    const schema = RESULT_SCHEMA.properties as Readonly<Record<string, object>>;
    const stated = schema["monte_carlo"] as { readonly required: readonly string[] };
    expect(Object.keys(json ?? {}).sort()).toEqual([...stated.required].sort());
    expect(json?.outcomes[2]?.best_probability).toBe(0.7);
    expect(json?.flips[0]).toContain("producer wins in 94 %");
    const plain = envelope({ verb: "compare", exit, comparison: comparisonFixture(), ...rest });
    expect(plain).not.toHaveProperty("monte_carlo");
  });
});

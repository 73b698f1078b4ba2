import { describe, expect, it } from "vitest";
import { type EnvelopeInput, envelope, envelopeJson } from "../../reports/envelope.ts";
import { METRICS } from "../../sim/metrics.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

const input = (more: Partial<EnvelopeInput> = {}): EnvelopeInput => ({
  verb: "compare",
  exit: { code: 0, name: "ok" },
  comparison: comparisonFixture(),
  provenance: provenanceFixture(),
  warnings: [],
  errors: [],
  files: [{ role: "report", path: "out/x.html", sha256: "0".repeat(64) }],
  ...more,
});

describe("the JSON result", () => {
  it("has every metric of every strategy with its interval around the value", () => {
    const { metrics, verdict, ok } = envelope(input());
    expect(ok).toBe(true);
    expect(verdict.kind).toBe("winner");
    expect(metrics).toHaveLength(3 * METRICS.length);
    const cost = metrics.find((m) => m.scenario === "producer" && m.name === "lcot_usd_per_mtok");
    const [low, high] = cost?.ci ?? [];
    expect(((low ?? 0) + (high ?? 0)) / 2).toBeCloseTo(cost?.value ?? Number.NaN, 12);
    expect(cost).toMatchObject({ level: 0.95, n: 5, unit: "USD/1e6 tok", kind: "derived" });
  });

  it("a value that is not there, or not finite, is null with a reason", () => {
    const comparison = comparisonFixture({ unstable: true });
    const [first] = comparison.results;
    if (first === undefined) throw new Error("fixture without results");
    const broken = {
      ...first,
      metrics: { ...first.metrics, npv_usd: { ...first.metrics.npv_usd, value: Number.NaN } },
    };
    const results = [broken, ...comparison.results.slice(1)];
    const text = envelopeJson(input({ comparison: { ...comparison, results } }));
    const parsed: ReturnType<typeof envelope> = JSON.parse(text);
    for (const { value, reason, ci } of parsed.metrics) {
      if (value === null) expect(reason).toBeTruthy();
      else expect(reason).toBeUndefined();
      if (ci !== null) expect(value).not.toBeNull();
    }
    expect(parsed.metrics.find((m) => m.name === "npv_usd")?.reason).toContain("NaN");
  });

  it("an error has the same shape: arrays present, no verdict, not ok", () => {
    const problem = { code: "CM-E0204", message: "unknown field", fix: "remove it", line: 31 };
    const result = envelope(
      input({
        exit: { code: 3, name: "config" },
        comparison: null,
        provenance: null,
        errors: [problem],
        files: [],
      }),
    );
    expect(result).toMatchObject({ ok: false, metrics: [], warnings: [], files: [] });
    expect(result.verdict.kind).toBe("none");
    expect(result.errors).toEqual([problem]);
  });
});

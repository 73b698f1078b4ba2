import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, ERROR_HELP, IoError, renderIssues } from "../../scenarios/issues.ts";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";

describe("any input at all", () => {
  const leaf = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("9 kW", "producer", "h100", "auto", "on", "5/s", "2 %", "1 to 2 s"),
    fc.constantFrom(
      "agent",
      "image",
      "main",
      "disaggregated",
      "cascade",
      "host",
      "weighted",
      "fair",
    ),
  );
  const names = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      ...["extends", "supply", "fleet", "gpu", "demand", "rate", "trace", "file", "economics"],
      ...[
        "electricity",
        "value",
        "range",
        "faults",
        "power_cap",
        "catalog",
        "chips",
        "run",
        "name",
      ],
      ...[
        "session",
        "sessions",
        "turns",
        "mean",
        "parts",
        "median",
        "classes",
        "share",
        "services",
      ],
      ...["cache", "tiers", "store", "pools", "flow", "kind", "scaling", "schedule", "parallel"],
      ...["speculation", "router", "router_signal", "weights", "shed_above", "workload", "queue"],
      ...["arrivals", "lengths", "diurnal", "model", "api", "api_price", "__proto__", "toString"],
    ),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(names, tie("tree"), { maxKeys: 6 }),
    ),
  }));
  const known = Object.keys(ERROR_HELP);

  async function onlyIssues(text: string, sets: string[] = []): Promise<void> {
    try {
      toStrategy(await loadScenarioText(text, "fuzz.yaml", { sets }));
    } catch (error) {
      if (error instanceof IoError) return;
      if (!(error instanceof ConfigError)) throw error;
      for (const issue of error.issues) expect(known).toContain(issue.code);
      expect(renderIssues(error.issues, error.sources)).toContain("Nothing was run.");
    }
  }

  it("is a scenario or a list of known issues, never a crash", async () => {
    const document = fc
      .dictionary(names, tree, { maxKeys: 8 })
      .map((fields) => JSON.stringify(fields));
    await fc.assert(
      fc.asyncProperty(document, (text) => onlyIssues(text)),
      {
        seed: 11,
        numRuns: 400,
      },
    );
  });

  it("in a flag is too", async () => {
    const set = fc
      .tuple(fc.array(names, { maxLength: 3 }), tree)
      .map(([path, value]) => `${path.join(".")}=${JSON.stringify(value)}`);
    await fc.assert(
      fc.asyncProperty(fc.array(set, { maxLength: 3 }), (sets) =>
        onlyIssues("extends: producer\n", sets),
      ),
      { seed: 12, numRuns: 300 },
    );
  });

  it("under the levers of the stack is too", async () => {
    const section = fc.constantFrom(
      ...["cache", "pools", "flow", "service_flows", "scaling", "parallel", "speculation"],
      ...["router_signal", "kv_compression", "response_cache", "shed_above", "quality"],
    );
    const stack = fc.tuple(section, tree, fc.constantFrom("session", "classes", "services"), tree);
    await fc.assert(
      fc.asyncProperty(stack, ([lever, value, work, stated]) =>
        onlyIssues(
          JSON.stringify({
            supply: "owned",
            demand: { workload: "agent", [work]: stated },
            fleet: { [lever]: value },
          }),
        ),
      ),
      { seed: 14, numRuns: 400 },
    );
  });

  it("that is text and not YAML is too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), (text) => onlyIssues(text)),
      { seed: 13, numRuns: 300 },
    );
  });
});

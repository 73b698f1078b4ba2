import { describe, expect, it } from "vitest";
import { ERROR_HELP, type Issue, renderIssues } from "../../scenarios/issues.ts";
import { scenarioJsonSchema } from "../../scenarios/scenario.ts";
import { ALIASES } from "../../scenarios/schema/aliases.ts";
import { EFFECT_RULES } from "../../scenarios/schema/effects.ts";
import { parsePath, pathText } from "../../scenarios/schema/layers.ts";
import { readYaml } from "../../scenarios/schema/readYaml.ts";
import { scenarioFields } from "../../scenarios/schema/resolve.ts";

describe("the JSON Schema of a scenario", () => {
  it("describes every field", () => {
    const bare = scenarioFields()
      .all()
      .filter((field) => field.description.trim() === "")
      .map((field) => field.path);
    expect(bare).toEqual([]);
    expect(scenarioFields().all().length).toBeGreaterThan(80);
  });

  it("shows the defaults in the words people write", () => {
    const fields = new Map(
      scenarioFields()
        .all()
        .map((field) => [field.path, field.default]),
    );
    expect(fields.get("demand.rate")).toBe("5/s");
    expect(fields.get("run.window")).toBe("10 min");
    expect(fields.get("promise.ttft")).toBe("2 s");
    expect(fields.get("economics.horizon")).toBe("36 months");
  });

  it("is plain JSON that refuses unknown fields", () => {
    const schema = JSON.parse(JSON.stringify(scenarioJsonSchema())) as Record<string, unknown>;
    expect(schema["additionalProperties"]).toBe(false);
  });
});

describe("the tables of names", () => {
  it("lead to fields that exist", () => {
    const fields = scenarioFields();
    for (const path of ALIASES.values()) expect(fields.has(path.split(".")), path).toBe(true);
    for (const rule of EFFECT_RULES) {
      for (const path of rule.fields) expect(fields.has(path.split(".")), path).toBe(true);
    }
  });

  it("explain every error code in a full sentence", () => {
    for (const [code, help] of Object.entries(ERROR_HELP)) {
      expect(code).toMatch(/^CM-E\d{4}$/);
      expect(help, code).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});

describe("field paths", () => {
  it("are read and written alike, names with dots quoted", () => {
    for (const text of [
      "fleet.gpu",
      "faults.power_cap[0].cap",
      'catalog.models."qwen-2.5".layers',
    ]) {
      expect(pathText(parsePath(text) ?? [])).toBe(text);
    }
    for (const text of ["", ".", "a..b", "[0]", "a b", "a=b", 'a."b']) {
      expect(parsePath(text), text).toBeNull();
    }
  });
});

describe("reading YAML", () => {
  const codes = (text: string): string[] => readYaml(text, "x.yaml").issues.map((one) => one.code);

  it("knows where each field stands", () => {
    const read = readYaml("a: 1\nb:\n  c: [x, 22]\n", "x.yaml");
    expect(read.tree).toEqual({ a: 1, b: { c: ["x", 22] } });
    expect(read.places.get("b\u0001c\u00011")?.value).toEqual({ line: 3, col: 10, width: 2 });
    expect(read.places.get("b\u0001c")?.key).toEqual({ line: 3, col: 3, width: 1 });
  });

  it("reads JSON as well", () => {
    expect(readYaml('{"a": {"b": [1, true, null]}}', "x.json").tree).toEqual({
      a: { b: [1, true, null] },
    });
  });

  it("follows aliases as far as a scenario may go", () => {
    expect(readYaml("a: &x {p: 1}\nb: *x\n", "x.yaml").tree).toEqual({ a: { p: 1 }, b: { p: 1 } });
    const bomb = ["l0: &l0 [a, a, a, a, a, a, a, a, a, a]"];
    for (let i = 1; i < 12; i++) {
      const name = `*l${i - 1}`;
      bomb.push(`l${i}: &l${i} [${Array.from({ length: 10 }, () => name).join(", ")}]`);
    }
    expect(codes(bomb.join("\n"))).toContain("CM-E0104");
    expect(codes("a: &x [*x]\n").length).toBeGreaterThan(0);
  });

  it("refuses what is no mapping of fields", () => {
    expect(codes("")).toEqual(["CM-E0105"]);
    expect(codes("- a\n- b\n")).toEqual(["CM-E0105"]);
    expect(codes("just words")).toEqual(["CM-E0105"]);
    expect(codes("a: 1\n---\nb: 2\n")).toContain("CM-E0101");
    expect(codes("a:\n\tb: 1\n")).toContain("CM-E0101");
    expect(codes("a: [1, 2\n")).toContain("CM-E0101");
    expect(codes("? [a]\n: 1\n")).toContain("CM-E0101");
  });

  it("refuses doubled and reserved fields at their place", () => {
    const [twice] = readYaml("a: 1\nb: 2\na: 3\n", "x.yaml").issues;
    expect(twice).toMatchObject({ code: "CM-E0102", line: 3, col: 1 });
    expect(codes("__proto__: {gpu: h100}\n")).toEqual(["CM-E0106"]);
    expect(codes("fleet: {constructor: 1, prototype: 2}\n")).toEqual(["CM-E0106", "CM-E0106"]);
  });

  it("survives nesting that no one writes", () => {
    for (const sign of ["[", "{a: ", "- ", "? ", "{"]) {
      expect(codes(`a:\n  ${sign.repeat(50_000)}`), sign).toEqual(["CM-E0104"]);
    }
    const steps = Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:`).join("\n");
    expect(codes(steps)).toEqual(["CM-E0104"]);
    expect(codes(`a: ${"[".repeat(60)}${"]".repeat(60)}`)).toContain("CM-E0104");
  });
});

describe("rendered issues", () => {
  it("look like a compiler's: line, caret, note, fix, count", () => {
    const issue: Issue = {
      code: "CM-E0204",
      message: 'unknown field "utilisation" in fleet',
      file: "file.yaml",
      line: 2,
      col: 3,
      width: 11,
      path: "fleet.utilisation",
      expected: "(fields: gpu, count)",
      got: "0.6",
      suggestions: ["gpu"],
      fix: "costmoat run file.yaml --set fleet.utilisation=null",
      note: "utilisation is a RESULT of this simulator, not an input.",
    };
    const sources = new Map([["file.yaml", "fleet:\n  utilisation: 0.60\n"]]);
    expect(
      renderIssues([issue], sources),
    ).toBe(`error[CM-E0204] unknown field "utilisation" in fleet
  --> file.yaml:2:3
  |
2 |   utilisation: 0.60
  |   ^^^^^^^^^^^ did you mean "gpu"?   (fields: gpu, count)
  = note: utilisation is a RESULT of this simulator, not an input.
  = fix:  costmoat run file.yaml --set fleet.utilisation=null
  = more: costmoat help error CM-E0204
1 error in 1 file. Nothing was run.
`);
  });

  it("never pass control characters of a file on", () => {
    const hostile = "a: \u001b[31mred\n";
    const issue = { ...BLANK, line: 1, col: 1, width: 1 };
    expect(renderIssues([issue], new Map([["x", hostile]]))).not.toContain("\u001b");
  });
});

const BLANK: Issue = {
  code: "CM-E0202",
  message: "m",
  file: "x",
  line: null,
  col: null,
  width: 1,
  path: "",
  expected: null,
  got: null,
  suggestions: [],
  fix: null,
  note: null,
};

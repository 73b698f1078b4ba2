import { describe, expect, it } from "vitest";
import { ConfigError, type Issue } from "../../../scenarios/issues.ts";
import { designPoints, readVary, setText } from "../../../scenarios/study/design.ts";
import { resolvePoints } from "../../../scenarios/study/resolvePoints.ts";
import { isStudyText, readStudy, type Study } from "../../../scenarios/study/study.ts";

const TEXT = `# which chip, at which demand?
schema: costmoat.study/1
base: producer
levers:
  fleet.gpu: [h100, b200]
uncertainties:
  demand.rate: [5/s, 10/s, 20/s]
replications: 3
x-note: mine
`;

function issuesOf(make: () => unknown): readonly Issue[] {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

const read = (text: string): Study => readStudy(text, "study.yaml", ".");
const options = { semantics: "1" } as const;

describe("a study file", () => {
  it("states a base, levers, uncertainties and replications; notes of one's own are passed over", () => {
    const study = read(TEXT);
    expect(study).toMatchObject({
      name: "study",
      base: "producer",
      design: "grid",
      replications: 3,
    });
    expect(study.axes.map(({ path, role }) => `${role} ${path}`)).toEqual([
      "lever fleet.gpu",
      "uncertainty demand.rate",
    ]);
  });

  it("is told from a scenario file by its fields", () => {
    expect(isStudyText(TEXT)).toBe(true);
    expect(isStudyText('{"base": "producer", "levers": {}}'.replace("{", "{\n"))).toBe(true);
    expect(isStudyText("extends: producer\ndemand: {rate: 5/s}\n")).toBe(false);
  });

  it("is refused with every problem, its place and its fix at once", () => {
    const issues = issuesOf(() =>
      read("base: producer\nlever: {fleet.gpu: [h100]}\ndesign: sobol\n"),
    );
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ["CM-E0203", 3],
      ["CM-E0204", 2],
    ]);
    expect(issues[1]?.suggestions).toEqual(["levers"]);
    expect(issues.some(({ fix }) => fix?.includes("costmoat run") === true)).toBe(false);
  });

  it("may not vary one setting twice or give lists of unlike lengths to a list design", () => {
    const twice =
      "base: producer\nlevers: {fleet.gpu: [h100]}\nuncertainties: {fleet.gpu: [b200]}\n";
    expect(issuesOf(() => read(twice))[0]).toMatchObject({ code: "CM-E0302", line: 3 });
    const unlike =
      "base: producer\ndesign: list\nlevers: {fleet.gpu: [h100, b200], fleet.tp: [1, 2, 4]}\n";
    expect(issuesOf(() => read(unlike))[0]).toMatchObject({ code: "CM-E0302", line: 3 });
  });

  it("of more than 100,000 points is refused before they are made", () => {
    const many = Array.from({ length: 400 }, (_, i) => i + 1);
    const axes = { "fleet.count": many, "fleet.tp": many } as const;
    const text = JSON.stringify({ base: "producer", levers: axes }, null, 1);
    expect(issuesOf(() => designPoints(read(text)))[0]?.message).toContain("160000 points");
  });
});

describe("a design", () => {
  it("of a grid has every combination, the last setting fastest", () => {
    const points = designPoints(read(TEXT));
    expect(points.map(({ sets }) => sets.join(" ")).slice(0, 4)).toEqual([
      "fleet.gpu=h100 demand.rate=5/s",
      "fleet.gpu=h100 demand.rate=10/s",
      "fleet.gpu=h100 demand.rate=20/s",
      "fleet.gpu=b200 demand.rate=5/s",
    ]);
    expect(points.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("of a list takes the values side by side; a single value serves all points", () => {
    const text =
      "base: producer\ndesign: {kind: list}\nlevers: {fleet.gpu: [h100, b200], fleet.tp: [2, 1], fleet.count: [3]}\n";
    expect(designPoints(read(text)).map(({ sets }) => sets.join(" "))).toEqual([
      "fleet.gpu=h100 fleet.tp=2 fleet.count=3",
      "fleet.gpu=b200 fleet.tp=1 fleet.count=3",
    ]);
  });

  it("writes values so that they are read back as they were", () => {
    expect(setText("a.b", "5/s")).toBe("a.b=5/s");
    expect(setText("a.b", "true")).toBe('a.b="true"');
    expect(setText("a.b", 4)).toBe("a.b=4");
    expect(setText("a.b", { value: 3, source: "x" })).toBe('a.b={"value":3,"source":"x"}');
  });

  it("reads --vary, keeping commas inside quotes and braces", () => {
    expect(readVary("demand.rate=5/s,10/s")).toEqual({
      path: "demand.rate",
      values: ["5/s", "10/s"],
    });
    expect(readVary('a.b="x,y",2')).toEqual({ path: "a.b", values: ["x,y", 2] });
    expect([readVary("a.b"), readVary("=1"), readVary("a.b="), readVary("a=[1")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("points of a study", () => {
  const base = "base: producer\nlevers: {fleet.gpu: [h100, h900]}\n";

  it("with invalid settings are kept with what is wrong, placed in the study file", async () => {
    const { points } = await resolvePoints(read(base), options);
    expect(points.map(({ strategy }) => strategy !== null)).toEqual([true, false]);
    expect(points[1]?.issues[0]).toMatchObject({
      code: "CM-E0305",
      file: "study.yaml",
      line: 2,
      col: 28,
    });
  });

  it("that are all invalid make the study wrong", async () => {
    const text = "base: producer\nlevers: {fleet.gp: [h100, b200]}\n";
    const error = await resolvePoints(read(text), options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).issues).toHaveLength(1);
    expect((error as ConfigError).issues[0]).toMatchObject({ line: 2, fix: "write fleet.gpu" });
  });

  it("keep their keys through comments, names, order and other words for the same number", async () => {
    const keysOf = async (text: string, sets: readonly string[] = []): Promise<string[]> => {
      const { points } = await resolvePoints(read(text), { ...options, sets, replications: 3 });
      return points.map(({ key }) => key);
    };
    const plain = "base: producer\nlevers: {demand.rate: [5/s]}\n";
    const [key] = await keysOf(plain);
    expect(await keysOf(`# a comment\n${plain}`)).toEqual([key]);
    expect(await keysOf(plain, ["name=another"])).toEqual([key]);
    expect(await keysOf("base: producer\nlevers: {demand.rate: [300/min]}\n")).toEqual([key]);
    expect(await keysOf(plain, ["economics.electricity=0.2USD/kWh"])).not.toEqual([key]);
    expect(await keysOf(plain, ["run.seed=2"])).not.toEqual([key]);
  });

  it("have other keys for other replications and another engine, and the parts say which changed", async () => {
    const study = read("base: producer\nlevers: {demand.rate: [5/s]}\n");
    const first = async (more: object) =>
      (await resolvePoints(study, { ...options, ...more })).points[0];
    const now = await first({ replications: 3 });
    const more = await first({ replications: 4 });
    const engine = await first({ replications: 3, semantics: "2" });
    const price = await first({ replications: 3, sets: ["economics.electricity=0.2USD/kWh"] });
    expect(new Set([now?.key, more?.key, engine?.key, price?.key]).size).toBe(4);
    expect([more?.physics, engine?.physics, price?.physics]).toEqual(Array(3).fill(now?.physics));
    expect(price?.money).not.toBe(now?.money);
  });
});

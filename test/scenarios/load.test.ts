import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, IoError, type Issue, renderIssues } from "../../scenarios/issues.ts";
import { loadScenario, loadScenarios, loadScenarioText } from "../../scenarios/load.ts";
import { TEMPLATES } from "../../scenarios/templates.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "scenario-"));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function issuesOf(load: Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await load;
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

const issuesIn = (text: string, sets: string[] = []) =>
  issuesOf(loadScenarioText(text, "x.yaml", { sets, baseDir: dir }));
const codesIn = async (text: string, sets: string[] = []) =>
  (await issuesIn(text, sets)).map((issue) => issue.code);

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(dir, name), text);
  return name;
}

describe("a scenario file", () => {
  it("extends a preset and changes what it states", async () => {
    await file("mine.yaml", "extends: producer\nfleet: {gpu: h200}\ndemand: {rate: 40/s}\n");
    const scenario = await loadScenario("mine.yaml", { baseDir: dir });
    expect(scenario.name).toBe("producer");
    expect(scenario.role).toBe("producer");
    expect(scenario.config.fleet).toMatchObject({ gpu: "h200", tp: 4, precision: "fp8" });
    expect(scenario.config.demand.rate?.value).toBe(40);
    expect(scenario.config.demand.workload).toBe("conv");
  });

  it("extends files relative to itself, base first", async () => {
    await mkdir(join(dir, "sub"), { recursive: true });
    await file("sub/base.yaml", "extends: ../root.json\nrun: {reps: 3}\n");
    await file("root.json", '{"supply": "owned", "run": {"reps": 2, "seed": 5}}');
    await file("top.yaml", "extends: sub/base.yaml\nname: top\n");
    const { config } = await loadScenario("top.yaml", { baseDir: dir });
    expect(config.run).toMatchObject({ reps: 3, seed: "5" });
  });

  it("that extends itself is refused with the circle", async () => {
    await file("a.yaml", "extends: b.yaml\n");
    await file("b.yaml", "extends: a.yaml\n");
    const [issue] = await issuesOf(loadScenario("a.yaml", { baseDir: dir }));
    expect(issue).toMatchObject({ code: "CM-E0108", line: 1, file: "b.yaml" });
    expect(issue?.message).toContain("a.yaml -> b.yaml -> a.yaml");
  });

  it("that extends nothing known says so with the nearest preset", async () => {
    const [issue] = await issuesIn("extends: producr\n");
    expect(issue).toMatchObject({ code: "CM-E0109", line: 1, col: 10, suggestions: ["producer"] });
  });

  it("that is not there is an io error, an unknown preset a config error", async () => {
    await expect(loadScenario("no/such.yaml", { baseDir: dir })).rejects.toBeInstanceOf(IoError);
    await expect(loadScenario(".", { baseDir: dir })).rejects.toBeInstanceOf(ConfigError);
    const [issue] = await issuesOf(loadScenario("consumer-v-producer"));
    expect(issue?.code).toBe("CM-E0111");
    expect(issue?.suggestions[0]).toBe("consumer-vs-producer");
  });

  it("of more than 5 MB is refused unread", async () => {
    await file("big.yaml", `# ${"x".repeat(5_000_001)}\nsupply: api\n`);
    const [issue] = await issuesOf(loadScenario("big.yaml", { baseDir: dir }));
    expect(issue?.code).toBe("CM-E0103");
  });

  it("that changes the kind of supply drops what the base says of the other kind", async () => {
    const text = "extends: producer\nsupply: rented\nname: r\n";
    const scenario = await loadScenarioText(text, "x.yaml");
    expect(scenario.role).toBe("renter");
    expect(await codesIn("extends: producer\nsupply: rented\nfleet: {site: colocation}\n")).toEqual(
      ["CM-E0301"],
    );
  });

  it("may carry notes of its own", async () => {
    expect(await codesIn("supply: api\nx-note: hi\ndemand: {x-why: because}\n")).toEqual([]);
  });

  it("may leave a field empty", async () => {
    expect(await codesIn("supply: owned\nfleet:\neconomics: {electricity: }\n")).toEqual([]);
  });
});

describe("problems", () => {
  it("are all told at once, in the order of the file, with place, meaning and fix", async () => {
    const text = [
      "extends: producer",
      "fleet:",
      "  utilisation: 0.60",
      "  cuont: 4",
      "  router: round_robin",
      "  contract: on-demand",
      "economics:",
      "  electricity: 9",
      "  gpu_price: {value: 31000 kWh, sorce: x}",
      "run: {reps: 0.5}",
      "",
    ].join("\n");
    const issues = await issuesIn(text);
    expect(issues.map(({ code, line, col }) => [code, line, col])).toEqual([
      ["CM-E0204", 3, 3],
      ["CM-E0204", 4, 3],
      ["CM-E0203", 5, 11],
      ["CM-E0301", 6, 3],
      ["CM-E0117", 8, 16],
      ["CM-E0116", 9, 22],
      ["CM-E0204", 9, 33],
      ["CM-E0119", 10, 13],
    ]);
    const [result, slip, word, dead, unit] = issues;
    expect(result?.note).toContain("is a RESULT of this simulator, not an input");
    expect(slip?.fix).toBe("costmoat run x.yaml --set fleet.cuont=null --set fleet.count=4");
    expect(word?.suggestions[0]).toBe("round-robin");
    expect(dead?.message).toContain("rented chips");
    expect(unit?.fix).toBe('write "9 USD/kWh" or "9 USD/MWh"');
    expect(renderIssues(issues, new Map([["x.yaml", text]]))).toMatch(
      /8 errors in 1 file\. Nothing was run\.\n$/,
    );
  });

  it("are mended by the fix they name", async () => {
    await file("typo.yaml", "extends: producer\nfleet:\n  utilisation: 0.60\n");
    const [issue] = await issuesOf(loadScenario("typo.yaml", { baseDir: dir }));
    expect(issue?.fix).toBe("costmoat run typo.yaml --set fleet.utilisation=null");
    const sets = ["fleet.utilisation=null"];
    await expect(loadScenario("typo.yaml", { baseDir: dir, sets })).resolves.toBeDefined();
  });

  it("know the names of other tools", async () => {
    const [count, memory] = await issuesIn(
      "extends: producer\nfleet: {gpu_count: 8, gpu_memory_utilization: 0.9}\n",
    );
    expect(count).toMatchObject({ code: "CM-E0205", suggestions: ["count"] });
    expect(count?.note).toContain("count x tp");
    expect(memory).toMatchObject({ code: "CM-E0205", suggestions: ["memory_share"] });
    const [moved] = await issuesIn("extends: producer\nfleet: {electricity: 0.08 USD/kWh}\n");
    expect(moved?.suggestions).toEqual(["economics.electricity"]);
  });

  it("join a missing field and its slip", async () => {
    expect(await codesIn("suply: owned\n")).toEqual(["CM-E0204"]);
    expect(await codesIn("name: x\n")).toEqual(["CM-E0201"]);
  });

  it("of a missing supply name the choices", async () => {
    const [issue] = await issuesIn("name: x\n");
    expect(issue?.expected).toBe("one of api, rented, owned");
  });

  it("name unknown chips, models and regions with the nearest", async () => {
    const issues = await issuesIn(
      "supply: owned\nmodel: llama-3.1-70x\nfleet: {gpu: h1000, region: us-texs}\n",
    );
    expect(issues.map((issue) => [issue.path, issue.suggestions[0]])).toEqual([
      ["model", "llama-3.1-70b"],
      ["fleet.gpu", "h100"],
      ["fleet.region", "us-texas"],
    ]);
  });

  it("of own catalogue rows point at the row", async () => {
    const text = "supply: owned\ncatalog:\n  chips:\n    h100: {memory_gib: -3, speed: 4}\n";
    const issues = await issuesIn(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.every((issue) => issue.code === "CM-E0306" && issue.line === 4)).toBe(true);
  });

  it("of values that are no numbers or out of bounds never pass", async () => {
    const bad = {
      "demand.rate=.nan": "CM-E0202",
      "demand.rate=.inf": "CM-E0202",
      "demand.rate=-4/s": "CM-E0119",
      "demand.rate=0": "CM-E0119",
      "demand.rate=1e12/s": "CM-E0119",
      "economics.gpu_price=-1 USD": "CM-E0119",
      "economics.horizon=1.5 months": "CM-E0119",
      "economics.horizon=0": "CM-E0119",
      "economics.discount_rate=[]": "CM-E0202",
      "fleet.tp=2.5": "CM-E0119",
      "fleet.tp=0": "CM-E0119",
      "fleet.count=many": "CM-E0203",
      "fleet.precision=fp4": "CM-E0304",
      "fleet.block_tokens=64": null,
      "promise.quantile=1": "CM-E0119",
      "run.warmup=20 min": "CM-E0304",
      "demand.diurnal=[1, 2]": "CM-E0119",
      "demand.arrivals={}": "CM-E0304",
      "demand.arrivals={gama: {cv: 2}}": "CM-E0204",
      "faults.power_cap=[{from: 5 s, cap: 4 kW}, {from: 1 s, cap: 4 kW}]": "CM-E0304",
      "economics.electricity={range: 0.1 USD/kWh}": "CM-E0118",
      "economics.electricity={source: x}": "CM-E0302",
      "economics.electricity={value: 1 USD/kWh, low: 2 USD/kWh}": "CM-E0302",
    };
    for (const [set, code] of Object.entries(bad)) {
      expect(await codesIn("extends: producer\n", [set]), set).toEqual(code === null ? [] : [code]);
    }
  });

  it("of 10^12 requests are refused with a window that would do", async () => {
    const [issue] = await issuesIn("extends: producer\n", [
      "demand.rate=1000000/s",
      "run.window=12 days",
    ]);
    expect(issue).toMatchObject({ code: "CM-E0303", path: "run.window" });
    expect(issue?.message).toContain("1.0e+12 requests");
    expect(issue?.fix).toContain("run.window=2000 s");
  });

  it("of prices that nobody knows ask for one", async () => {
    const text = "supply: api\ncatalog: {models: {mine: {extends: llama-3.1-8b}}}\nmodel: mine\n";
    expect(await codesIn(text)).toEqual(["CM-E0201"]);
    const own = "economics: {api_price: {input: 1 USD/Mtok, output: 2 USD/Mtok}}\n";
    expect(await codesIn(text + own)).toEqual([]);
  });
});

describe("settings without effect", () => {
  it("are errors in the scenario they stand in", async () => {
    const dead: Record<string, string> = {
      "api: {ttft: 1 s}": "owned",
      "economics: {rent: 2 USD/h}": "owned",
      "economics: {facility_cost: 12 USD/W}": "owned",
      "economics: {gpu_price: 30000 USD}": "rented",
      "fleet: {site: colocation}": "rented",
      "fleet: {gpu: h100}": "api",
      "faults: {stalls: off}": "api",
      "economics: {pue: 1.2}": "api",
    };
    for (const [text, supply] of Object.entries(dead)) {
      expect(await codesIn(`supply: ${supply}\n${text}\n`), text).toEqual(["CM-E0301"]);
    }
    const colo =
      "supply: owned\nfleet: {site: own-facility}\neconomics: {colocation_rent: 190 USD/kW-month}\n";
    expect(await codesIn(colo)).toEqual(["CM-E0301"]);
    const both = "supply: api\ndemand: {lengths: {input: 10, output: 5}, workload: conv}\n";
    expect(await codesIn(both)).toEqual(["CM-E0301"]);
  });

  it("of a flag count only when no scenario of a comparison uses them", async () => {
    const targets = ["consumer", "renter", "producer"];
    const sets = ["economics.electricity=0.12USD/kWh"];
    const [consumer, , producer] = await loadScenarios(targets, { sets });
    expect(producer?.config.economics.electricity?.value).toBe(0.12);
    expect(consumer?.config.economics.electricity).toBeUndefined();
    const [issue] = await issuesOf(loadScenarios(["consumer", "renter"], { sets }));
    expect(issue).toMatchObject({
      code: "CM-E0301",
      file: "--set economics.electricity=0.12USD/kWh",
    });
    expect(issue?.fix).toBe("leave this --set out");
  });
});

describe("--set", () => {
  it("is read as YAML, later ones win, null takes a field out", async () => {
    const sets = ["fleet.tp=2", "fleet.tp=8", "demand.arrivals={gamma: {cv: 2}}", "run.seed=abc"];
    const { config } = await loadScenario("producer", { sets: [...sets, "demand.growth=null"] });
    expect(config.fleet.tp).toBe(8);
    expect(config.demand.arrivals).toEqual({ gamma: { cv: 2 } });
    expect(config.run.seed).toBe("abc");
    expect(config.demand.growth).toMatchObject({ value: 0 });
  });

  it("reaches into lists and names with dots", async () => {
    const text = "extends: producer\nfaults: {power_cap: [{from: 0 s, cap: 1 MW}]}\n";
    const sets = ["faults.power_cap[0].cap=400 kW", 'catalog.chips."h100".memory_gib=96'];
    const scenario = await loadScenarioText(text, "x.yaml", { sets });
    expect(scenario.config.faults.power_cap).toEqual([{ from: 0, cap: 400_000 }]);
    expect(scenario.catalog.chips["h100"]?.rows.memoryGib.value).toBe(96);
    expect(await codesIn(text, ["faults.power_cap[7].cap=1 kW"])).toEqual(["CM-E0110"]);
  });

  it("that is wrong is named with its own text", async () => {
    const [issue] = await issuesIn("extends: producer\n", ["fleet.gpu=h2000"]);
    expect(issue).toMatchObject({ file: "--set fleet.gpu=h2000", line: null });
    expect(issue?.fix).toBe("--set fleet.gpu=h200");
    expect(await codesIn("supply: api\n", ["fleet.gpu"])).toEqual(["CM-E0110"]);
    expect(await codesIn("supply: api\n", ["=3"])).toEqual(["CM-E0110"]);
    expect(await codesIn("supply: api\n", ["__proto__.x=3"])).toEqual(["CM-E0106"]);
    expect(await codesIn("supply: api\n", ["name={a"])).toEqual(["CM-E0110"]);
  });
});

describe("templates", () => {
  it("load as they stand, with every commented line switched on where it may be", async () => {
    for (const template of TEMPLATES) {
      expect(await codesIn(template.text), template.name).toEqual([]);
      const prices = template.text.replace(/^ {2}# (?!trace)/gm, "  ");
      expect(await codesIn(prices), template.name).toEqual([]);
    }
  });
});

describe("a file of thousands of mistakes", () => {
  it("is refused in moderate time, with the first hundred explained", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `field${i}: ${i}`);
    const started = process.hrtime.bigint();
    const issues = await issuesIn(`supply: owned\n${lines.join("\n")}\n`);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    expect(issues.length).toBe(100);
    expect(seconds).toBeLessThan(20);
  });
});

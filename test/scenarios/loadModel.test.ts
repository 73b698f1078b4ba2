import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalConfig } from "../../scenarios/canonical.ts";
import { modelFacts } from "../../scenarios/catalog/catalog.ts";
import { ConfigError, type Issue } from "../../scenarios/issues.ts";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { HF_FIXTURES } from "./hfFixtures.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "model-"));
  await mkdir(join(dir, "models", "mine-7b"), { recursive: true });
  const { num_hidden_layers: _, ...short } = HF_FIXTURES["llama-3.1-8b"] ?? {};
  const config = { ...short, num_hidden_layers: 30 };
  await writeFile(join(dir, "models", "mine-7b", "config.json"), JSON.stringify(config));
  await writeFile(join(dir, "models", "short.json"), JSON.stringify(short));
  await writeFile(join(dir, "models", "broken.json"), "{");
  await writeFile(
    join(dir, "models", "own.yaml"),
    "extends: producer\nmodel: mine-7b/config.json\nfleet: {tp: 1}\n",
  );
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

const withModel = (model: string) =>
  loadScenarioText(`extends: producer\nmodel: ${model}\n`, "x.yaml", { baseDir: dir });

describe("a model given as a config.json", () => {
  it("is found beside the scenario that names it, and named by its folder", async () => {
    const scenario = await loadScenario("models/own.yaml", { baseDir: dir });
    expect(scenario.config.model).toBe("mine-7b");
    expect(modelFacts(scenario.catalog, "mine-7b")).toMatchObject({ layers: 30, hidden: 4096 });
    const { plan } = toStrategy(scenario);
    expect(plan.supply.kind === "fleet" ? plan.supply.model.id : "").toBe("mine-7b");
  });

  it("is found from the current folder when a flag names it", async () => {
    const sets = ["model=models/mine-7b/config.json"];
    const scenario = await loadScenario("producer", { baseDir: dir, sets });
    expect(modelFacts(scenario.catalog, scenario.config.model).layers).toBe(30);
  });

  it("stands in the scenario, which loads again without the file", async () => {
    const scenario = await loadScenario("models/own.yaml", { baseDir: dir });
    const text = canonicalConfig(scenario);
    const again = await loadScenarioText(text, "embedded", { baseDir: tmpdir() });
    expect(modelFacts(again.catalog, "mine-7b")).toEqual(modelFacts(scenario.catalog, "mine-7b"));
    expect(canonicalConfig(again)).toBe(text);
  });

  it("that is not there, not JSON or short of a key is refused where it is named", async () => {
    const [absent] = await issuesOf(withModel("models/nothing.json"));
    expect(absent).toMatchObject({ code: "CM-E0305", line: 2, path: "model" });
    expect(absent?.message).toContain('no file "models/nothing.json" at model');
    const [broken] = await issuesOf(withModel("models/broken.json"));
    expect(broken?.message).toContain("not JSON; expected a Hugging Face config.json");
    const short = await issuesOf(withModel("models/short.json"));
    expect(short.map(({ message }) => message).join()).toContain(
      "num_hidden_layers got nothing; expected a whole number >= 1",
    );
    expect(short).toHaveLength(1);
  });
});

import { loadScenario, loadScenarios } from "/work/main/scenarios/load.ts";
import { ConfigError, renderIssues } from "/work/main/scenarios/issues.ts";
import { toStrategy } from "/work/main/scenarios/strategy.ts";
import { printConfig } from "/work/main/scenarios/printConfig.ts";
import { canonicalConfig } from "/work/main/scenarios/canonical.ts";
import { test } from "vitest";
import { writeFileSync } from "node:fs";
test("x", async () => {
  let out = "";
  const t = async (f: () => Promise<unknown>) => { try { out += String(await f()) + "\n"; } catch (e) { if (e instanceof ConfigError) out += renderIssues(e.issues, e.sources) + "\n"; else out += "THROW " + (e as Error).stack + "\n"; } };
  await t(async () => { const s = await loadScenario("producer"); const st = toStrategy(s); return printConfig(s) + canonicalConfig(s) + st.assumptions.map(a => [a.path, a.label, a.value, a.low, a.high, a.unit, a.source.slice(0, 40), a.asOf, a.grade, a.role, a.term].join(" | ")).join("\n") + JSON.stringify({...st, assumptions: 0, plan: {...st.plan, demand: 0}}, null, 1); });
  await t(async () => (await loadScenarios(["buy-rent-own"], { sets: ["economics.electricity=0.12USD/kWh"] })).map((s) => s.name).join());
  await t(async () => (await loadScenarios(["buy-rent-own"], { sets: ["economics.electricty=0.12USD/kWh", "fleet.gpu=h2000"] })).map((s) => s.name).join());
  await t(async () => (await loadScenarios(["consumer", "renter"], { sets: ["economics.electricity=0.12USD/kWh"] })).map((s) => s.name).join());
  await t(() => loadScenario("consumer-v-producer"));
  await t(() => loadScenario("bad.yaml", { baseDir: "/tmp/w" }));
  await t(async () => toStrategy(await loadScenario("producer", { baseDir: "/tmp/w", trace: "/work/shared/traces/azure-2023/AzureLLMInferenceTrace_conv_first_half.csv" })).plan.windowS);
  writeFileSync("/tmp/w/out.txt", out);
});

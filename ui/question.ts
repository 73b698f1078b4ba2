import { findPreset } from "../scenarios/presets/presets.ts";
import type { Scenario } from "../scenarios/scenario.ts";

/** What a command asks: the question of the preset it names, or that of its only scenario. */
export function questionOf(
  targets: readonly string[],
  scenarios: readonly Scenario[],
): string | undefined {
  const [target, ...others] = targets;
  const preset = target === undefined || others.length > 0 ? undefined : findPreset(target);
  if (preset?.kind === "comparison") return preset.question;
  return scenarios.length === 1 ? scenarios[0]?.config.question : undefined;
}

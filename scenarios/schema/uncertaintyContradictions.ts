import type { ScenarioConfig } from "../scenario.ts";
import type { FieldMap } from "./fieldMap.ts";
import type { Finding } from "./finding.ts";
import { type Tree, valueAt } from "./layers.ts";
import { nearestWords } from "./words.ts";

/** Correlations that cannot be meant. */
export function uncertaintyFindings({ uncertainty }: ScenarioConfig): Finding[] {
  const seen = new Map<string, number>();
  return (uncertainty?.correlate ?? []).flatMap(([path, other, correlation], i): Finding[] => {
    const at = ["uncertainty", "correlate", i];
    const key = [path, other].toSorted().join("\n");
    const before = seen.get(key);
    seen.set(key, correlation);
    if (before === undefined || before === correlation) return [];
    const message = `${path} with ${other} is ${before} and ${correlation}`;
    return [{ code: "CM-E0302", message, path: at, expected: "one correlation for each pair" }];
  });
}

/** A path in a correlation must be a field of the scenario, or a row of the catalogue. */
export function correlationFindings(tree: Tree, fields: FieldMap): Finding[] {
  const correlate = valueAt(tree, ["uncertainty", "correlate"]);
  if (!Array.isArray(correlate)) return [];
  return correlate.flatMap((pair, i) =>
    (Array.isArray(pair) ? pair.slice(0, 2) : []).flatMap((path, j): Finding[] => {
      if (typeof path !== "string" || path.startsWith("catalog.")) return [];
      if (fields.has(path.split("."))) return [];
      const names = fields.all().flatMap((field) => (field.isSection ? [] : [field.path]));
      return [
        {
          code: "CM-E0305",
          message: `unknown input "${path.slice(0, 60)}" in a correlation`,
          path: ["uncertainty", "correlate", i, j],
          suggestions: nearestWords(path, names),
          expected: "the path of a field that has a range: economics.rent",
        },
      ];
    }),
  );
}

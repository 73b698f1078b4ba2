import type { IssueCode } from "../issues.ts";
import { ALIASES, RESULTS } from "./aliases.ts";
import type { FieldMap } from "./fieldMap.ts";
import type { Finding } from "./finding.ts";
import { type Path, pathText, type Tree, type TreeValue, valueAt } from "./layers.ts";
import { edits, nearestWords } from "./words.ts";

/** A field that does not exist: a result, a name from elsewhere, a slip, or nothing known. */
export function unknownField(path: Path, tree: Tree, fields: FieldMap): Finding {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const names = fields.fieldsAt(parent);
  const value = valueAt(tree, path);
  const where = parent.length === 0 ? "the scenario" : pathText(parent);
  const base = {
    code: "CM-E0204" as IssueCode,
    message: `unknown field "${key.slice(0, 60)}" in ${where}`,
    path,
    atKey: true,
    expected: `(fields: ${names.length > 0 ? names.join(", ") : "none"})`,
  };
  const plain = key.toLowerCase().replace(/[\s-]+/g, "_");
  const result = RESULTS.get(plain);
  if (result !== undefined) {
    const note = `${key} is a RESULT of this simulator, not an input. ${result}`;
    return { ...base, note, sets: [[path, null]] };
  }
  const meant = meantField(plain, parent, fields);
  if (meant === undefined) return { ...base, sets: [[path, null]] };
  const renamed = meant.join(".") === ALIASES.get(plain);
  const isBeside = pathText(meant.slice(0, -1)) === pathText(parent);
  const suggestions = [isBeside ? String(meant.at(-1)) : pathText(meant)];
  const found = { ...base, code: renamed ? ("CM-E0205" as const) : base.code, suggestions };
  if (/gpu|chip/.test(plain) && meant.at(-1) === "count") {
    return {
      ...found,
      sets: [[path, null]],
      note: "fleet.count is replicas: chips = count x tp",
    };
  }
  const text = scalarText(value);
  if (text === null) return { ...found, fix: `rename "${key}" to "${suggestions[0]}"` };
  return {
    ...found,
    sets: [
      [path, null],
      [meant, text],
    ],
  };
}

/** The field that an unknown name most likely means. */
function meantField(plain: string, parent: Path, fields: FieldMap): Path | undefined {
  const names = fields.fieldsAt(parent);
  const near = nearestWords(plain, names);
  const slip = near.find((name) => edits(plain, name) <= Math.min(2, plain.length / 3));
  if (slip !== undefined) return [...parent, slip];
  const elsewhere = fields
    .all()
    .find((field) => !field.isSection && field.path.endsWith(`.${plain}`));
  const known = ALIASES.get(plain) ?? elsewhere?.path;
  if (known !== undefined) return known.split(".");
  return near[0] === undefined ? undefined : [...parent, near[0]];
}

function scalarText(value: TreeValue | undefined): string | null {
  if (value === undefined || value === null || typeof value === "object") return null;
  return String(value).slice(0, 100);
}

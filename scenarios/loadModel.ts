import { basename, dirname, resolve as resolvePath } from "node:path";
import { CATALOG, resolveName } from "./catalog/catalog.ts";
import { CatalogError } from "./catalog/catalogError.ts";
import { snakeCase } from "./catalog/fields.ts";
import { type HfModel, readHfConfig } from "./catalog/hfConfig.ts";
import type { Issue, IssueCode } from "./issues.ts";
import { plainIssue } from "./loadChain.ts";
import { fileExists, readScenarioFile } from "./loadFile.ts";
import {
  isTree,
  type LayeredTree,
  type Origin,
  type Path,
  pathText,
  type Tree,
  type TreeValue,
} from "./schema/layers.ts";

/**
 * Models given as files: `model: ./path/config.json` becomes the name of a row that stands in the
 * scenario's own catalogue, so that the scenario loads again where the file is not at hand.
 *
 * @param dirs folders that the paths inside a layer start from, by the layer's name
 * @param baseDir folder of paths that a flag names, and where a path is tried last
 * @returns what is wrong with the files; empty when every model was read
 * @throws IoError when a file is there and cannot be read
 */
export async function readModelFiles(
  layered: LayeredTree,
  dirs: ReadonlyMap<string, string>,
  baseDir: string,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const { holder, field, path, file } of modelFiles(layered.tree, [])) {
    const origin = layered.originOf(path);
    const refuse = (code: IssueCode, message: string): void => {
      issues.push(modelIssue(code, message, path, file, origin));
    };
    const beside = resolvePath(dirs.get(origin?.source ?? "") ?? baseDir, file);
    const found = (await fileExists(beside)) ? beside : resolvePath(baseDir, file);
    if (!(await fileExists(found))) {
      refuse("CM-E0305", `no file "${file.slice(0, 200)}" at ${pathText(path)}`);
      continue;
    }
    const text = await readScenarioFile(found, file);
    const id = modelId(found);
    const read = text === null ? "larger than 5 MB; expected a config.json" : modelOf(text, id);
    if (typeof read === "string") {
      refuse("CM-E0306", `${file.slice(0, 200)}: ${read}`);
      continue;
    }
    holder[field] = id;
    layered.add({
      ...{ kind: origin?.kind ?? "file", name: origin?.source ?? file, places: new Map() },
      tree: { catalog: { models: { [id]: rowOf(read, file) } } },
    });
  }
  return issues;
}

interface ModelFile {
  readonly holder: Tree;
  readonly field: string;
  readonly path: Path;
  readonly file: string;
}

/** Every `model` or `..._model` that names a JSON file, in the order of the tree. */
function modelFiles(at: TreeValue, path: Path): ModelFile[] {
  if (Array.isArray(at)) return at.flatMap((item, i) => modelFiles(item, [...path, i]));
  if (!isTree(at)) return [];
  return Object.entries(at).flatMap(([field, value]) => {
    const here = [...path, field];
    if (path.length === 0 && field === "catalog") return [];
    if (typeof value !== "string") return modelFiles(value, here);
    const names = /(^|_)model$/.test(field) && /\.json$/i.test(value.trim());
    return names ? [{ holder: at, field, path: here, file: value.trim() }] : [];
  });
}

/** Name of the folder of a `config.json`, else of the file; never a model of the catalogue. */
function modelId(path: string): string {
  const stem = basename(path).replace(/\.json$/i, "");
  const name = stem.toLowerCase() === "config" ? basename(dirname(path)) : stem;
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 60);
  if (id === "") return "own-model";
  return resolveName(CATALOG.models, id) === undefined ? id : `${id}-config`;
}

/** The model, or what is wrong with its text. */
function modelOf(text: string, id: string): HfModel | string {
  try {
    return readHfConfig(JSON.parse(text), id);
  } catch (error) {
    if (error instanceof SyntaxError) return "not JSON; expected a Hugging Face config.json";
    if (!(error instanceof CatalogError)) throw error;
    return error.issues
      .map(({ path, message }) => `${path.slice(id.length + 1)} ${message}`)
      .join("; ");
  }
}

function rowOf({ facts, assumed }: HfModel, file: string): Tree {
  const { id: _, ...columns } = facts;
  const row: Tree = {};
  for (const [column, value] of Object.entries(columns)) row[snakeCase(column)] = value;
  const note = assumed.length === 0 ? {} : { note: `assumed: ${assumed.join("; ")}` };
  return { ...row, source: `config.json of the model: ${file}`, grade: "B", ...note };
}

function modelIssue(
  code: IssueCode,
  message: string,
  path: Path,
  got: string,
  origin: Origin | undefined,
): Issue {
  const span = origin?.value ?? null;
  return {
    ...plainIssue(code, message, origin?.source ?? ""),
    line: span?.line ?? null,
    col: span?.col ?? null,
    width: span?.width ?? 1,
    path: pathText(path),
    expected: "the config.json of a model, relative to this file or to the current folder",
    got: got.slice(0, 200),
  };
}

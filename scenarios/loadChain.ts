import { dirname, resolve as resolvePath } from "node:path";
import { ConfigError, type Issue, type IssueCode } from "./issues.ts";
import { fileExists, LARGEST_SCENARIO_BYTES, readScenarioFile } from "./loadFile.ts";
import { findPreset, PRESETS } from "./presets/presets.ts";
import { type Layer, type Place, pathKey, type Tree } from "./schema/layers.ts";
import { readYaml } from "./schema/readYaml.ts";
import { nearestWords } from "./schema/words.ts";

const LONGEST_CHAIN = 20;

/** The files and presets that one scenario is made of, base first. */
export class Chain {
  readonly layers: Layer[] = [];
  readonly issues: Issue[] = [];
  /** Text of every file, by the name it has in messages. */
  readonly sources = new Map<string, string>();
  /** Folder that the paths inside a layer start from, by the layer's name. */
  readonly dirs = new Map<string, string>();

  /**
   * Adds a preset or file, after everything that it extends.
   *
   * @param dir folder that a relative path starts from
   * @throws ConfigError when there is no preset and no file of the name
   */
  async addTarget(target: string, dir: string): Promise<void> {
    if (findPreset(target)) {
      await this.#follow(target, dir, [], null);
      return;
    }
    const path = resolvePath(dir, target);
    if (!looksLikeFile(target) && !(await fileExists(path))) throw unknownTarget(target);
    await this.#follow(target, dir, [], null);
  }

  /** Adds the text of a scenario file, after everything that it extends. */
  async addText(text: string, name: string, dir: string, above: readonly string[]): Promise<void> {
    this.sources.set(name, text);
    this.dirs.set(name, dir);
    const read = readYaml(text, name);
    this.issues.push(...read.issues);
    const base = read.tree["extends"];
    if (typeof base === "string" && base !== "") {
      await this.#follow(base, dir, above, {
        file: name,
        place: read.places.get(pathKey(["extends"])),
      });
    }
    this.layers.push({ kind: "file", name, tree: read.tree, places: read.places });
  }

  async #follow(
    target: string,
    dir: string,
    above: readonly string[],
    from: { file: string; place: Place | undefined } | null,
  ): Promise<void> {
    const presetName = target.replace(/^presets\//, "");
    const preset = findPreset(presetName);
    if (preset?.kind === "scenario") {
      this.#addPreset(presetName, preset.tree());
      return;
    }
    const path = resolvePath(dir, target);
    const refuse = (code: IssueCode, message: string, suggestions: readonly string[] = []) =>
      this.issues.push(extendsIssue(code, message, from, target, suggestions));
    if (above.includes(path)) {
      refuse("CM-E0108", `"${target}" extends itself: ${[...above, path].map(base).join(" -> ")}`);
      return;
    }
    if (above.length >= LONGEST_CHAIN) {
      refuse("CM-E0108", `a chain of more than ${LONGEST_CHAIN} scenarios that extend each other`);
      return;
    }
    if (from !== null && !(await fileExists(path))) {
      const near = nearestWords(presetName, scenarioPresets());
      refuse("CM-E0109", `no preset and no file "${target.slice(0, 80)}" to extend`, near);
      return;
    }
    const text = await readScenarioFile(path, target);
    if (text === null) {
      const most = LARGEST_SCENARIO_BYTES / 1e6;
      refuse("CM-E0103", `${target} is larger than ${most} MB`);
      return;
    }
    await this.addText(text, target, dirname(path), [...above, path]);
  }

  #addPreset(name: string, tree: Tree): void {
    this.layers.push({ kind: "preset", name: `preset ${name}`, tree, places: new Map() });
  }
}

function scenarioPresets(): string[] {
  return PRESETS.filter((preset) => preset.kind === "scenario").map((preset) => preset.name);
}

function looksLikeFile(target: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(target);
}

function unknownTarget(target: string): ConfigError {
  const names = PRESETS.map((preset) => preset.name);
  const suggestions = nearestWords(target, names);
  const first = suggestions[0];
  return new ConfigError([
    {
      ...plainIssue("CM-E0111", `no preset and no file "${target.slice(0, 80)}"`, target),
      expected: `(presets: ${names.join(", ")})`,
      suggestions,
      fix: first === undefined ? "costmoat list presets" : `costmoat run ${first}`,
    },
  ]);
}

function extendsIssue(
  code: IssueCode,
  message: string,
  from: { file: string; place: Place | undefined } | null,
  target: string,
  suggestions: readonly string[],
): Issue {
  const span = from?.place?.value ?? null;
  return {
    ...plainIssue(code, message, from?.file ?? target),
    line: span?.line ?? null,
    col: span?.col ?? null,
    width: span?.width ?? 1,
    path: from === null ? "" : "extends",
    got: from === null ? null : target,
    suggestions,
    fix: suggestions[0] === undefined ? null : `write extends: ${suggestions[0]}`,
  };
}

/** An issue without a place. */
export function plainIssue(code: IssueCode, message: string, file: string): Issue {
  return {
    code,
    message,
    file: file.slice(0, 200),
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
}

function base(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

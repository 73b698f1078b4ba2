import { basename, dirname, resolve as resolvePath } from "node:path";
import { z } from "zod";
import { ConfigError, type Issue, type IssueCode } from "../issues.ts";
import { plainIssue } from "../loadChain.ts";
import { readScenarioFile } from "../loadFile.ts";
import { Explainer } from "../schema/explain.ts";
import { FieldMap } from "../schema/fieldMap.ts";
import {
  LayeredTree,
  type Path,
  type Place,
  parsePath,
  pathKey,
  type Tree,
  type TreeValue,
} from "../schema/layers.ts";
import { readYaml } from "../schema/readYaml.ts";

/** The study file: one scenario, the settings that are varied, and how they are combined. */

export const STUDY_VERSION = "costmoat.study/1";
const DESIGNS = ["grid", "list"] as const;
export type DesignKind = (typeof DESIGNS)[number];
/** More values of one setting than this are not a design but a mistake. */
const MOST_VALUES = 100_000;

const about = (description: string) => ({ description });
const value: z.ZodType<TreeValue> = z.union([
  z.string().max(1000),
  z.number(),
  z.boolean(),
  z.record(z.string(), z.unknown()) as unknown as z.ZodType<Tree>,
]);
const axes = (what: string) =>
  z
    .record(z.string().min(1), z.array(value).min(1).max(MOST_VALUES))
    .prefault({})
    .meta(about(what));

export const studySchema = z
  .strictObject({
    schema: z
      .literal(STUDY_VERSION)
      .prefault(STUDY_VERSION)
      .meta(about("Version of this file format")),
    name: z.string().min(1).max(100).optional().meta(about("Name of the results' folder")),
    question: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta(about("The question that this study asks")),
    base: z
      .string()
      .min(1)
      .max(4096)
      .meta(about("Preset, or scenario file relative to this file, that is varied")),
    levers: axes("Settings that we choose: scenario path and the values it takes"),
    uncertainties: axes("Settings that the world chooses: scenario path and the values it takes"),
    design: z
      .union([z.enum(DESIGNS), z.strictObject({ kind: z.enum(DESIGNS) })])
      .prefault("grid")
      .transform((design) => (typeof design === "string" ? design : design.kind))
      .meta(about("grid: every combination; list: first values together, then second ones")),
    replications: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta(about("Replications of each point; the scenario's own where left out")),
  })
  .meta({ title: "costmoat study", description: "One scenario at many settings" });

/** JSON Schema of the file, for editors. */
export function studyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(studySchema, { io: "input", unrepresentable: "any" });
}

/** One setting that is varied. */
export interface Axis {
  /** Scenario path (`fleet.gpu`). */
  readonly path: string;
  readonly role: "lever" | "uncertainty";
  readonly values: readonly TreeValue[];
}

export interface Study {
  readonly name: string;
  readonly base: string;
  /** Folder that the base starts from. */
  readonly baseDir: string;
  readonly axes: readonly Axis[];
  readonly design: DesignKind;
  readonly replications: number | null;
  /** File it was read from, null for one made of flags; where and what its fields are. */
  readonly file: StudyFile | null;
}

interface StudyFile {
  readonly name: string;
  readonly text: string;
  readonly places: ReadonlyMap<string, Place>;
}

/** Whether a text means to be a study rather than a scenario. */
export function isStudyText(text: string): boolean {
  return /^\s*(["']?)(base|levers|uncertainties)\1\s*:|costmoat\.study\//m.test(text);
}

/**
 * The study in a file; null when the file holds a scenario.
 *
 * @param shown the file as it was named
 * @throws ConfigError with every issue; IoError when the file cannot be read
 */
export async function loadStudy(path: string, shown: string): Promise<Study | null> {
  const text = await readScenarioFile(path, shown);
  if (text === null)
    throw new ConfigError([plainIssue("CM-E0103", `${shown} is too large`, shown)]);
  return isStudyText(text) ? readStudy(text, shown, dirname(resolvePath(path))) : null;
}

/**
 * Reads the text of a study file.
 *
 * @throws ConfigError with every issue
 */
export function readStudy(text: string, shown: string, baseDir: string): Study {
  const read = readYaml(text, shown);
  const sources = new Map([[shown, text]]);
  if (read.issues.length > 0) throw new ConfigError(read.issues, sources);
  const tree = Object.fromEntries(
    Object.entries(read.tree).filter(([field]) => !field.startsWith("x-")),
  );
  const layered = new LayeredTree();
  layered.add({ kind: "file", name: shown, tree, places: read.places });
  const parsed = studySchema.safeParse(tree);
  const explainer = new Explainer(layered, new FieldMap(studyJsonSchema()), shown);
  if (!parsed.success) {
    const issues = explainer.explain(parsed.error.issues).map(inStudyWords);
    throw new ConfigError(issues, sources);
  }
  const { data } = parsed;
  const made: Study = {
    name: data.name ?? basename(shown).replace(/\.(ya?ml|json)$/i, ""),
    base: data.base,
    baseDir,
    axes: [...axesOf(data.levers, "lever"), ...axesOf(data.uncertainties, "uncertainty")],
    design: data.design,
    replications: data.replications ?? null,
    file: { name: shown, text, places: read.places },
  };
  const wrong = studyIssues(made);
  if (wrong.length > 0) throw new ConfigError(wrong, sources);
  return made;
}

function axesOf(
  settings: Readonly<Record<string, readonly TreeValue[]>>,
  role: Axis["role"],
): Axis[] {
  return Object.entries(settings).map(([path, values]) => ({ path, role, values }));
}

/** What the schema cannot see: paths that are none, or stand twice; lists of unlike lengths. */
export function studyIssues(study: Study): Issue[] {
  const issues: Issue[] = [];
  const refuse = (code: IssueCode, message: string, axis: Axis, fix: string | null): void => {
    issues.push({ ...axisIssue(study, axis, null, plainIssue(code, message, "--vary")), fix });
  };
  const longest = Math.max(1, ...study.axes.map(({ values }) => values.length));
  for (const [i, axis] of study.axes.entries()) {
    const { path, values } = axis;
    if (parsePath(path) === null) refuse("CM-E0110", `"${path}" is no scenario path`, axis, null);
    if (study.axes.findIndex((other) => other.path === path) < i) {
      refuse("CM-E0302", `${path} is varied twice`, axis, "keep one of the lists");
    }
    if (study.design === "list" && values.length !== 1 && values.length !== longest) {
      const message = `${path} has ${values.length} values in a list design of ${longest}`;
      refuse("CM-E0302", message, axis, `give ${longest} values, or one for all points`);
    }
  }
  return issues;
}

/**
 * An issue moved to where the study states the value.
 *
 * @param index which value of the axis; null for its name
 */
export function axisIssue(study: Study, axis: Axis, index: number | null, issue: Issue): Issue {
  const section = axis.role === "lever" ? "levers" : "uncertainties";
  const path: Path = index === null ? [section, axis.path] : [section, axis.path, index];
  const place = study.file?.places.get(pathKey(path));
  const span = index === null ? place?.key : place?.value;
  if (study.file === null || !span) return issue;
  return { ...issue, file: study.file.name, line: span.line, col: span.col, width: span.width };
}

/** An issue about the base, where the study names it. */
export function baseIssue(study: Study, issue: Issue): Issue {
  const span = study.file?.places.get(pathKey(["base"]))?.value;
  if (study.file === null || !span) return issue;
  const [word] = issue.suggestions;
  const fix = word === undefined ? "costmoat list presets" : `write base: ${word}`;
  return {
    ...issue,
    file: study.file.name,
    line: span.line,
    col: span.col,
    width: span.width,
    fix,
  };
}

const WORDS_FROM_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["vary", "levers"],
  ["grid", "levers"],
  ["axes", "levers"],
  ["params", "levers"],
  ["scenario", "base"],
  ["extends", "base"],
  ["reps", "replications"],
]);

/** A study is no scenario: the fix is in the file, not in a flag of `costmoat run`. */
function inStudyWords(issue: Issue): Issue {
  const foreign = WORDS_FROM_ELSEWHERE.get(issue.path);
  if (issue.code === "CM-E0204" && foreign !== undefined) {
    const message = issue.message.replace(/ in the (scenario|file)$/, " in the study");
    return { ...issue, message, suggestions: [foreign], fix: `rename it to "${foreign}"` };
  }
  const word = issue.suggestions[0];
  const fix =
    issue.fix?.startsWith("costmoat run") === true ? (word ? `write ${word}` : null) : issue.fix;
  return {
    ...issue,
    message: issue.message.replace(/ in the (scenario|file)$/, " in the study"),
    fix,
  };
}

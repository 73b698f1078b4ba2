import type { FlagName, Format } from "./flags.ts";

/** What costmoat can be told to do: one row per verb, for dispatch and help. */

export interface Verb {
  readonly name: string;
  readonly group: "Start" | "Decide" | "Explore" | "Share" | "Service";
  readonly summary: string;
  /** What follows the verb, in the manner of a usage line. */
  readonly takes: string;
  readonly examples: readonly string[];
  /** Flags besides the universal ones; null = the verb declares its own. */
  readonly flags: readonly FlagName[] | null;
  /** Output formats, the default first. */
  readonly formats: readonly Format[];
}

const INPUTS: readonly FlagName[] = ["set", "file", "trace", "seed"];
const RUNNING: readonly FlagName[] = [
  ...INPUTS,
  "reps",
  "precision",
  "budget",
  "monte-carlo",
  "jobs",
  "out",
  "report",
  "waterfall",
  "assert",
  "strict",
  "view",
  "print-config",
  "dry-run",
  "force",
  "progress",
];

export const VERBS = [
  {
    name: "init",
    group: "Start",
    summary: "write a scenario file to start from (never overwrites)",
    takes: "[TEMPLATE]",
    examples: ["costmoat init producer", "costmoat init renter --out my.yaml"],
    flags: ["out"],
    formats: ["text", "json"],
  },
  {
    name: "list",
    group: "Start",
    summary: "presets, templates, metrics, params, sources, chips, models, regions, catalog",
    takes: "LIST",
    examples: ["costmoat list presets", "costmoat list chips --json", "costmoat list params"],
    flags: [],
    formats: ["table", "text", "json", "csv"],
  },
  {
    name: "validate",
    group: "Start",
    summary: "check scenarios, step times against measurements, formulas against publications",
    takes: "[SCENARIO...]",
    examples: [
      "costmoat validate my.yaml",
      "costmoat validate producer --set fleet.gpu=h200 --print-config",
      "costmoat validate --cases measured.csv",
      "costmoat validate --cases deepseek-day",
      "costmoat validate --published --report published.html",
      "costmoat validate --claims",
    ],
    flags: [...INPUTS, "cases", "published", "claims", "report", "force", "jobs", "print-config"],
    formats: ["text", "json", "csv", "md"],
  },
  {
    name: "run",
    group: "Decide",
    summary: "one scenario or a preset comparison, with intervals and a report",
    takes: "SCENARIO",
    examples: [
      "costmoat run consumer-vs-producer",
      'costmoat run my.yaml --set fleet.gpu=h200 --set demand.rate="40/s" --reps auto',
      'costmoat run producer --assert "lcot_usd_per_mtok < 3" --json',
    ],
    flags: RUNNING,
    formats: ["text", "json", "csv"],
  },
  {
    name: "compare",
    group: "Decide",
    summary: "two or more scenarios on the same requests, paired",
    takes: "SCENARIO SCENARIO...",
    examples: [
      "costmoat compare consumer renter producer",
      "costmoat compare consumer.yaml producer.yaml --report out.html --view",
      "costmoat compare consumer producer --trace requests.csv:azure",
    ],
    flags: RUNNING,
    formats: ["text", "json", "csv"],
  },
  {
    name: "solve",
    group: "Decide",
    summary: "the number that meets a target: break-even, highest price, fewest chips",
    takes: 'SCENARIO... --find PATH --until "EXPR"',
    examples: [
      'costmoat solve my.yaml --find demand.tokens_per_day --until "npv(producer) = npv(consumer)"',
      'costmoat solve consumer-vs-producer --find economics.api_price.input --until "wins(consumer)"',
      "costmoat solve producer --find fleet.count --until promise",
      'costmoat solve consumer-vs-producer --find economics.start --until "wins(producer)"',
    ],
    flags: [...INPUTS, "find", "until", "within", "reps", "jobs", "progress"],
    formats: ["text", "json", "csv", "md"],
  },
  {
    name: "explain",
    group: "Decide",
    summary: "why it costs what it costs: leaks from compute purchased to cash, and drivers",
    takes: "SCENARIO...",
    examples: [
      "costmoat explain renter",
      "costmoat explain producer --shapley --report leaks.html",
      "costmoat explain my.yaml --format csv > losses.csv",
    ],
    flags: [...RUNNING.filter((flag) => flag !== "waterfall"), "shapley"],
    formats: ["text", "json", "csv", "md"],
  },
  {
    name: "sweep",
    group: "Explore",
    summary: "plan, run, status or export: many settings over all cores, with resume",
    takes: "plan|run|status|export STUDY",
    examples: [
      "costmoat sweep plan producer --vary fleet.gpu=h100,b200",
      "costmoat sweep run study.yaml --jobs 8",
    ],
    flags: null,
    formats: ["text", "json"],
  },
  {
    name: "report",
    group: "Share",
    summary: "a record as one HTML file, Markdown or JSON",
    takes: "RECORD",
    examples: [
      "costmoat report out/compare-7f3a91c2 --out verdict.html",
      "costmoat report r.html --format md --out -",
    ],
    flags: ["out", "trace", "jobs", "force", "view", "progress"],
    formats: ["html", "md", "json"],
  },
  {
    name: "repro",
    group: "Share",
    summary: "run a report again from what it carries and compare digests",
    takes: "REPORT",
    examples: ["costmoat repro out/compare-7f3a91c2.html", "costmoat repro r.html --trace day.csv"],
    flags: ["trace", "jobs", "progress"],
    formats: ["text", "json"],
  },
  {
    name: "schema",
    group: "Service",
    summary: "JSON Schema of scenario, study, result or record",
    takes: "NAME",
    examples: ["costmoat schema scenario > costmoat.scenario.schema.json"],
    flags: ["out", "force"],
    formats: ["json"],
  },
  {
    name: "help",
    group: "Service",
    summary: "help on a verb, exit-codes, an error, a metric or a topic",
    takes: "[VERB | exit-codes | error CODE | metric NAME | topic NAME]",
    examples: ["costmoat help run", "costmoat help metric mfu", "costmoat help error CM-E0204"],
    flags: [],
    formats: ["text"],
  },
] as const satisfies readonly Verb[];

export type VerbName = (typeof VERBS)[number]["name"];
export const VERB_GROUPS = ["Start", "Decide", "Explore", "Share", "Service"] as const;

export function findVerb(name: string): (Verb & { readonly name: VerbName }) | undefined {
  return VERBS.find((verb) => verb.name === name);
}

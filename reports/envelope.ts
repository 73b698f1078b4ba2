import type { Comparison, Verdict } from "../sim/comparison.ts";
import type { Metric } from "../sim/metric.ts";
import { METRICS } from "../sim/metrics.ts";
import { type EnvelopeLockIn, type EnvelopeTrust, lockInJson, trustJson } from "./leavingJson.ts";
import { type EnvelopeMarket, type EnvelopeReturn, marketJson, returnsJson } from "./marketJson.ts";
import { type EnvelopeMonteCarlo, monteCarloJson } from "./monteCarloJson.ts";
import { spokenSentence } from "./pairing.ts";
import type { Provenance } from "./provenance.ts";
import { type EnvelopeWaterfall, waterfallJson } from "./waterfallJson.ts";

/** One thing that went wrong or deserves attention, with its fix. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** A problem in the input, as it appears in `errors`. */
export interface Problem extends Notice {
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly path?: string;
  readonly expected?: string;
  readonly got?: string;
  readonly suggestions?: readonly string[];
  readonly docs?: string;
}

export interface WrittenFile {
  readonly role: string;
  readonly path: string;
  readonly sha256: string;
}

export interface EnvelopeMetric {
  readonly scenario: string;
  readonly name: string;
  readonly value: number | null;
  readonly ci: readonly [number, number] | null;
  readonly level: number;
  readonly n: number;
  readonly unit: string;
  readonly kind: string;
  /** Why the value is null. */
  readonly reason?: string;
}

/** What every verb prints with --json: arrays always present, numbers never strings. */
export interface Envelope {
  readonly schema: "costmoat.result/1";
  readonly verb: string;
  readonly ok: boolean;
  readonly exit: { readonly code: number; readonly name: string };
  readonly verdict: EnvelopeVerdict;
  readonly metrics: readonly EnvelopeMetric[];
  /** Only where a scenario states a market. */
  readonly market?: EnvelopeMarket;
  /** Only where something is sold. */
  readonly return_on_compute?: readonly EnvelopeReturn[];
  /** Only where lock-in is stated. */
  readonly lock_in?: readonly EnvelopeLockIn[];
  /** Only where demand is bound, or audits and losses are counted. */
  readonly trust?: readonly EnvelopeTrust[];
  /** Only where it was asked for: explain, or --waterfall. */
  readonly waterfalls?: readonly EnvelopeWaterfall[];
  /** Only where the inputs were drawn. */
  readonly monte_carlo?: EnvelopeMonteCarlo;
  readonly warnings: readonly Notice[];
  readonly errors: readonly Problem[];
  readonly files: readonly WrittenFile[];
  readonly provenance: EnvelopeProvenance | null;
}

interface EnvelopeVerdict {
  readonly kind: Verdict["kind"];
  readonly winner: string | null;
  readonly runner_up: string | null;
  readonly metric: string | null;
  readonly confidence: string | null;
  readonly agree: readonly [number, number] | null;
  readonly from_month: number | null;
  readonly replications_needed: number | null;
  readonly sentence: string;
  readonly flips: readonly string[];
}

interface EnvelopeProvenance {
  readonly run_id: string;
  readonly config_hash: string;
  readonly engine: string;
  readonly seed: string;
  readonly replications: number;
  readonly command: string;
  readonly digest: string;
  readonly physics_sha256: string;
  readonly terms_sha256: string;
}

/** What the envelope says besides the comparison itself. */
export interface EnvelopeInput {
  readonly verb: string;
  readonly exit: { readonly code: number; readonly name: string };
  readonly comparison: Comparison | null;
  readonly provenance: Provenance | null;
  readonly warnings: readonly Notice[];
  readonly errors: readonly Problem[];
  readonly files: readonly WrittenFile[];
}

/** The result of one command as plain JSON values; not a number becomes null with its reason. */
export function envelope(input: EnvelopeInput): Envelope {
  const { verb, exit, comparison, provenance, warnings, errors, files } = input;
  return {
    schema: "costmoat.result/1",
    verb,
    ok: errors.length === 0 && exit.code === 0,
    exit,
    verdict: comparison === null ? NO_VERDICT : verdictOf(comparison),
    metrics: comparison === null ? [] : metricsOf(comparison),
    ...(comparison?.monteCarlo && { monte_carlo: monteCarloJson(comparison.monteCarlo) }),
    ...(comparison === null ? {} : marketPart(comparison)),
    ...(comparison?.waterfalls === undefined ? {} : { waterfalls: waterfallJson(comparison) }),
    warnings,
    errors,
    files,
    provenance: provenance === null ? null : provenanceOf(provenance),
  };
}

/** The envelope as it goes to stdout: one line, ending in LF. */
export function envelopeJson(input: EnvelopeInput): string {
  return `${JSON.stringify(envelope(input))}\n`;
}

const NO_VERDICT: EnvelopeVerdict = {
  kind: "none",
  winner: null,
  runner_up: null,
  metric: null,
  confidence: null,
  agree: null,
  from_month: null,
  replications_needed: null,
  sentence: "",
  flips: [],
};

function verdictOf(comparison: Comparison): EnvelopeVerdict {
  const { verdict } = comparison;
  return {
    kind: verdict.kind,
    winner: verdict.winner,
    runner_up: verdict.runnerUp,
    metric: verdict.metric,
    confidence: verdict.confidence,
    agree: verdict.agree,
    from_month: finite(verdict.fromMonth),
    replications_needed: finite(verdict.replicationsNeeded),
    sentence: spokenSentence(comparison),
    flips: verdict.flips,
  };
}

function metricsOf({ results, level }: Comparison): EnvelopeMetric[] {
  return results.flatMap(({ strategy, metrics }) =>
    METRICS.map(({ name, unit }: Metric & (typeof METRICS)[number]) => {
      const { value, halfWidth, n, kind, reason } = metrics[name];
      const shown = finite(value);
      const half = finite(halfWidth);
      const base = {
        scenario: strategy.name,
        name,
        value: shown,
        ci: shown === null || half === null ? null : ([shown - half, shown + half] as const),
        level,
        n,
        unit,
        kind,
      };
      if (shown !== null) return base;
      return { ...base, reason: reason ?? `not a finite number (${String(value)})` };
    }),
  );
}

type MarketPart = Pick<Envelope, "market" | "return_on_compute" | "lock_in" | "trust">;

function marketPart(comparison: Comparison): MarketPart {
  const market = marketJson(comparison);
  const returns = returnsJson(comparison);
  const lockIn = lockInJson(comparison);
  const trust = trustJson(comparison);
  return {
    ...(market === null ? {} : { market }),
    ...(returns.length === 0 ? {} : { return_on_compute: returns }),
    ...(lockIn.length === 0 ? {} : { lock_in: lockIn }),
    ...(trust.length === 0 ? {} : { trust }),
  };
}

function provenanceOf(provenance: Provenance): EnvelopeProvenance {
  return {
    run_id: provenance.digest.slice(0, 8),
    config_hash: provenance.configs.map(({ sha256 }) => sha256.slice(0, 16)).join("+"),
    engine: `${provenance.version}+sem${provenance.semantics}`,
    seed: provenance.seed,
    replications: provenance.replications,
    command: provenance.command,
    digest: provenance.digest,
    physics_sha256: provenance.physicsSha256,
    terms_sha256: provenance.termsSha256,
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

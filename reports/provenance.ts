/** Where a result comes from: enough to run it again and to notice when it no longer agrees. */
export interface Provenance {
  readonly tool: "costmoat";
  readonly version: string;
  /** Bumped by hand when the numbers of an unchanged scenario change. */
  readonly semantics: "1";
  readonly seed: string;
  readonly replications: number;
  /** Confidence of every interval where it is not the usual 0.95. */
  readonly level?: number;
  /** What was asked: the question of the preset or of the only scenario; absent = no words for it. */
  readonly question?: string;
  /** The command that repeats the result, without worker, output and progress flags. */
  readonly command: string;
  /** Waterfalls that were made, in the fixed order or over all orders; absent = none. */
  readonly waterfall?: "ordered" | "all orders";
  readonly configs: readonly ConfigRecord[];
  readonly traces: readonly TraceRecord[];
  readonly physicsSha256: string;
  readonly termsSha256: string;
  /** SHA-256 of the result's numbers, hex. */
  readonly digest: string;
}

/** One resolved scenario as canonical JSON, and the SHA-256 of that text. */
export interface ConfigRecord {
  readonly name: string;
  readonly config: string;
  readonly sha256: string;
  /** First digits of each field's own digest, by path: they name a field that was edited. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Which fields were stated where; what is not named here was a default. */
  readonly origins?: readonly OriginRecord[];
}

/** Fields that one preset, file or flag stated. */
export interface OriginRecord {
  readonly kind: "preset" | "file" | "flag";
  readonly source: string;
  /** Scenario paths, sorted. */
  readonly paths: readonly string[];
}

/** One request trace; `packed` carries its rows when it is short enough to travel in the report. */
export interface TraceRecord {
  readonly name: string;
  readonly format: string;
  readonly sha256: string;
  readonly rows: number;
  readonly packed: string | null;
}

import type { Comparison, Sizing, StrategyResult } from "../../sim/comparison.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { formatPlain } from "../format.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** One source of a strategy that has several: its part of the demand and of the bill. */
export interface SourceRow {
  readonly strategy: string;
  readonly name: string;
  readonly copies: number;
  /** Share of the requests of the whole horizon. */
  readonly share: Mean;
  readonly months: number;
  readonly onTime: Mean;
  /** Where it was sized, of all copies; null for an API. */
  readonly sizing: Sizing | null;
  /** Paid over the horizon, undiscounted, and over the tokens that it delivered on time. */
  readonly usd: Mean;
  readonly usdPerMtok: Mean | null;
}

/** The sources of every strategy that has several. */
export function sourceRows({ results, level }: Comparison): SourceRow[] {
  return results.flatMap((result) => {
    const names = (result.months[0]?.[0]?.sources ?? []).map(({ name }) => name);
    if (result.state !== "ok" || result.strategy.portfolio === undefined) return [];
    return names.map((name) => rowOf(result, name, level));
  });
}

function rowOf(result: StrategyResult, name: string, level: number): SourceRow {
  const runs = result.months.map((rows) => rows.map((row) => ownOf(row, name)));
  const sum = (rows: readonly Own[], of: (own: Own) => number): number =>
    rows.reduce((total, own) => total + of(own), 0);
  const mean = (values: readonly number[], unit: string): Mean => meanOf(values, level, unit);
  const all = result.months.map((rows) => rows.reduce((total, row) => total + row.requests, 0));
  const usd = result.outcomes.map(({ ledger }) =>
    ledger.filter((line) => line.of === name).reduce((total, line) => total + line.usd, 0),
  );
  const mtok = runs.map((rows) => sum(rows, (own) => own.mtok));
  const requests = runs.map((rows) => sum(rows, (own) => own.requests));
  return {
    strategy: result.strategy.name,
    name,
    copies: runs[0]?.[0]?.copies ?? 1,
    share: mean(
      requests.map((count, i) => count / (all[i] ?? Number.NaN)),
      "share",
    ),
    months: (runs[0] ?? []).filter((own) => own.requests > 0).length,
    onTime: mean(
      runs.map((rows, i) => sum(rows, (own) => own.onTime) / (requests[i] ?? Number.NaN)),
      "share",
    ),
    sizing: result.sizing?.sources?.find((source) => source.name === name)?.sizing ?? null,
    usd: mean(usd, "USD"),
    usdPerMtok: mtok.every((count) => count > 0)
      ? mean(
          usd.map((dollars, i) => dollars / (mtok[i] ?? Number.NaN)),
          "USD/1e6 tok",
        )
      : null,
  };
}

interface Own {
  readonly copies: number;
  readonly requests: number;
  readonly onTime: number;
  readonly mtok: number;
}

/** What all copies of a source did in a month. */
function ownOf(row: MonthPhysical, name: string): Own {
  const source = row.sources?.find((one) => one.name === name);
  if (source === undefined) return { copies: 1, requests: 0, onTime: 0, mtok: 0 };
  const { copies, month } = source;
  const { onTimeInput, onTimeCached, onTimeOutput } = month.tokens;
  return {
    copies,
    requests: copies * month.requests,
    onTime: copies * month.onTimeRequests,
    mtok: (copies * (onTimeInput + onTimeCached + onTimeOutput)) / 1e6,
  };
}

/**
 * `hybrid-auto: base serves 78 % of the requests on 32 chips, burst 22 % on 22 chips.` or
 * `edge-pods: 10 edge-pods serve all requests, each on 8 chips.`
 */
export function sourceSentences(rows: readonly SourceRow[]): string[] {
  const names = [...new Set(rows.map(({ strategy }) => strategy))];
  return names.map((strategy) => {
    const own = rows.filter((row) => row.strategy === strategy);
    const [only] = own;
    if (own.length === 1 && only !== undefined && only.copies > 1) return aloneSentence(only);
    const parts = own.map(({ name, share, copies, sizing }, i) => {
      const serves = `${name}${i === 0 ? " serves" : ""} ${share.text}${i === 0 ? " of the requests" : ""}`;
      if (sizing === null) return serves;
      const each = `${sizing.chips} ${sizing.chips === 1 ? "chip" : "chips"}`;
      return `${serves} on ${copies > 1 ? `${formatPlain(copies)} x ${each}` : each}`;
    });
    return `${strategy}: ${parts.join(", ")}.`;
  });
}

/** Copies of one thing that are all there is. */
function aloneSentence({ strategy, name, copies, sizing }: SourceRow): string {
  const many = name === "copy" ? "copies" : `${name}s`;
  const chips =
    sizing === null ? "" : `, each on ${sizing.chips} ${sizing.chips === 1 ? "chip" : "chips"}`;
  return `${strategy}: ${formatPlain(copies)} ${many} serve all requests${chips}.`;
}

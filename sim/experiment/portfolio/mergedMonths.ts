import type {
  CauseTime,
  ChipTime,
  MonthPhysical,
  SourceMonth,
  TokenCounts,
} from "../../physical.ts";

/** Months of one source; of one copy of it. */
export interface SourceMonths {
  readonly name: string;
  readonly copies: number;
  readonly months: readonly MonthPhysical[];
}

/** The months of several sources as months of their sum, each with its sources. */
export function mergedMonths(sources: readonly SourceMonths[]): MonthPhysical[] {
  const [first] = sources;
  if (first === undefined) throw new RangeError("months of no source; expected at least one");
  return first.months.map((_, i) => {
    const rows = sources.map(({ name, copies, months }): SourceMonth => {
      const month = months[i];
      if (month === undefined) throw new RangeError(`source "${name}" without month ${i + 1}`);
      return { name, copies, month };
    });
    return mergedMonth(rows);
  });
}

/** Everything that a month counts, added over sources and their copies. */
export function mergedMonth(rows: readonly SourceMonth[]): MonthPhysical {
  const [first] = rows;
  if (first === undefined) throw new RangeError("month of no source; expected at least one");
  if (rows.length === 1 && first.copies === 1) return { ...first.month, sources: rows };
  const sum = (of: (month: MonthPhysical) => number): number =>
    rows.reduce((total, { copies, month }) => total + copies * of(month), 0);
  const table = <T extends Readonly<Record<string, number>>>(
    of: (month: MonthPhysical) => T,
  ): T => {
    const keys = Object.keys(of(first.month)) as (keyof T & string)[];
    return Object.fromEntries(keys.map((key) => [key, sum((m) => of(m)[key] ?? 0)])) as T;
  };
  return {
    month: first.month.month,
    hours: first.month.hours,
    replicas: sum((m) => m.replicas),
    chips: sum((m) => m.chips),
    chipTimeS: table<ChipTime>((m) => m.chipTimeS),
    causeS: table<CauseTime>((m) => m.causeS),
    itKwh: sum((m) => m.itKwh),
    peakItWatts: sum((m) => m.peakItWatts),
    requests: sum((m) => m.requests),
    onTimeRequests: sum((m) => m.onTimeRequests),
    tokens: table<TokenCounts & Readonly<Record<string, number>>>((m) => ({ ...m.tokens })),
    doneFlops: sum((m) => m.doneFlops),
    offeredFlops: sum((m) => m.offeredFlops),
    ...countsOf(rows, sum),
    sources: rows,
  };
}

/** Counts that only some sources have; those of a table are added field by field. */
const TABLES = [
  ...["answers", "tasks", "cache", "drafts", "adapters", "turnedAway", "provisioned"],
] as readonly (keyof MonthPhysical)[];

function countsOf(
  rows: readonly SourceMonth[],
  sum: (of: (month: MonthPhysical) => number) => number,
): Partial<MonthPhysical> {
  const found: Record<string, unknown> = {};
  for (const table of TABLES) {
    const fields = new Map<string, number>();
    for (const { copies, month } of rows) {
      for (const [field, value] of Object.entries(month[table] ?? {})) {
        fields.set(field, (fields.get(field) ?? 0) + copies * Number(value));
      }
    }
    if (fields.size > 0) found[table] = Object.fromEntries(fields);
  }
  const has = (field: keyof MonthPhysical): boolean =>
    rows.some(({ month }) => month[field] !== undefined);
  if (has("workUnits")) found["workUnits"] = sum((m) => m.workUnits ?? 0);
  if (has("unserved")) found["unserved"] = sum((m) => m.unserved ?? 0);
  if (has("boundShare")) {
    const sold = ({ tokens: t }: MonthPhysical): number =>
      t.onTimeInput + t.onTimeCached + t.onTimeOutput;
    const all = sum(sold);
    found["boundShare"] = all > 0 ? sum((m) => (m.boundShare ?? 0) * sold(m)) / all : 0;
  }
  if (has("meanReplicas")) found["meanReplicas"] = sum((m) => m.meanReplicas ?? m.replicas);
  if (has("monitoringShare")) {
    const tokens = ({ tokens: t }: MonthPhysical): number => t.input + t.cached + t.output;
    found["monitoringShare"] = sum((m) => (m.monitoringShare ?? 0) * tokens(m)) / sum(tokens);
  }
  return found;
}

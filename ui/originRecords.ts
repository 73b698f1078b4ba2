import type { OriginRecord } from "../reports/provenance.ts";
import {
  type Origin,
  type Origins,
  parsePath,
  pathKey,
  pathText,
} from "../scenarios/schema/layers.ts";

/** Where the fields of a scenario were stated, as a record keeps it and gives it back. */

/** Fields grouped by what stated them, in a stable order. */
export function originRecords(origins: Origins): OriginRecord[] {
  const groups = new Map<string, { kind: Origin["kind"]; source: string; paths: string[] }>();
  for (const [key, { kind, source }] of origins) {
    const id = `${kind} ${source}`;
    const group = groups.get(id) ?? { kind, source, paths: [] };
    group.paths.push(pathText(key.split("\u0001")));
    groups.set(id, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({ ...group, paths: group.paths.sort() }));
}

/** The origins that a record carries. */
export function originsOf(records: readonly OriginRecord[]): Origins {
  const origins = new Map<string, Origin>();
  for (const { kind, source, paths } of records) {
    for (const text of paths) {
      const path = parsePath(text);
      if (path !== null) origins.set(pathKey(path), { kind, source, key: null, value: null });
    }
  }
  return origins;
}

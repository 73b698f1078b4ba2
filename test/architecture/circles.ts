import { posix } from "node:path";

/** Files that come back to themselves through what they import, a way round each. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    const seen = way.indexOf(path);
    if (seen >= 0) circles.push([...way.slice(seen), path].join(" -> "));
    if (seen >= 0 || done.has(path)) return;
    for (const module of imports.get(path) ?? []) {
      if (!module.startsWith(".")) continue;
      const target = posix.join(posix.dirname(path), module);
      if (imports.has(target)) follow(target, [...way, path]);
    }
    done.add(path);
  };
  for (const path of imports.keys()) follow(path, []);
  return circles;
}

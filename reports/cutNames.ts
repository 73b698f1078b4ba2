const DOTS = "...";

/**
 * Names of at most so many characters: the ends of long ones become dots; their middles where
 * names that share a beginning would read alike.
 */
export function cutNames(names: readonly string[], most: number): string[] {
  const byEnd = names.map((name) => cut(name, most, most - DOTS.length));
  if (new Set(byEnd).size === new Set(names).size) return byEnd;
  return names.map((name) => cut(name, most, Math.ceil((most - DOTS.length) / 2)));
}

/** The first `kept` characters, dots, and as much of the end as still fits. */
function cut(name: string, most: number, kept: number): string {
  if (name.length <= most) return name;
  if (most <= DOTS.length) return name.slice(0, Math.max(0, most));
  const tail = most - DOTS.length - kept;
  return `${name.slice(0, kept)}${DOTS}${tail > 0 ? name.slice(-tail) : ""}`;
}

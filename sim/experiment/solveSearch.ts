/** Searches one number for the value at which a condition begins or ceases to hold. */

/** What a search sees of one value. */
export interface SolveProbe {
  readonly x: number;
  /** Below or at the target (-1), above it (1); null where it cannot be said. */
  readonly side: -1 | 1 | null;
  /** Distance to the target, 0 at it; null where only the side is known. */
  readonly gap: number | null;
  /** A distance below this counts as none. */
  readonly slack: number;
}

export interface SearchSpan {
  /** Where it begins: today's value. */
  readonly start: number;
  readonly low: number;
  readonly high: number;
  /** Steps by ratio rather than by difference. */
  readonly log: boolean;
  readonly whole: boolean;
  /** Of numbers that all hold the least is the answer. */
  readonly least: boolean;
  /** Values that are probably near, tried first. */
  readonly hints: readonly number[];
}

export interface SearchEffort {
  readonly mostProbes: number;
  /** The search ends when the value is known to this share of it (of the span, without ratios). */
  readonly widthShare: number;
  /** Steps on each side of the start in search of a change. */
  readonly ladder: number;
  /** Look at every step, to see all changes. */
  readonly everyStep: boolean;
}

export interface SearchResult<Probe extends SolveProbe> {
  /** The value: on the near side of the target, or at it; null when no change was found. */
  readonly best: Probe | null;
  /** The nearest value on the other side; null where none is (or the target is met exactly). */
  readonly other: Probe | null;
  /** Changes of side that were seen; more than one = there are other solutions. */
  readonly changes: number;
  /** Everything that was tried, ascending. */
  readonly probes: readonly Probe[];
}

/**
 * Brackets outwards from the start, then shrinks: by false position (Illinois) where distances are
 * known, else by halving; whole numbers by halving down to neighbours.
 *
 * @param at runs one value; the same value is asked for once
 * @param equation both sides are as good; else the answer is on the side that holds (-1)
 * @throws RangeError when the start lies outside the span
 */
export async function searchValue<Probe extends SolveProbe>(
  at: (x: number) => Promise<Probe>,
  equation: boolean,
  span: SearchSpan,
  effort: SearchEffort,
): Promise<SearchResult<Probe>> {
  if (!(span.low <= span.start && span.start <= span.high)) {
    throw new RangeError(`start at ${span.start}; expected ${span.low} to ${span.high}`);
  }
  const known = new Map<number, Probe>();
  const visit = async (x: number): Promise<Probe | null> => {
    const at6 = span.whole ? Math.round(x) : rounded(x);
    const clipped = Math.min(span.high, Math.max(span.low, at6));
    const before = known.get(clipped);
    if (before !== undefined) return before;
    if (known.size >= effort.mostProbes) return null;
    const probe = await at(clipped);
    known.set(clipped, probe);
    return probe;
  };
  const sorted = (): Probe[] => [...known.values()].toSorted((a, b) => a.x - b.x);
  const done = (best: Probe | null, other: Probe | null): SearchResult<Probe> => ({
    best,
    other,
    changes: Math.max(best === null ? 0 : 1, changesIn(sorted()).length),
    probes: sorted(),
  });
  const first = await visit(span.start);
  if (first !== null && equation && isMet(first)) return done(first, null);
  for (const hint of span.hints) {
    const probe = await visit(hint);
    if (probe !== null && equation && isMet(probe)) return done(probe, null);
    if (changesIn(sorted()).length > 0) break;
  }
  const bracket = await bracketed(visit, sorted, span, effort, first);
  if (bracket === null) {
    const [least] = sorted();
    const all = span.least && !equation && sorted().every(({ side }) => side === -1);
    return done(all && least !== undefined ? least : null, null);
  }
  const [a, b] = span.whole
    ? await halved(visit, bracket)
    : await narrowed(visit, bracket, equation, span, effort);
  if (!equation) return a.side === -1 ? done(a, b) : done(b, a);
  const aIsBetter = Math.abs(a.gap ?? Infinity) <= Math.abs(b.gap ?? Infinity);
  return aIsBetter ? done(a, b) : done(b, a);
}

type Visit<Probe> = (x: number) => Promise<Probe | null>;
type Pair<Probe> = readonly [Probe, Probe];

/** Digits that people type and that a command line repeats. */
const DIGITS = 6;

function rounded(x: number): number {
  return Number(x.toPrecision(DIGITS));
}

function isMet({ gap, slack }: SolveProbe): boolean {
  return gap !== null && Math.abs(gap) <= slack;
}

/** Neighbours on different sides, in the order of their values. */
function changesIn<Probe extends SolveProbe>(probes: readonly Probe[]): Pair<Probe>[] {
  return probes.flatMap((probe, i): Pair<Probe>[] => {
    const next = probes[i + 1];
    if (next === undefined || probe.side === null || next.side === null) return [];
    return probe.side === next.side ? [] : [[probe, next]];
  });
}

/** Two values on different sides, as near to the start as any; null when none is found. */
async function bracketed<Probe extends SolveProbe>(
  visit: Visit<Probe>,
  sorted: () => Probe[],
  span: SearchSpan,
  effort: SearchEffort,
  first: Probe | null,
): Promise<Pair<Probe> | null> {
  const distance = ([a, b]: Pair<Probe>): number =>
    Math.abs(toScale((a.x + b.x) / 2, span) - toScale(span.start, span));
  const nearest = (): Pair<Probe> | null =>
    changesIn(sorted()).toSorted((x, y) => distance(x) - distance(y))[0] ?? null;
  const hinted = span.hints.length === 0 ? null : nearest();
  if (hinted !== null) return hinted;
  const up = stepsTo(span.high, span, effort.ladder);
  const down = stepsTo(span.low, span, effort.ladder);
  const climb = async (steps: readonly number[]): Promise<Pair<Probe> | null> => {
    let last = first;
    for (const x of steps) {
      const probe = await visit(x);
      if (probe === null) return null;
      if (probe.side === null && last?.side != null) {
        await towardsEdge(visit, last, probe, span);
        if (!effort.everyStep) return nearest();
      }
      if (!effort.everyStep && nearest() !== null) return nearest();
      last = probe;
    }
    return nearest();
  };
  const upFirst = await climbsFirst(visit, first, up, down, span);
  const one = await climb(upFirst ? up : down);
  if (one !== null && !effort.everyStep) return one;
  return (await climb(upFirst ? down : up)) ?? one;
}

/** Between a value that can be judged and one that cannot: as far out as it can be. */
async function towardsEdge<Probe extends SolveProbe>(
  visit: Visit<Probe>,
  inside: Probe,
  outside: Probe,
  span: SearchSpan,
): Promise<void> {
  let [a, b] = [inside, outside];
  for (let step = 0; step < MOST_EDGE_STEPS; step++) {
    const middle = await visit(fromScale((toScale(a.x, span) + toScale(b.x, span)) / 2, span));
    if (middle === null || middle.x === a.x || middle.x === b.x) return;
    if (middle.side === null) b = middle;
    else if (middle.side !== a.side) return;
    else a = middle;
  }
}

const MOST_EDGE_STEPS = 6;

/** Whether to look above the start before looking below it. */
async function climbsFirst<Probe extends SolveProbe>(
  visit: Visit<Probe>,
  first: Probe | null,
  up: readonly number[],
  down: readonly number[],
  span: SearchSpan,
): Promise<boolean> {
  if (first === null || up[0] === undefined || down[0] === undefined) return down[0] === undefined;
  // Fewer is wanted of what there is enough of.
  if (first.gap === null) return span.whole ? first.side === 1 : true;
  const above = await visit(up[0]);
  if (above === null || above.gap === null) return false;
  return above.side !== first.side || Math.abs(above.gap) < Math.abs(first.gap);
}

/** Steps from the start to an end, each twice as far as the one before, the end last. */
function stepsTo(end: number, span: SearchSpan, ladder: number): number[] {
  const [from, to] = [toScale(span.start, span), toScale(end, span)];
  if (from === to) return [];
  const shares = Array.from({ length: ladder }, (_, i) => 2 ** (i + 1 - ladder));
  return shares.map((share) => fromScale(from + (to - from) * share, span));
}

function toScale(x: number, { log }: SearchSpan): number {
  return log ? Math.log(x) : x;
}

function fromScale(t: number, { log }: SearchSpan): number {
  return log ? Math.exp(t) : t;
}

async function halved<Probe extends SolveProbe>(
  visit: Visit<Probe>,
  [low, high]: Pair<Probe>,
): Promise<Pair<Probe>> {
  let [a, b] = [low, high];
  while (b.x - a.x > 1) {
    const middle = await visit(Math.floor((a.x + b.x) / 2));
    if (middle === null) break;
    // What cannot be judged is on the side of the end that it is nearer to.
    if (middle.side === null ? middle.x - a.x < b.x - middle.x : middle.side === a.side) a = middle;
    else b = middle;
  }
  return [a, b];
}

/** A bracket around the target, shrunk until the value is known or the distance is none. */
async function narrowed<Probe extends SolveProbe>(
  visit: Visit<Probe>,
  [low, high]: Pair<Probe>,
  equation: boolean,
  span: SearchSpan,
  effort: SearchEffort,
): Promise<Pair<Probe>> {
  const answers = (probe: Probe): boolean => isMet(probe) && (equation || probe.side === -1);
  let [a, b] = [low, high];
  let [atA, atB] = [a.gap, b.gap];
  const least = effort.widthShare * (span.log ? 1 : span.high - span.low);
  for (let step = 0; ; step++) {
    const [ta, tb] = [toScale(a.x, span), toScale(b.x, span)];
    if (answers(a) || answers(b) || tb - ta <= least) return [a, b];
    const chord =
      atA !== null && atB !== null && atA < 0 !== atB < 0
        ? (ta * atB - tb * atA) / (atB - atA)
        : Number.NaN;
    // Every third step halves, which bounds the worst case at three times a bisection.
    const falsePosition = step % 3 < 2 && chord > ta && chord < tb;
    const probe = await visit(fromScale(falsePosition ? chord : (ta + tb) / 2, span));
    if (probe === null || probe.x <= a.x || probe.x >= b.x || probe.side === null) return [a, b];
    if (probe.side === a.side) {
      [a, atA] = [probe, probe.gap];
      atB = falsePosition && atB !== null ? atB / 2 : b.gap;
    } else {
      [b, atB] = [probe, probe.gap];
      atA = falsePosition && atA !== null ? atA / 2 : a.gap;
    }
  }
}

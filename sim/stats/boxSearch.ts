/** Where one kind of sample lives: a box of few inputs that holds little else. */

export interface Limit {
  readonly column: number;
  readonly side: "above" | "below";
  readonly limit: number;
}

export interface Box {
  readonly limits: readonly Limit[];
  /** Share of the samples in the box that are wins; share of all wins that lie in it. */
  readonly density: number;
  readonly coverage: number;
  readonly samples: number;
}

/** Most inputs that a box may limit: a sentence with more is not read. */
const MOST_LIMITS = 3;
/** Places at which an input may be cut: its deciles' middles. */
const CUTS = 10;
/** A box of fewer samples than this, or than this share of them, says nothing. */
const LEAST_SAMPLES = 10;
const LEAST_SHARE = 0.05;
/** The largest box that is at least this pure is wanted. */
const PURE = 0.9;
/** One more limit must bring this much more coverage. */
const WORTH_A_LIMIT = 0.1;
/** Where no box is pure: one that is right more often than not, and this much more than the whole. */
const LEAST_GAIN = 0.15;
/** Wins above chance, in standard deviations: thousands of boxes are tried, and some are lucky. */
const LEAST_SIGMAS = 4;
/** No more samples than this are looked at: a cut by deciles needs no more. */
const MOST_SAMPLES = 2000;

/**
 * The box, with at most one limit on each of at most three inputs, that holds most of the wins and
 * little else; every such box is tried. Another may be nearly as good.
 *
 * @param columns inputs, each by sample
 * @param wins by sample
 * @returns null where no box says more than all samples together
 * Source: after Friedman and Fisher, "Bump hunting in high-dimensional data" (1999), exhaustive
 */
export function winningBox(
  columns: readonly ArrayLike<number>[],
  allWins: readonly boolean[],
): Box | null {
  const wins = allWins.slice(0, MOST_SAMPLES);
  const total = wins.filter((win) => win).length;
  if (total === 0 || total === wins.length) return null;
  const cuts = columns.map((values, column) => cutsOf(values, column, wins.length));
  const won = maskOf(wins);
  const least = Math.max(LEAST_SAMPLES, LEAST_SHARE * wins.length);
  const base = total / wins.length;
  let best: Found | null = null;
  for (let size = 1; size <= MOST_LIMITS; size++) {
    const found = bestOf(cuts, won, wins.length, size, (inside, hits) => {
      if (inside < least) return Number.NEGATIVE_INFINITY;
      const density = hits / inside;
      const sigmas = (hits - base * inside) / Math.sqrt(base * (1 - base) * inside);
      if (sigmas < LEAST_SIGMAS) return Number.NEGATIVE_INFINITY;
      // Any pure box before any other; among the others what is won above the whole's share.
      if (density >= PURE) return 1 + hits / total;
      const useful = density >= Math.max(0.5, base + LEAST_GAIN);
      return useful ? (inside / wins.length) * (density - base) : Number.NEGATIVE_INFINITY;
    });
    if (found !== null && (best === null || found.score > best.score + WORTH_A_LIMIT)) best = found;
  }
  return best === null ? null : boxOf(columns, wins, best.limits);
}

interface Cut extends Limit {
  /** Samples inside, one bit each. */
  readonly mask: Uint32Array;
}

interface Found {
  readonly limits: readonly Limit[];
  readonly score: number;
}

/** Both sides of every cut, at three digits: what is printed is what was counted. */
function cutsOf(values: ArrayLike<number>, column: number, samples: number): Cut[] {
  const own = Array.from({ length: samples }, (_, k) => values[k]!);
  const sorted = own.toSorted((a, b) => a - b);
  const places = Array.from({ length: CUTS }, (_, i) =>
    Number(sorted[Math.floor(((i + 0.5) / CUTS) * samples)]!.toPrecision(3)),
  );
  return [...new Set(places)].flatMap((limit) =>
    (["above", "below"] as const).map((side) => ({
      ...{ column, side, limit },
      mask: maskOf(own.map((value) => (side === "above" ? value > limit : value < limit))),
    })),
  );
}

function maskOf(bits: readonly boolean[]): Uint32Array {
  const mask = new Uint32Array(Math.ceil(bits.length / 32));
  for (const [k, bit] of bits.entries()) if (bit) mask[k >>> 5] = mask[k >>> 5]! | (1 << (k & 31));
  return mask;
}

/** The best box of so many limits, the first found of equals. */
function bestOf(
  cuts: readonly (readonly Cut[])[],
  won: Uint32Array,
  samples: number,
  size: number,
  scoreOf: (inside: number, hits: number) => number,
): Found | null {
  let best: Found | null = null;
  const everything = maskOf(new Array<boolean>(samples).fill(true));
  const visit = (from: number, chosen: readonly Cut[], mask: Uint32Array): void => {
    if (chosen.length === size) {
      const score = scoreOf(count(mask, mask), count(mask, won));
      if (score > (best?.score ?? Number.NEGATIVE_INFINITY)) best = { limits: chosen, score };
      return;
    }
    for (let column = from; column < cuts.length; column++) {
      for (const cut of cuts[column] ?? []) {
        visit(
          column + 1,
          [...chosen, cut],
          mask.map((word, i) => word & cut.mask[i]!),
        );
      }
    }
  };
  visit(0, [], everything);
  return best;
}

/** Bits set in both. */
function count(a: Uint32Array, b: Uint32Array): number {
  let bits = 0;
  for (let i = 0; i < a.length; i++) {
    let word = a[i]! & b[i]!;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    bits += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return bits;
}

function boxOf(
  columns: readonly ArrayLike<number>[],
  wins: readonly boolean[],
  limits: readonly Limit[],
): Box {
  const inside = wins.flatMap((_, k) =>
    limits.every(({ column, side, limit }) => {
      const value = columns[column]![k]!;
      return side === "above" ? value > limit : value < limit;
    })
      ? [k]
      : [],
  );
  const hits = inside.filter((k) => wins[k]).length;
  return {
    limits: limits.map(({ column, side, limit }) => ({ column, side, limit })),
    density: hits / inside.length,
    coverage: hits / wins.filter((win) => win).length,
    samples: inside.length,
  };
}

import { meanInterval } from "../stats/interval.ts";

/** Where each replication by itself meets the target of a search. */

/** One value that was run: its distance to the target, replication by replication. */
export interface RootPoint {
  readonly x: number;
  readonly gaps: readonly number[];
  /** Fleets as they were; across a change of them a line says nothing. */
  readonly shape: string;
}

/**
 * The root of each replication on the straight line through two points; on the line of their means
 * where a replication's own does not run the same way.
 *
 * @returns null where the points have no slope
 */
export function rootsByReplication(best: RootPoint, mate: RootPoint): readonly number[] | null {
  const slope = (mean(mate.gaps) - mean(best.gaps)) / (mate.x - best.x);
  if (!Number.isFinite(slope) || slope === 0) return null;
  return best.gaps.map((gap, replication) => {
    const other = mate.gaps[replication];
    const own = other === undefined ? slope : (other - gap) / (mate.x - best.x);
    return best.x - gap / (own * slope > 0 ? own : slope);
  });
}

/** The nearest other point with the same fleets; undefined where there is none. */
export function mateOf(best: RootPoint, points: readonly RootPoint[]): RootPoint | undefined {
  const distance = ({ x }: RootPoint): number => Math.abs(x - best.x);
  return points
    .filter((point) => point.x !== best.x && point.shape === best.shape)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Half-width of the Student-t interval of the value, from the roots of the replications. */
export function rootHalfWidth(roots: readonly number[], level: number): number | null {
  return meanInterval(roots, level).halfWidth;
}

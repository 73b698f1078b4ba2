/** What each supplier sells when some are asked for more than they have. */
export interface Rationed {
  readonly soldMtok: readonly number[];
  /** Left without a supplier: sold and unserved add up to what was wanted. */
  readonly unservedMtok: number;
}

/**
 * Customers whom a full supplier turns away go to those with room, by the room's weight in their
 * eyes; round by round until nobody is left or nobody has room.
 *
 * @param wantedMtok asked of each supplier first
 * @param weights how customers who look again divide, any scale, >= 0
 */
export function rationed(
  wantedMtok: readonly number[],
  capacityMtok: readonly number[],
  weights: readonly number[],
): Rationed {
  const sold = wantedMtok.map((wanted, i) => Math.min(wanted, capacityMtok[i]!));
  let left = wantedMtok.reduce((sum, wanted, i) => sum + wanted - sold[i]!, 0);
  // Each round but the last fills at least one supplier.
  for (let round = 0; round < wantedMtok.length && left > 0; round += 1) {
    const open = sold.map((mtok, i) => (mtok < capacityMtok[i]! ? weights[i]! : 0));
    const sum = open.reduce((total, weight) => total + weight, 0);
    if (!(sum > 0)) break;
    let turnedAway = 0;
    open.forEach((weight, i) => {
      const offered = left * (weight / sum);
      const taken = Math.min(offered, capacityMtok[i]! - sold[i]!);
      sold[i] = sold[i]! + taken;
      turnedAway += offered - taken;
    });
    left = turnedAway;
  }
  return { soldMtok: sold, unservedMtok: left };
}

/**
 * Shares when part of each supplier's customers do not look around: r_i s_i stay, the rest choose
 * anew. Sums to 1 when the choice does.
 */
export function sharesWithRetention(
  before: readonly number[],
  retention: readonly number[],
  choice: readonly number[],
): readonly number[] {
  const kept = before.map((share, i) => share * retention[i]!);
  const free = 1 - kept.reduce((sum, share) => sum + share, 0);
  return kept.map((share, i) => share + free * choice[i]!);
}

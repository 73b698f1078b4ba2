/** Cost moats: how far one supplier's levelised cost lies below another's (both USD per Mtok). */

/**
 * 1 - own / rival: 0.3 = own tokens cost 30 % less. Negative when the rival is cheaper.
 *
 * @returns 0 between equals, also when both deliver nothing; -Infinity against a free rival
 */
export function moatShare(ownUsdPerMtok: number, rivalUsdPerMtok: number): number {
  if (ownUsdPerMtok === rivalUsdPerMtok) return 0;
  if (rivalUsdPerMtok === Number.POSITIVE_INFINITY) return 1;
  return 1 - ownUsdPerMtok / rivalUsdPerMtok;
}

/** What the moat is worth on `mtok` million tokens, USD. */
export function moatUsd(ownUsdPerMtok: number, rivalUsdPerMtok: number, mtok: number): number {
  return (rivalUsdPerMtok - ownUsdPerMtok) * mtok;
}

/** Free users that each paying user can carry when the rival's cost is the price. */
export function freeUsersPerPayingUser(ownUsdPerMtok: number, rivalUsdPerMtok: number): number {
  return (rivalUsdPerMtok - ownUsdPerMtok) / ownUsdPerMtok;
}

/**
 * The moat of each supplier against the cheapest of the others.
 *
 * @returns one share per supplier; null where there is no other
 */
export function moatsAgainstNextBest(usdPerMtok: readonly number[]): readonly (number | null)[] {
  return usdPerMtok.map((own, i) => {
    const others = usdPerMtok.filter((_, j) => j !== i);
    return others.length === 0 ? null : moatShare(own, Math.min(...others));
  });
}

/**
 * Change between two quotes of a price index as a share of the first: 0.38 = up by 38 %. Rents have
 * risen as well as fallen, so no single rate a year describes an index.
 *
 * @throws RangeError when the first quote is not above 0
 */
export function changeShare(firstUsd: number, lastUsd: number): number {
  if (!(firstUsd > 0)) throw new RangeError(`first quote of ${firstUsd}; expected above 0`);
  return lastUsd / firstUsd - 1;
}

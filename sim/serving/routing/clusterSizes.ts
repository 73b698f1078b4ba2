/**
 * Replicas of each variant: one for each, then one after another to the variant with the most load
 * per replica. That makes the highest load per replica as low as whole replicas allow, and a larger
 * fleet takes a replica from nobody.
 *
 * @param shares of the load, by variant
 * @throws RangeError when there are fewer replicas than variants
 */
export function clusterSizes(replicas: number, shares: Float64Array): readonly number[] {
  if (!Number.isInteger(replicas) || replicas < shares.length) {
    throw new RangeError(
      `${replicas} replicas for ${shares.length} variants with clusters of their own; expected at least one each`,
    );
  }
  const sizes = new Array<number>(shares.length).fill(1);
  for (let left = replicas - shares.length; left > 0; left--) {
    let fullest = 0;
    for (let variant = 1; variant < shares.length; variant++) {
      if (shares[variant]! * sizes[fullest]! > shares[fullest]! * sizes[variant]!) {
        fullest = variant;
      }
    }
    sizes[fullest] = sizes[fullest]! + 1;
  }
  return sizes;
}

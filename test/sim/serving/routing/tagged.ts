import { TAGS } from "../../../../sim/serving/requestTags.ts";

/** Requests 0..requests-1 with one column set: what routers see of a pool. */
export function tagged(
  requests: number,
  column: number,
  of: (slot: number) => number,
): { tags: Int32Array } {
  const tags = new Int32Array(requests * TAGS);
  for (let slot = 0; slot < requests; slot++) tags[slot * TAGS + column] = of(slot);
  return { tags };
}

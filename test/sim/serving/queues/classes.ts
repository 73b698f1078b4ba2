import { RequestPool } from "../../../../sim/serving/requestPool.ts";
import { CLASS, TAGS } from "../../../../sim/serving/requestTags.ts";

/** A pool with a request in each slot 0.., of the classes given. */
export function poolOf(classes: readonly number[]): RequestPool {
  const pool = new RequestPool(classes.length + 1);
  for (const classIndex of classes) {
    const slot = pool.take(0, 1, 1, 0);
    pool.tags[slot * TAGS + CLASS] = classIndex;
  }
  return pool;
}

import type { ModelFacts } from "../facts.ts";

/** Recommenders: large tables, few rows of them per sample, a small dense part. */

/** Bytes of all embedding tables: what must fit into memory. */
export function tableBytes(model: ModelFacts): number {
  return (model.tableRows ?? 0) * (model.tableDim ?? 0) * (model.tableBytesPerValue ?? 0);
}

/**
 * Bytes of table rows that one sample gathers; rows lie apart, so caches do not help.
 * Source: MLPerf DLRM-DCNv2, 214 rows x 128 values x 4 bytes = 109,568
 */
export function gatherBytesPerSample(model: ModelFacts): number {
  return (model.lookupsPerSample ?? 0) * (model.tableDim ?? 0) * (model.tableBytesPerValue ?? 0);
}

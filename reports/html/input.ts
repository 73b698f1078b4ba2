import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import type { Provenance } from "../provenance.ts";

/** How far the model's step times lie from measurements, by family and metric. */
export interface ValidationSummary {
  /** Where the measurements come from and what was left out, in a sentence. */
  readonly note: string;
  readonly rows: readonly {
    readonly family: string;
    readonly metric: string;
    readonly n: number;
    readonly medianApe: number;
    readonly p90Ape: number;
    readonly bias: number;
  }[];
}

/** Everything that a report is made from. */
export interface ReportInput {
  readonly comparison: Comparison;
  readonly provenance: Provenance;
  readonly validation: ValidationSummary | null;
}

/** A section of the report; `body` is never empty, an absent section is not listed. */
export interface Section {
  /** Stable anchor. */
  readonly id: string;
  /** Two or three words for the table of contents. */
  readonly name: string;
  /** The question that it answers. */
  readonly question: string;
  /** Its answer in a sentence or two, told at the top as well; absent = it has none of its own. */
  readonly finding?: string;
  readonly body: ReactElement;
}

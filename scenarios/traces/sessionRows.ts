import type { SessionColumns } from "../../sim/workPlan.ts";
import { floatColumn, intColumn } from "./column.ts";

/** The sessions that kept rows belong to: consecutive rows, with the waits between them. */
export class SessionRows {
  /** Sessions that are those of a sub-agent. */
  subAgents = 0;
  count = 0;
  readonly #begins = intColumn();
  readonly #parents = intColumn();
  readonly #waits = floatColumn();

  /**
   * A session that begins at row `row`.
   *
   * @param parent the session that handed it its task, -1 for none
   * @returns its number
   */
  begin(row: number, parent: number): number {
    this.#begins.push(row);
    this.#parents.push(parent);
    if (parent >= 0) this.subAgents += 1;
    this.count += 1;
    return this.count - 1;
  }

  /** The wait before the next row, seconds. */
  wait(waitS: number): void {
    this.#waits.push(waitS);
  }

  columns(): SessionColumns {
    const begins = new Int32Array(
      new SharedArrayBuffer((this.count + 1) * Int32Array.BYTES_PER_ELEMENT),
    );
    begins.set(this.#begins.shared(null));
    begins[this.count] = this.#waits.length;
    return {
      begins,
      waitS: this.#waits.shared(null),
      parent: this.#parents.shared(null),
    };
  }
}

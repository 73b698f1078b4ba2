import { costRows } from "../reports/csv/costs.ts";
import type { Provenance } from "../reports/provenance.ts";
import type { Comparison, PairedDifference, Verdict } from "../sim/comparison.ts";
import type { MetricEstimate, MetricName } from "../sim/metrics.ts";

/** An estimate with its interval spelled out. */
export interface LibraryMetric extends MetricEstimate {
  /** Interval at the comparison's level; null where nothing random is left. */
  readonly ci: readonly [low: number, high: number] | null;
}

/** What a simulation or comparison found: plain values with a few ways to look at them. */
export class Result {
  readonly comparison: Comparison;
  readonly provenance: Provenance;

  constructor(comparison: Comparison, provenance: Provenance) {
    this.comparison = comparison;
    this.provenance = provenance;
  }

  get verdict(): Verdict {
    return this.comparison.verdict;
  }

  /** Names of the scenarios, in the order they were given. */
  get scenarios(): string[] {
    return this.comparison.results.map(({ strategy }) => strategy.name);
  }

  /**
   * One metric of one scenario.
   *
   * @param scenario may be left out where there is one only
   * @throws RangeError when there is no such scenario
   */
  metric(name: MetricName, scenario = this.#onlyScenario()): LibraryMetric {
    const found = this.comparison.results.find(({ strategy }) => strategy.name === scenario);
    if (found === undefined) {
      throw new RangeError(`scenario "${scenario}"; expected one of ${this.scenarios.join(", ")}`);
    }
    const estimate = found.metrics[name];
    const { value, halfWidth } = estimate;
    const none = value === null || halfWidth === null;
    return { ...estimate, ci: none ? null : [value - halfWidth, value + halfWidth] };
  }

  /** Paired differences of one metric: base less other, the base being the winner. */
  paired(metric: MetricName): PairedDifference[] {
    return this.comparison.pairs.filter((pair) => pair.metric === metric);
  }

  /** The ledger as flat rows: quantity x unit price. */
  costs(): readonly object[] {
    return [...costRows(this.comparison)];
  }

  #onlyScenario(): string {
    const [only, second] = this.scenarios;
    if (only !== undefined && second === undefined) return only;
    throw new RangeError(
      `several scenarios; expected the name of one: ${this.scenarios.join(", ")}`,
    );
  }
}

import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { NO_FAILURES } from "../../../sim/experiment/failureModel.ts";
import type { HorizonSource } from "../../../sim/experiment/horizonSource.ts";
import type { MonthPhysical } from "../../../sim/physical.ts";
import { price } from "../../../sim/price.ts";
import type { Strategy } from "../../../sim/strategy.ts";

/** A strategy as if it had been run: its months at each multiple of demand are given. */
export function readOff(
  strategy: Strategy,
  monthsAt: (multiple: number) => MonthPhysical[],
): Evaluation {
  const source: HorizonSource = {
    ...{ horizon: strategy.horizon, reader: null as never, failures: NO_FAILURES },
    fleet: { replicas: 1, fixed: false, promiseLoad: 1 },
    ...{ chipsPerUnit: 0, replicasPerUnit: 1, peakWattsPerUnit: 0, offeredFlopsPerUnitS: 0 },
    counted: [],
    portfolio: { monthsAt, replicasAt: () => 0 },
  };
  const months = [monthsAt(1)];
  return {
    ...{ strategy, state: "ok", reason: null, sizing: null, peak: [], map: null, source, months },
    outcomes: months.map((rows) => price(rows, strategy.terms)),
  };
}

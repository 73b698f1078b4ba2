import type { MonthPhysical, Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import type { WorkUnit } from "../strategy.ts";
import { ACCEPTED_ON_TIME_AT, COUNT_FIELDS, COUNTS_AT, type CountField } from "./replicaRates.ts";

/** What the levers of the stack counted in a month: only the parts that the plan uses. */
export type MonthCounts = Pick<
  MonthPhysical,
  "answers" | "tasks" | "cache" | "drafts" | "adapters" | "turnedAway" | "workUnits" | "provisioned"
>;
/** A part that some plans count. */
export type Counted =
  | "answers"
  | "tasks"
  | "cache"
  | "drafts"
  | "adapters"
  | "classes"
  | "provisioned";

/** The parts that a run of a plan counted; classes count where one can be turned away or give up. */
export function countedIn(run: Physical, plan: Plan): readonly Counted[] {
  const parts = [
    "answers",
    "tasks",
    "cache",
    "drafts",
    "adapters",
    "classes",
    "provisioned",
  ] as const;
  return parts.filter((part) => run[part] !== undefined && (part !== "classes" || turnsAway(plan)));
}

function turnsAway({ demand, supply }: Plan): boolean {
  const further = demand.services ?? [];
  const classes = [...(demand.classes ?? []), ...further.map((service) => service.requestClass)];
  const limited = classes.some(
    ({ patienceS, quotaTokensPerS }) =>
      Number.isFinite(patienceS) || Number.isFinite(quotaTokensPerS),
  );
  return limited || (supply.kind === "fleet" && supply.admission !== undefined);
}

/** @param rates sums over a month, as a row of rates */
export function monthCounts(rates: Float64Array, counted: readonly Counted[]): MonthCounts {
  const sum = (field: CountField): number => rates[COUNTS_AT + COUNT_FIELDS.indexOf(field)]!;
  const has = (part: Counted): boolean => counted.includes(part);
  return {
    ...(has("answers") && {
      answers: {
        given: sum("answersGiven"),
        accepted: sum("answersAccepted"),
        acceptedOnTime: rates[ACCEPTED_ON_TIME_AT]!,
        escalated: sum("escalated"),
        fromCache: sum("fromCache"),
      },
    }),
    ...(has("tasks") && { tasks: { ended: sum("tasksEnded"), hours: sum("taskHours") } }),
    ...(has("cache") && {
      cache: {
        lookedUp: sum("lookedUpTokens"),
        foundHbm: sum("foundHbmTokens"),
        foundLower: sum("foundLowerTokens"),
      },
    }),
    ...(has("drafts") && {
      drafts: { drafted: sum("draftedTokens"), accepted: sum("acceptedDraftTokens") },
    }),
    ...(has("adapters") && {
      adapters: {
        lookedUp: sum("adapterLookups"),
        found: sum("adaptersFound"),
        loads: sum("adapterLoads"),
      },
    }),
    ...(has("provisioned") && {
      provisioned: {
        input: sum("provisionedInput"),
        cached: sum("provisionedCached"),
        output: sum("provisionedOutput"),
      },
    }),
    ...(has("classes") && {
      turnedAway: { refused: sum("refused"), abandoned: sum("abandoned") },
    }),
  };
}

/** Work of a month in the strategy's unit, on time. */
export function workUnitsOf(
  unit: WorkUnit,
  { onTimeRequests, tokens }: Pick<MonthPhysical, "onTimeRequests" | "tokens">,
): number {
  return "perRequest" in unit
    ? onTimeRequests * unit.perRequest
    : tokens.onTimeOutput * unit.perOutputToken;
}

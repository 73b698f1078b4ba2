import type { ModelFacts } from "../../sim/facts.ts";
import type { WorkUnit } from "../../sim/strategy.ts";
import { isUnitWorkload, unitWorkloadOf } from "../presets/unitWorkloads.ts";
import type { ScenarioConfig } from "../scenario.ts";

const SECONDS_PER_MINUTE = 60;
/** Documents and pages cost far below a cent: a thousand of them are one unit. */
const THOUSAND = 1000;

/**
 * What people count the work of a model in: images, minutes of video or speech, thousands of
 * documents or pages. Nothing for text, and nothing where services of other work share the fleet.
 */
export function workUnitOf(
  { demand }: Pick<ScenarioConfig, "demand">,
  model: ModelFacts,
): WorkUnit | undefined {
  if ((demand.services ?? []).length > 0) return undefined;
  const stated = demand.workload;
  const work = stated !== undefined && isUnitWorkload(stated) ? stated : unitWorkloadOf(model);
  const minutes = (model.mediaS ?? 0) / SECONDS_PER_MINUTE;
  switch (work) {
    case "image":
      return { name: "image", perRequest: 1 };
    case "video":
      return minutes > 0 ? { name: "video minute", perRequest: minutes } : undefined;
    case "speech":
      return minutes > 0 ? { name: "audio minute", perRequest: minutes } : undefined;
    case "embedding":
      return { name: "1,000 documents", perRequest: 1 / THOUSAND };
    case "recommend":
      return { name: "1,000 pages", perRequest: 1 / THOUSAND };
    default:
      return undefined;
  }
}

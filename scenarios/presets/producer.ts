import type { ScenarioInput } from "../scenario.ts";
import { SHARED, SHARED_FLEET } from "./shared.ts";

/** What does it cost to own the chips and rent space and power for them? */
export const producer: ScenarioInput = {
  ...SHARED,
  name: "producer",
  question: "What does it cost to own the chips and house them in colocation?",
  supply: "owned",
  fleet: { ...SHARED_FLEET, site: "colocation" },
};

/** Does building the hall, too, make owned chips cheaper? */
export const producerOwnFacility: ScenarioInput = {
  ...producer,
  name: "producer-own-facility",
  question: "What does it cost to own the chips and the building?",
  fleet: { ...SHARED_FLEET, site: "own-facility" },
};

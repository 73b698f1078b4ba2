import type { ScenarioInput } from "../scenario.ts";
import { SHARED } from "./shared.ts";

/** What does it cost to buy these tokens from hosted open-weights APIs? */
export const consumer: ScenarioInput = {
  ...SHARED,
  name: "consumer",
  question: "What does it cost to buy these tokens from an API?",
  supply: "api",
};

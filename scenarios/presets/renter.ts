import type { ScenarioInput } from "../scenario.ts";
import { SHARED, SHARED_FLEET } from "./shared.ts";

/** What does it cost to rent chips by the hour, as many as each hour needs? */
export const renter: ScenarioInput = {
  ...SHARED,
  name: "renter",
  question: "What does it cost to rent chips by the hour?",
  supply: "rented",
  fleet: { ...SHARED_FLEET, contract: "on-demand" },
};

/** Does a one-year reservation, paid around the clock, beat renting by the hour? */
export const renterReserved1y: ScenarioInput = {
  ...renter,
  name: "renter-reserved-1y",
  question: "Does a one-year reservation beat renting by the hour?",
  fleet: { ...SHARED_FLEET, contract: "reserved-1y" },
};

/** Does a three-year reservation beat renting by the hour, though it outlives prices? */
export const renterReserved3y: ScenarioInput = {
  ...renter,
  name: "renter-reserved-3y",
  question: "Does a three-year reservation beat renting by the hour?",
  fleet: { ...SHARED_FLEET, contract: "reserved-3y" },
};

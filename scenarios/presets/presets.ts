import type { ScenarioInput } from "../scenario.ts";
import type { Tree } from "../schema/layers.ts";
import { consumer } from "./consumer.ts";
import { producer, producerOwnFacility } from "./producer.ts";
import { renter, renterReserved1y, renterReserved3y } from "./renter.ts";

/** Scenarios and comparisons that need no file, each with the question it answers. */
export type Preset =
  | {
      readonly kind: "scenario";
      readonly name: string;
      readonly question: string;
      /** The fields of the preset, as a file would hold them; a fresh copy. */
      readonly tree: () => Tree;
    }
  | {
      readonly kind: "comparison";
      readonly name: string;
      readonly question: string;
      readonly members: readonly string[];
    };

function scenario(input: ScenarioInput): Preset {
  const { name, question } = input;
  if (name === undefined || question === undefined) {
    throw new RangeError("preset without name or question; expected both");
  }
  return { kind: "scenario", name, question, tree: () => structuredClone(input) as Tree };
}

function comparison(name: string, question: string, members: readonly string[]): Preset {
  return { kind: "comparison", name, question, members };
}

export const PRESETS: readonly Preset[] = [
  scenario(consumer),
  scenario(renter),
  scenario(renterReserved1y),
  scenario(renterReserved3y),
  scenario(producer),
  scenario(producerOwnFacility),
  comparison("consumer-vs-producer", "Is it cheaper to buy tokens or to make them?", [
    "consumer",
    "producer",
  ]),
  comparison(
    "buy-rent-own",
    "Is it cheaper to buy tokens, to rent chips or to own them, and from when?",
    ["consumer", "renter", "producer"],
  ),
];

export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}

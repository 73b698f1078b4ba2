import { z } from "zod";
import { sourced } from "./quantity.ts";

/** Developer toil: what of it is counted, and the stack that decides tuning and ports. */

const about = (description: string) => ({ description });

export const STACKS = ["imperative", "compiler"] as const;

export const stackSchema = z
  .enum(STACKS)
  .optional()
  .meta(
    about(
      "Kernels written by hand for each chip family (imperative), or compiled from one source (compiler); counts toil",
    ),
  );

export const toilSchema = z
  .union([
    z.enum(["on", "off"]),
    z.boolean(),
    z.strictObject({
      tuning: sourced("count", {
        about: "Tuning of one service on one chip family, engineer-months",
        min: 0,
        max: 1000,
      }).optional(),
      services: sourced("count", { about: "Services that run", min: 0, max: 1e5 }).optional(),
      chip_families: sourced("count", {
        about: "Families of chips that each service is tuned for",
        min: 0,
        max: 100,
      }).optional(),
      manual_share: sourced("share", {
        about: "Failures that people have to deal with",
        min: 0,
        max: 1,
      }).optional(),
      debug: sourced("time", {
        about: "Mean time to debug such a failure",
        min: 0,
        max: 1e7,
      }).optional(),
      detect: sourced("time", {
        about: "Time until somebody notices it",
        min: 0,
        max: 1e7,
      }).optional(),
      releases: sourced("count", {
        about: "Changes that go live per service and month",
        min: 0,
        max: 1e5,
      }).optional(),
      build: sourced("time", {
        about: "Time that one change builds and waits",
        min: 0,
        max: 1e7,
      }).optional(),
    }),
  ])
  .optional()
  .meta(about("Count developer toil as a cost: on (catalogue figures), off, or own figures"));

export type StatedToil = z.output<typeof toilSchema>;

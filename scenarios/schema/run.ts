import { z } from "zod";
import { quantity } from "./quantity.ts";

/** How the simulation is run: seed, replications, window. */

const about = (description: string) => ({ description });

export const runSchema = z
  .strictObject({
    seed: z
      .union([z.string().min(1).max(200), z.int()])
      .transform(String)
      .prefault("1")
      .meta(about("Seed of every random stream; same seed, same bytes")),
    reps: quantity("count", {
      about: "Replications",
      min: 1,
      max: 100_000,
      whole: true,
    }).prefault(10),
    window: quantity("time", { about: "Simulated window", min: 1, max: 3.2e9 }).optional().meta({
      description: "Simulated window (a time >= 1 s); a whole trace where left out with one",
      "x-default": "10 min",
    }),
    warmup: z
      .union([
        z.literal("auto"),
        quantity("time", { about: "Start of the window that is not measured", min: 0 }),
      ])
      .prefault("auto")
      .meta(about("Start of the window that is simulated but not measured; auto = a tenth of it")),
  })
  .meta(about("Seed, replications and window"));

/** Window of synthetic demand where the file states none, seconds. */
export const DEFAULT_WINDOW_S = 600;
/** Share of the window that `warmup: auto` leaves unmeasured, and the most it takes, seconds. */
export const AUTO_WARMUP_SHARE = 0.1;
export const LONGEST_AUTO_WARMUP_S = 300;
/** More expected requests than this in one window are refused. */
export const MOST_REQUESTS = 2e9;

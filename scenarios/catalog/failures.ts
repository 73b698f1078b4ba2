import { type CatalogRow, row } from "./row.ts";

type Rows = Readonly<Record<string, CatalogRow>>;

/**
 * What goes wrong and how long it lasts. Definitions differ between sources (interruptions, errors,
 * node outages); each note says which is meant.
 */
export const FAILURES = {
  failures_per_chip_hour: row(
    "B",
    1.973e-5,
    "1/chip-h",
    "llama3-paper",
    "2024",
    [5.9e-6, 3.39e-5],
    "all 419 unexpected interruptions of 16,384 H100 in 54 days; training, applied to serving. " +
      "StepFun's 1.53 node faults a year of 8 chips give 2.19e-5; low: its GPU faults only, " +
      "high: Meta at 98,304 chips",
  ),
  gpu_failures_per_chip_hour: row(
    "A",
    1.262e-5,
    "1/chip-h",
    "llama3-paper",
    "2024",
    [5.9e-6, 1.262e-5],
    "the 268 interruptions whose category is the GPU",
  ),
  repair_median_hours: row(
    "A",
    20.39,
    "h",
    "hbd-trace",
    "2025",
    [1.13, 32.57],
    "node out of service, all 584 faults (p90 312 h, queueing for parts included); low: cured by " +
      "restart, 73 % of errors, about 68 min each (Unicron); high: hardware faults only",
  ),
  repair_sigma: row(
    "B",
    1.94,
    "ln h",
    "calc",
    "2025",
    [1.5, 2.13],
    "lognormal with the trace's median and mean (132.8 h); high: with its p90",
  ),
  swap_median_hours: row(
    "D",
    0.25,
    "h",
    "general-knowledge",
    "2025",
    [0.08, 2],
    "a rented or spare node takes over: detection, scheduling, boot",
  ),
  swap_sigma: row("D", 0.8, "ln h", "general-knowledge", "2025", [0.5, 1.2]),
  start_hours: row(
    "D",
    0.33,
    "h",
    "general-knowledge",
    "2026",
    [0.1, 1],
    "a replica rented on demand is paid from its boot: scheduling and boot 15 min, then reload_s",
  ),
  restart_downtime_hours: row(
    "B",
    1.13,
    "h",
    "fail-tax",
    "2023",
    [0.17, 2],
    "transient fault cured by restart, about 68 min (Unicron)",
  ),
  reload_s: row(
    "D",
    300,
    "s",
    "general-knowledge",
    "2026",
    [60, 1200],
    "engine start, weights from storage, graph capture; restart of a training job takes 300-1200 s",
  ),
  retry_delay_s: row("D", 1, "s", "general-knowledge", "2026", [0.1, 10]),
  max_tries: row("D", 3, "tries", "general-knowledge", "2026", [1, 5]),
  stall_probability: row(
    "D",
    2e-4,
    "1/step",
    "general-knowledge",
    "2026",
    [4e-8, 1e-3],
    "an engine step held up by a stalled all-reduce: at 0.2 s each about 0.2 % of the time of steps " +
      "of 20 ms; low: 0.02 flaps a day on each of 8 links; high: 1 %, as stragglers cost a training " +
      "fleet 0.7 % of its MFU (MegaScale)",
  ),
  stall_s: row(
    "D",
    0.2,
    "s",
    "general-knowledge",
    "2024",
    [0.004, 5],
    "low: shortest RDMA timeout, value: TCP's least timeout, high: a link that trains anew",
  ),
  availability_node: row("A", 0.9768, "share", "hbd-trace", "2025", null, "400 servers, 348 days"),
} satisfies Rows;

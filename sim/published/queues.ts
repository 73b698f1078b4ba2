import {
  erlangBShare,
  erlangCShare,
  md1WaitS,
  mg1WaitS,
  mm1ResponseQuantileS,
  mm1ResponseS,
  mm1WaitingCustomers,
  mm1WaitS,
  mmcWaitS,
} from "../stats/queues.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

/** Waiting lines; the simulator's own queues are held against the same figures. */
export const QUEUE_CASES: readonly PublishedCase[] = [
  {
    id: "E11-mm1",
    what: "one server, exponential services (M/M/1)",
    given: "0.8 arrivals/s, 1 service/s",
    source: TEXTS.queues,
    note: "",
    figures: [
      computed(["in the line", "customers", 3.2, 1e-3, "theory"], mm1WaitingCustomers, [0.8, 1]),
      computed(["wait", "s", 4, 1e-3, "theory"], mm1WaitS, [0.8, 1]),
      computed(["response", "s", 5, 1e-3, "theory"], mm1ResponseS, [0.8, 1]),
      computed(
        ["response, p99", "s", 23.026, 1e-3, "theory"],
        mm1ResponseQuantileS,
        [0.8, 1, 0.99],
      ),
    ],
  },
  {
    id: "E12-md1",
    what: "one server, constant services (M/D/1)",
    given: "0.8 arrivals/s, services of 1 s",
    source: TEXTS.queues,
    note: "",
    figures: [computed(["wait", "s", 2, 1e-6, "theory"], md1WaitS, [0.8, 1])],
  },
  {
    id: "E13-mg1",
    what: "one server, varied services (M/G/1)",
    given: "0.8 arrivals/s, services of 1 s on average, squared variation 4",
    source: TEXTS.queues,
    note: "",
    figures: [computed(["wait", "s", 10, 1e-6, "theory"], mg1WaitS, [0.8, 1, 4])],
  },
  {
    id: "E14-erlang",
    what: "ten servers: who is lost, who waits",
    given: "8 erlangs offered, services of 1 s on average",
    source: TEXTS.queues,
    note: "",
    figures: [
      computed(["lost without a line", "share", 0.121661, 1e-4, "theory"], erlangBShare, [10, 8]),
      computed(["wait with a line", "share", 0.40918, 1e-4, "theory"], erlangCShare, [10, 8]),
      computed(["wait", "s", 0.20459, 1e-4, "theory"], mmcWaitS, [10, 8, 1]),
    ],
  },
];

import { beside, type EffectRule, has, isOn, numberOf } from "./effectRule.ts";
import { isTree, type Path, type Tree, type TreeValue, valueAt } from "./layers.ts";
import { SESSION_WORKLOADS } from "./session.ts";

/** Settings of the demand that another one makes moot. */

const isSessionName = (value: TreeValue | undefined): boolean =>
  (SESSION_WORKLOADS as readonly unknown[]).includes(value);

/** The demand, or the service, that a field stands in is made of sessions. */
function besideSessions(tree: Tree, at: Path): boolean {
  return beside(tree, at, "session") !== undefined || isSessionName(beside(tree, at, "workload"));
}

/** Whether any request of the scenario may be a turn of a session. */
export function mayHaveSessions(tree: Tree): boolean {
  const services = valueAt(tree, ["demand", "services"]);
  const among = Array.isArray(services) ? services.map((_, i) => i) : [];
  return (
    has(tree, "demand.trace") ||
    besideSessions(tree, ["demand", "workload"]) ||
    among.some((i) => besideSessions(tree, ["demand", "services", i, "workload"]))
  );
}

/** Whether the fleet or one of its pools simulates a prefix cache. */
export function simulatesCache(tree: Tree): boolean {
  const pools = valueAt(tree, ["fleet", "pools"]);
  const names = isTree(pools) ? Object.keys(pools) : [];
  return (
    isOn(valueAt(tree, ["fleet", "cache"])) ||
    names.some((name) => isOn(valueAt(tree, ["fleet", "pools", name, "cache"])))
  );
}

const both = (...fields: readonly string[]): string[] =>
  fields.flatMap((field) => [`demand.${field}`, `demand.services.*.${field}`]);

export const DEMAND_RULES: readonly EffectRule[] = [
  {
    fields: ["demand.workload", "demand.lengths", "demand.session"],
    applies: (tree) => !has(tree, "demand.trace"),
    why: "the trace brings its own requests",
  },
  {
    fields: ["demand.arrivals"],
    applies: (tree) => !has(tree, "demand.trace"),
    why: "the trace brings its own arrival times",
  },
  {
    fields: both("workload"),
    applies: (tree, _, at) => beside(tree, at, "lengths") === undefined,
    why: "demand.lengths replaces the lengths of the workload, and its arrivals are stated apart",
  },
  {
    fields: both("lengths"),
    applies: (tree, _, at) => beside(tree, at, "session") === undefined,
    why: "sessions have the lengths of their turns (demand.session)",
  },
  {
    fields: both("session"),
    applies: (tree, _, at) => {
      const workload = beside(tree, at, "workload");
      return workload === undefined || isSessionName(workload);
    },
    why: `the workload is not made of sessions (${SESSION_WORKLOADS.join(" and ")} are)`,
  },
  {
    fields: both("arrivals"),
    applies: (tree, _, at) => !besideSessions(tree, at),
    why: "sessions begin at random, and their turns follow their answers",
  },
  {
    fields: both("sessions"),
    applies: (tree, _, at) =>
      besideSessions(tree, at) || (at.length === 2 && has(tree, "demand.trace")),
    why: "the requests are no turns of sessions; their rate is demand.rate",
  },
  {
    fields: both("rate"),
    applies: (tree, _, at) => beside(tree, at, "sessions") === undefined,
    why: "demand.sessions states how often sessions begin",
  },
  {
    fields: both("rate"),
    applies: (tree, _, at) => {
      const arrivals = beside(tree, at, "arrivals");
      return !(isTree(arrivals) && arrivals["closed_loop"] !== undefined);
    },
    why: "the clients of a closed loop send when they are answered",
  },
  {
    fields: ["demand.tokens_per_day"],
    applies: (tree) => !besideSessions(tree, ["demand", "workload"]),
    why: "the tokens of a session follow from its turns; state demand.sessions or demand.rate",
  },
  {
    fields: ["demand.tokens_per_day"],
    applies: (tree) => {
      const arrivals = valueAt(tree, ["demand", "arrivals"]);
      return !(isTree(arrivals) && arrivals["closed_loop"] !== undefined);
    },
    why: "the clients of a closed loop send when they are answered",
  },
  {
    fields: ["demand.rate", "demand.sessions"],
    applies: (tree) => !has(tree, "demand.tokens_per_day"),
    why: "demand.tokens_per_day states how much is asked for",
  },
  {
    fields: both("session.sub_agent_turns"),
    applies: (tree, _, at) => {
      const handed = beside(tree, at, "sub_agents");
      return handed !== undefined && numberOf(handed, 1) > 0;
    },
    why: "no turn hands a task to a sub-agent (demand.session.sub_agents)",
  },
  {
    fields: [...both("cached_share"), "demand.cached_requests"],
    applies: (tree, supply) => supply === "api" || !simulatesCache(tree),
    why: "the fleet simulates its prefix cache (fleet.cache), and what is found there is a result",
  },
  {
    fields: ["demand.cached_requests"],
    applies: (tree) => !has(tree, "demand.trace") && !besideSessions(tree, ["demand", "workload"]),
    why: "which requests find cached prompts is drawn for requests of drawn lengths alone",
  },
  {
    fields: ["demand.classes.*.burst", "demand.services.*.burst"],
    applies: (tree, _, at) => beside(tree, at, "quota") !== undefined,
    why: "there is no quota to save up",
  },
  {
    fields: ["promise.tpot"],
    applies: (tree) => !has(tree, "promise.unit"),
    why: "promise.unit says how long the passes of one unit may take",
  },
];

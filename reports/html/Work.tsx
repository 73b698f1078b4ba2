import type { ReactElement } from "react";
import type { DemandPlan, TraceColumns } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { formatPlain, formatValue } from "../format.ts";
import { arrivalWords, lawWords, lengthWords } from "../views/demandWords.ts";
import { DataTable } from "./DataTable.tsx";

/** Whether there is more to say of a demand than its rate. */
export function hasWork({ plan }: Strategy): boolean {
  const { arrivals, classes, services } = plan.demand;
  return (
    arrivals.kind === "sessions" ||
    arrivals.kind === "sessionReplay" ||
    (classes ?? []).length > 1 ||
    (services ?? []).length > 0
  );
}

/** Who asks: sessions with their turns, services beside each other, classes with their promises. */
export function Work({
  strategy,
  all,
}: {
  strategy: Strategy;
  /** Every strategy: what they promise a class may differ. */
  all: readonly Strategy[];
}): ReactElement {
  const { demand } = strategy.plan;
  return (
    <>
      <p className="answer">{workAnswer(demand)}</p>
      <SessionTable demand={demand} />
      <ServiceTable demand={demand} />
      <ClassTable strategies={all} />
    </>
  );
}

function workAnswer({ arrivals, rateScale, classes = [], services = [] }: DemandPlan): string {
  const sessions =
    arrivals.kind === "sessions"
      ? `Requests are turns of sessions${sharedWords(arrivals.session.sharedTokens)}; ${formatPlain(arrivals.sessionsPerS * rateScale)} sessions begin each second.`
      : arrivals.kind === "sessionReplay"
        ? `Requests are turns of ${formatPlain(sessionsIn(arrivals.trace))} recorded sessions of ${arrivals.trace.name}, drawn in turn; ${formatPlain(arrivals.sessionsPerS * rateScale)} sessions begin each second.`
        : "";
  const served =
    services.length === 0
      ? ""
      : `${services.length + 1} services share the fleet: the main one, ${services.map(({ requestClass }) => requestClass.name).join(", ")}.`;
  const told =
    classes.length < 2
      ? ""
      : `Requests are of ${classes.length} classes: ${classes.map(({ name, share }) => `${name} ${formatValue(share, "share")}`).join(", ")}.`;
  return [sessions, served, told].filter((part) => part !== "").join(" ");
}

function sharedWords(tokens: number): string {
  return tokens > 0 ? `, which share their first ${formatPlain(tokens)} tokens` : "";
}

/** The last of the begins is the number of rows. */
function sessionsIn({ sessions }: TraceColumns): number {
  return Math.max(0, (sessions?.begins.length ?? 1) - 1);
}

function SessionTable({ demand: { arrivals } }: { demand: DemandPlan }): ReactElement | null {
  if (arrivals.kind !== "sessions") return null;
  const { session } = arrivals;
  const rows: [string, string][] = [
    ["turns of a session", lawWords(session.turns, "")],
    ["wait between turns", lawWords(session.waitS, "s")],
    ["tokens that all sessions share", formatPlain(session.sharedTokens)],
    ["own tokens of the first prompt", lawWords(session.firstTokens, "")],
    ["tokens that a later turn adds", lawWords(session.newTokens, "")],
    ["tokens of an answer", lawWords(session.outputTokens, "")],
    [
      "context above which it is compacted",
      Number.isFinite(session.contextTokens)
        ? `${formatPlain(session.contextTokens)} tokens, to ${formatPlain(session.compactedTokens)}`
        : "never",
    ],
  ];
  if (session.subAgentShare > 0) {
    rows.push([
      "turns that start a sub-agent",
      `${formatValue(session.subAgentShare, "share")}, with ${lawWords(session.subAgentTurns, "")} turns`,
    ]);
  }
  return (
    <DataTable
      id="sessions-table"
      data={{
        caption: "What a session is made of",
        columns: [{ label: "part" }, { label: "as stated" }],
        rows,
      }}
    />
  );
}

function ServiceTable({ demand }: { demand: DemandPlan }): ReactElement | null {
  const { services = [] } = demand;
  if (services.length === 0) return null;
  const all = [
    { name: "main", arrivals: demand.arrivals, lengths: demand.lengths },
    ...services.map(({ requestClass, arrivals, lengths }) => ({
      name: requestClass.name,
      arrivals,
      lengths,
    })),
  ];
  return (
    <DataTable
      id="services-table"
      data={{
        caption: "Services on the same fleet",
        columns: [{ label: "service" }, { label: "arrivals" }, { label: "tokens in, out" }],
        rows: all.map(({ name, arrivals, lengths }) => [
          name,
          arrivalWords(arrivals, demand.rateScale),
          lengthWords(arrivals, lengths),
        ]),
      }}
    />
  );
}

function ClassTable({ strategies }: { strategies: readonly Strategy[] }): ReactElement | null {
  const rows = strategies.flatMap(({ name, plan }) => promiseRows(plan.demand, name));
  if (rows.every(({ cells }) => cells[0] === rows[0]?.cells[0])) return null;
  // Equal rows are one: it is named for all strategies that have it.
  const owners = new Map<string, string[]>();
  for (const { strategy, cells } of rows) {
    const key = JSON.stringify(cells);
    owners.set(key, [...(owners.get(key) ?? []), strategy]);
  }
  const asked = new Set(rows.map(({ strategy }) => strategy)).size;
  const differ = [...owners.values()].some((names) => names.length < asked);
  const order = rows.map(({ cells }) => cells[0]);
  const distinct = [...owners]
    .map(([key, names]) => ({ cells: JSON.parse(key) as string[], names }))
    .toSorted((a, b) => order.indexOf(a.cells[0]) - order.indexOf(b.cells[0]));
  return (
    <DataTable
      id="class-promises-table"
      data={{
        caption: "Classes of requests and what they are promised",
        columns: [
          { label: "class" },
          ...(differ ? [{ label: "strategy" }] : []),
          { label: "share", numeric: true },
          { label: "first token", numeric: true },
          { label: "per further token", numeric: true },
          { label: "patience", numeric: true },
          { label: "quota, tok/s", numeric: true },
          { label: "priority", numeric: true },
        ],
        rows: distinct.map(({ cells: [name = "", ...figures], names }) => [
          name,
          ...(differ ? [names.length === asked ? "all" : names.join(", ")] : []),
          ...figures,
        ]),
      }}
    />
  );
}

/** Classes and services of a demand; a service is a class of its own. */
function promiseRows(
  { classes = [], services = [] }: DemandPlan,
  strategy: string,
): { strategy: string; cells: string[] }[] {
  const limit = (value: number, unit: string): string =>
    Number.isFinite(value) ? formatValue(value, unit) : "none";
  return [...classes, ...services.map(({ requestClass }) => requestClass)].map((one, i) => ({
    strategy,
    cells: [
      one.name,
      i < classes.length ? formatValue(one.share, "share") : "own service",
      limit(one.ttftS, "s"),
      limit(one.tpotS, "s"),
      limit(one.patienceS, "s"),
      limit(one.quotaTokensPerS, "count"),
      String(one.priority),
    ],
  }));
}

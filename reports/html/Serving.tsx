import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import type { MetricName } from "../../sim/metrics.ts";
import { isKnown, metricLabel } from "../metricWords.ts";
import { classRows } from "../views/classes.ts";
import { poolAnswer, poolRows } from "../views/pools.ts";
import { cacheViews } from "../views/prefixCache.ts";
import { adapterRows, draftRows, taskRows } from "../views/work.ts";
import { Classes } from "./Classes.tsx";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";
import { estimateText } from "./KeyNumbers.tsx";
import { PrefixCaches } from "./PrefixCaches.tsx";

const QUALITY: readonly MetricName[] = [
  "accepted_share",
  "escalated_share",
  "response_cache_share",
  "usd_per_accepted_answer",
];

interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: ReactElement;
}

/** What lies between the requests and the chips, lever by lever; a part without data is not there. */
export function servingParts(comparison: Comparison): Part[] {
  const pools = poolRows(comparison);
  const caches = cacheViews(comparison);
  const classes = classRows(comparison);
  const drafts = draftRows(comparison);
  const adapters = adapterRows(comparison);
  const tasks = taskRows(comparison);
  const parts: (Part | null)[] = [
    pools.length === 0
      ? null
      : { id: "serving-pools", title: "Pools of chips", body: <Pools rows={pools} /> },
    caches.length === 0
      ? null
      : { id: "serving-cache", title: "Prefix cache", body: <PrefixCaches views={caches} /> },
    drafts.length === 0
      ? null
      : { id: "serving-drafts", title: "Speculative decoding", body: <Drafts rows={drafts} /> },
    adapters.length === 0
      ? null
      : { id: "serving-adapters", title: "Adapters", body: <Adapters rows={adapters} /> },
    classes.length === 0
      ? null
      : { id: "serving-classes", title: "Classes of requests", body: <Classes rows={classes} /> },
    isKnown(comparison, "accepted_share")
      ? { id: "serving-quality", title: "Quality", body: <Quality comparison={comparison} /> }
      : null,
    tasks.length === 0
      ? null
      : {
          id: "serving-tasks",
          title: "Sessions",
          body: <Tasks comparison={comparison} rows={tasks} />,
        },
  ];
  return parts.filter((part) => part !== null);
}

export function Serving({ parts }: { parts: readonly Part[] }): ReactElement {
  return (
    <>
      {parts.map(({ id, title, body }) => (
        <div className="part" key={id} id={id}>
          <h3>{title}</h3>
          {body}
        </div>
      ))}
    </>
  );
}

function Pools({ rows }: { rows: ReturnType<typeof poolRows> }): ReactElement {
  return (
    <>
      <p className="answer">{poolAnswer(rows)}</p>
      <DataTable
        id="pools-table"
        data={{
          caption: "Pools in the peak hour (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            { label: "pool" },
            { label: "replica" },
            { label: "replicas on", numeric: true },
            { label: "busy", numeric: true },
            { label: "MFU", numeric: true },
            { label: "prompt tok/s", numeric: true },
            { label: "output tok/s", numeric: true },
          ],
          rows: rows.map((row) => [
            row.strategy,
            row.role,
            row.machine,
            row.replicas.text,
            row.busyShare.text,
            row.mfu.text,
            row.prefillTokensPerS.text,
            row.decodedTokensPerS.text,
          ]),
        }}
      />
      <How>
        <p>
          A pool serves one model on replicas of one kind. Busy is chip time with a step under way
          over all chip time that was switched on; MFU is FLOPs done over the dense peak of that
          time. Tokens count whatever was computed there, wasted work included.
        </p>
      </How>
    </>
  );
}

function Drafts({ rows }: { rows: ReturnType<typeof draftRows> }): ReactElement {
  return (
    <DataTable
      id="drafts-table"
      data={{
        caption: "Drafted tokens in the peak hour (± 95 % half-width)",
        columns: [
          { label: "strategy" },
          { label: "drafted, million tokens", numeric: true },
          { label: "accepted by the model", numeric: true },
        ],
        rows: rows.map(({ name, draftedMtok, acceptedShare }) => [
          name,
          draftedMtok.text,
          acceptedShare.text,
        ]),
      }}
    />
  );
}

function Adapters({ rows }: { rows: ReturnType<typeof adapterRows> }): ReactElement {
  return (
    <DataTable
      id="adapters-table"
      data={{
        caption: "Adapters of fine-tuned variants in the peak hour (± 95 % half-width)",
        columns: [
          { label: "strategy" },
          { label: "found in the replica", numeric: true },
          { label: "loads per second", numeric: true },
          { label: "wait for a load, per request", numeric: true },
        ],
        rows: rows.map(({ name, foundShare, loadsPerS, waitS }) => [
          name,
          foundShare.text,
          loadsPerS.text,
          waitS.text,
        ]),
      }}
    />
  );
}

function Quality({ comparison }: { comparison: Comparison }): ReactElement {
  const shown = QUALITY.filter((name) => isKnown(comparison, name));
  const counted = comparison.results.filter(({ metrics }) =>
    shown.some((name) => metrics[name].value !== null),
  );
  return (
    <>
      <DataTable
        id="quality-table"
        data={{
          caption: "Quality of answers over the whole horizon (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            ...shown.map((name) => ({ label: metricLabel(comparison, name), numeric: true })),
          ],
          rows: counted.map((result) => [
            result.strategy.name,
            ...shown.map((name) => estimateText(result, name)),
          ]),
        }}
      />
      <How>
        <p>
          Whether an answer is acceptable follows from the shares that the scenario states for each
          model: it is an input, not a judgement of texts. n/a: not counted for this strategy.
        </p>
      </How>
    </>
  );
}

function Tasks({
  comparison,
  rows,
}: {
  comparison: Comparison;
  rows: ReturnType<typeof taskRows>;
}): ReactElement {
  const costs = (["usd_per_task", "usd_per_task_hour"] as const).filter((name) =>
    isKnown(comparison, name),
  );
  return (
    <>
      <DataTable
        id="tasks-table"
        data={{
          caption: "Sessions in the peak hour, their cost over the horizon (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            { label: "tasks ended", numeric: true },
            { label: "turns per task", numeric: true },
            { label: "hours per task", numeric: true },
            { label: "memory held while they wait, GB", numeric: true },
            ...costs.map((name) => ({ label: metricLabel(comparison, name), numeric: true })),
          ],
          rows: rows.map(({ name, ended, turnsPerTask, hoursPerTask, heldGb }) => {
            const result = comparison.results.find(({ strategy }) => strategy.name === name);
            return [
              name,
              ended.text,
              turnsPerTask?.text ?? "n/a",
              hoursPerTask?.text ?? "n/a",
              heldGb.text,
              ...costs.map((cost) => (result === undefined ? "" : estimateText(result, cost))),
            ];
          }),
        }}
      />
      <How>
        <p>
          A task is one session from its first turn to its last answer. Turns and hours of all
          sessions that were alive are divided by those that ended; hours include the waits for
          tools and people, in which no chip works for the session.
        </p>
      </How>
    </>
  );
}

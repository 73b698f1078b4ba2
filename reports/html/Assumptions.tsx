import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import type { Assumption } from "../../sim/outcome.ts";
import { formatInput } from "../format.ts";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

interface Used {
  readonly assumption: Assumption;
  readonly strategies: readonly string[];
}

/** Every input once, with the strategies that use it. */
export function usedAssumptions({ results }: Comparison): Used[] {
  const found = new Map<string, { assumption: Assumption; strategies: string[] }>();
  for (const { strategy } of results) {
    for (const assumption of strategy.assumptions) {
      const { path, value, low, high, unit } = assumption;
      const key = JSON.stringify([path, value, low, high, unit]);
      const known = found.get(key);
      if (known === undefined) found.set(key, { assumption, strategies: [strategy.name] });
      else if (!known.strategies.includes(strategy.name)) known.strategies.push(strategy.name);
    }
  }
  return [...found.values()];
}

/** A range is a 90 % interval unless its law says more. */
function lawWord({ law }: Assumption): string {
  return law === undefined || law === "interval" ? "" : `${law}, `;
}

/** Both ends in the unit of the value, which is written only where it is a percentage. */
function rangeWords(assumption: Assumption): string {
  const { low, high, unit, value } = assumption;
  if (low === null && high === null) return "n/a";
  const end = (at: number | null): string =>
    formatInput(at ?? value, unit.startsWith("share") ? unit : "");
  return `${lawWord(assumption)}${end(low)} to ${end(high)}`;
}

/** What was put in, where it comes from, and how far it can be trusted. */
export function Assumptions({
  used,
  strategies,
}: {
  used: readonly Used[];
  strategies: number;
}): ReactElement {
  const guesses = used.filter(({ assumption }) => assumption.grade === "D").length;
  return (
    <>
      <p className="answer">
        {used.length} inputs; {guesses} of them are guesses (grade D).
      </p>
      <DataTable
        id="assumptions-table"
        data={{
          caption: "Every input, its range and its source",
          columns: [
            { label: "input, scenario path" },
            { label: "value", numeric: true },
            { label: "range", numeric: true },
            { label: "grade" },
            { label: "role, used by" },
            { label: "source, as of" },
          ],
          rows: used.map(({ assumption, strategies: names }) => [
            `${assumption.label}\n${assumption.path}`,
            formatInput(assumption.value, assumption.unit),
            rangeWords(assumption),
            assumption.grade,
            `${assumption.role}\n${names.length === strategies && strategies > 1 ? "all" : names.join(", ")}`,
            assumption.asOf === "-"
              ? assumption.source
              : `${assumption.source}\n${assumption.asOf}`,
          ]),
        }}
      />
      <How>
        <p>
          Grades: A measured or primary, B quoted or secondary (a list that copies prices, too), C
          published estimate, D guess. A lever is what we choose or what the question takes as
          given: the answer holds for it and for nothing else. An uncertainty is what the world
          chooses; constants are neither moved nor compared, whatever range they are shown with. The
          table is written from the scenario files and the catalogue that were read for this run.
        </p>
      </How>
    </>
  );
}

import type { ReactElement } from "react";
import type { Comparison, TornadoBar } from "../../sim/comparison.ts";
import { formatInput, formatValue, typographic } from "../format.ts";
import { flipConditions, verdictLine } from "../pairing.ts";
import { wordList } from "../views/fleets.ts";

const GRADE_WORDS = {
  A: "measured or primary",
  B: "quoted or secondary",
  C: "a published estimate",
  D: "a guess",
} as const;

/** The answer, how sure it is, and what would change it. */
export function Verdict({ comparison }: { comparison: Comparison }): ReactElement {
  const { verdict } = comparison;
  const [answer = "", sureness] = verdictLine(comparison).split(/\s*Confidence:\s*/);
  return (
    <div className="verdict">
      <p className="answer-line">{typographic(answer.trim().replace(/\.$/, ""))}.</p>
      {sureness === undefined ? null : (
        <p className="confidence">
          <strong className={`word word-${verdict.confidence ?? "none"}`}>
            Confidence: {verdict.confidence ?? sureness}
          </strong>{" "}
          {typographic(afterWord(sureness))}
        </p>
      )}
      {comparison.replications === 1 ? (
        <p className="note">Nothing random was left (n = 1): the figures carry no interval.</p>
      ) : null}
      <Caveats comparison={comparison} />
      <Reasons comparison={comparison} />
    </div>
  );
}

/** What follows the confidence word, without the brackets around it. */
function afterWord(sureness: string): string {
  const rest = sureness.replace(/^(high|moderate|low)\s*/i, "").trim();
  const bare = rest.replace(/^\((.*)\)\.?$/, "$1");
  return bare === "" ? "" : `${bare.replace(/\.$/, "")}.`;
}

function Reasons({ comparison }: { comparison: Comparison }): ReactElement | null {
  const { verdict, tornado } = comparison;
  const drivers = tornado.slice(0, 3);
  const flips = flipConditions(verdict.flips);
  if (drivers.length === 0 && flips.length === 0) return null;
  return (
    <dl className="reasons">
      {drivers.length === 0 ? null : (
        <div>
          <dt>What drives it</dt>
          <dd>
            {drivers.map((bar) => driverWords(bar)).join("; ")}.
            {verdict.lowestGrade === null
              ? ""
              : ` The weakest of its leading inputs is grade ${verdict.lowestGrade}: ${GRADE_WORDS[verdict.lowestGrade]}.`}
          </dd>
        </div>
      )}
      {flips.length === 0 ? null : (
        <div>
          <dt>It flips if</dt>
          <dd>
            <ul>
              {flips.map((flip) => (
                <li key={flip}>{flip}</li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  );
}

function driverWords({ assumption, strategy }: TornadoBar): string {
  const { label, value, unit, grade } = assumption;
  return `${label} of ${strategy} (${formatInput(value, unit)}, grade ${grade})`;
}

/** Strategies that are not ok or miss their promise: cost is not the only word. */
function Caveats({ comparison }: { comparison: Comparison }): ReactElement | null {
  const lines = comparison.results.flatMap(({ strategy, state, reason, metrics }) => {
    if (state !== "ok") return [`${strategy.name} is ${state}: ${reason ?? "no reason given"}.`];
    const share = metrics.goodput_share.value;
    const { quantile } = strategy.plan.promise;
    if (share === null || share >= quantile) return [];
    const [got, asked] = [formatValue(share, "share"), formatValue(quantile, "share")];
    return [`${strategy.name} misses its promise: ${got} of requests on time, ${asked} promised.`];
  });
  const labels = [...new Set(comparison.results.map(({ strategy }) => strategy.modelLabel))];
  const quality =
    labels.length > 1 ? [`Models differ (${wordList(labels)}): quality is not compared.`] : [];
  const all = [...lines, ...quality];
  if (all.length === 0) return null;
  return (
    <ul className="caveats">
      {all.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

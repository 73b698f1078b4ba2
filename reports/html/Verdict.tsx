import type { ReactElement } from "react";
import type { Comparison, TornadoBar } from "../../sim/comparison.ts";
import { formatInput, formatValue, typographic } from "../format.ts";
import { reversedByWork } from "../metricWords.ts";
import { flipConditions, sentenceParts, spokenSentence } from "../pairing.ts";
import { servedShareOf } from "../servedShare.ts";
import { ownersOf } from "../views/drivers.ts";
import type { Finding } from "../views/findings.ts";

/** USD in the decision's unit: less than any printed digit. */
const LEAST_SWING_USD = 1e-9;

const GRADE_WORDS = {
  A: "measured or primary",
  B: "quoted or secondary",
  C: "a published estimate",
  D: "a guess",
} as const;

/** The answer, how sure it is, and what would change it. */
export function Verdict({
  comparison,
  findings,
}: {
  comparison: Comparison;
  /** What the sections below have found. */
  findings: readonly Finding[];
}): ReactElement {
  const { verdict } = comparison;
  const [first = "", ...rest] = sentenceParts(spokenSentence(comparison));
  const { headline, detail } = headlineOf(first);
  const sureness = rest.find((part) => SURENESS.test(part));
  const notes = rest.filter((part) => part !== sureness);
  return (
    <div className="verdict">
      <p className="answer-line">{typographic(headline)}</p>
      {detail === "" ? null : <p className="answer">{typographic(detail)}</p>}
      <Sureness verdict={verdict} words={sureness ?? null} />
      {comparison.replications === 1 ? (
        <p className="note">A single replication (n = 1): the figures carry no interval.</p>
      ) : null}
      <Caveats comparison={comparison} notes={notes} />
      <Reasons comparison={comparison} findings={findings} />
    </div>
  );
}

const SURENESS = /^Confidence:\s*\w+\s*/;

/** The first clause stands large, figures in brackets and what follows stand below it. */
function headlineOf(part: string): { headline: string; detail: string } {
  const end = /\s\(|\.\s/.exec(part);
  if (end === null) return { headline: part, detail: "" };
  const cut = part[end.index] === "." ? end.index + 1 : end.index;
  return { headline: part.slice(0, cut), detail: part.slice(cut).trim() };
}

function Sureness({
  verdict,
  words,
}: {
  verdict: Comparison["verdict"];
  words: string | null;
}): ReactElement | null {
  const { confidence, kind } = verdict;
  if (confidence === null) return null;
  const detail = (words ?? "").replace(SURENESS, "").replace(/^\((.*?)\)/, "$1");
  return (
    <p className="confidence">
      <strong className={`word word-${confidence}`}>
        {kind === "point" ? "Confidence from the inputs alone" : "Confidence"}: {confidence}
      </strong>{" "}
      {detail === "" ? null : typographic(`${detail.replace(/\.$/, "")}.`)}
    </p>
  );
}

function Reasons({
  comparison,
  findings,
}: {
  comparison: Comparison;
  findings: readonly Finding[];
}): ReactElement | null {
  const { verdict, tornado } = comparison;
  // What moves nothing drives nothing: twins differ in none of their prices.
  const drivers = tornado.filter(({ swing }) => swing > LEAST_SWING_USD).slice(0, 3);
  const flips = flipConditions(verdict.flips);
  if (drivers.length === 0 && flips.length === 0 && findings.length === 0) return null;
  return (
    <dl className="reasons">
      {findings.length === 0 ? null : (
        <div>
          <dt>In short</dt>
          <dd>
            <ul>
              {findings.map(({ id, name, text }) => (
                <li key={id}>
                  <a href={`#${id}`}>{name}</a>: {text}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {drivers.length === 0 ? null : (
        <div>
          <dt>What drives it</dt>
          <dd>
            {drivers.map((bar) => driverWords(comparison, bar)).join("; ")}.
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

function driverWords(comparison: Comparison, bar: TornadoBar): string {
  const { label, value, unit, grade } = bar.assumption;
  const owners = ownersOf(comparison, bar);
  const whose = owners === null ? "" : ` of ${owners}`;
  return `${label}${whose} (${formatInput(value, unit)}, grade ${grade})`;
}

/** What drops out, misses its promise or is not compared: cost is not the only word. */
function Caveats({
  comparison,
  notes,
}: {
  comparison: Comparison;
  notes: readonly string[];
}): ReactElement | null {
  const said = comparison.verdict.sentence;
  const lines = comparison.results.flatMap(({ strategy, state, reason, metrics, months }) => {
    if (state !== "ok") {
      if (reason !== null && said.includes(reason)) return [];
      return [`${strategy.name} is ${state}: ${reason ?? "no reason given"}.`];
    }
    const share = metrics.goodput_share.value;
    const { quantile } = strategy.plan.promise;
    const served = servedShareOf({ months });
    if (share === null || share >= quantile * served) return [];
    const [got, asked] = [formatValue(share, "share"), formatValue(quantile, "share")];
    return [`${strategy.name} misses its promise: ${got} of requests on time, ${asked} promised.`];
  });
  const all = [...reversedByWork(comparison).map(typographic), ...notes, ...lines];
  if (all.length === 0) return null;
  return (
    <ul className="caveats">
      {all.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

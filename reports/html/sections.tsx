import { demandUnit } from "../charts/breakEvenChart.ts";
import { typographic } from "../format.ts";
import { againstEach } from "../views/against.ts";
import { cashCurves, cashYears } from "../views/cash.ts";
import { cashBreakdowns } from "../views/cashBreakdown.ts";
import { changeOfSupply } from "../views/changeOfSupply.ts";
import { chipTimes, wasteRows } from "../views/chipTime.ts";
import { returnAnswer, returnViews } from "../views/computeReturn.ts";
import { costStacks } from "../views/costStack.ts";
import { entriesViews } from "../views/entries.ts";
import { type Finding, findingsOf } from "../views/findings.ts";
import { fleetsOf } from "../views/fleets.ts";
import { latencyCurves, latencyRows, sharedPromise } from "../views/latency.ts";
import { lockInAnswer } from "../views/lockIn.ts";
import { marketAnswer } from "../views/marketAnswer.ts";
import { modelledIn } from "../views/notModelled.ts";
import { onlyDifference } from "../views/onlyDifference.ts";
import { postingsViews } from "../views/postings.ts";
import { sourceRows, sourceSentences } from "../views/sources.ts";
import { statementAnswer, statementFinding, statementViews } from "../views/statement.ts";
import { trustAnswer } from "../views/trustWorth.ts";
import { unusualFleets } from "../views/usualShares.ts";
import { waterfallAnswer } from "../views/waterfall.ts";
import { yearByYear } from "../views/yearByYear.ts";
import { yearsRows } from "../views/years.ts";
import { Assumptions, usedAssumptions } from "./Assumptions.tsx";
import { BreakEven, breakEvenAnswer } from "./BreakEven.tsx";
import { CumulativeCash, YearlyCash } from "./Cash.tsx";
import { CashStatement } from "./CashStatement.tsx";
import { ChipTime } from "./ChipTime.tsx";
import { ComputeReturn } from "./ComputeReturn.tsx";
import { CostStack } from "./CostStack.tsx";
import { DayCurve, FleetSizing, sizedFleets } from "./Demand.tsx";
import { Files, leverFiles } from "./Files.tsx";
import type { ReportInput, Section } from "./input.ts";
import { KeyNumbers } from "./KeyNumbers.tsx";
import { Latency } from "./Latency.tsx";
import { LockIn } from "./LockIn.tsx";
import { Market } from "./Market.tsx";
import { Origin } from "./Origin.tsx";
import { OverTime } from "./OverTime.tsx";
import { SampledDemand, SampledPayback } from "./SampledDemand.tsx";
import { Serving, servingParts } from "./Serving.tsx";
import { Sources } from "./Sources.tsx";
import { Tornado } from "./Tornado.tsx";
import { Trust } from "./Trust.tsx";
import { TrustWorth } from "./TrustWorth.tsx";
import { uncertaintySections } from "./uncertaintySections.tsx";
import { Verdict } from "./Verdict.tsx";
import { Waterfall } from "./Waterfall.tsx";
import { hasWork, Work } from "./Work.tsx";
import { Years, yearsAnswer } from "./Years.tsx";

/** The sections of a report in reading order; one that has nothing to say is not there. */
export function sectionsOf(input: ReportInput): Section[] {
  const unsure = uncertaintySections(input.comparison);
  const rest = [
    ...[...answers(input), ...unsure, ...business(input)],
    ...[...world(input), ...grounds(input)],
  ];
  return [verdictOf(input, findingsOf(rest)), ...rest];
}

/** What was asked, the answer, and what the sections below have found. */
function verdictOf({ comparison, provenance }: ReportInput, findings: readonly Finding[]): Section {
  const compared = comparison.results.length > 1;
  return {
    id: "verdict",
    name: "Verdict",
    question:
      provenance.question ?? (compared ? "Which is the better deal?" : "What does it cost?"),
    body: <Verdict comparison={comparison} findings={findings} />,
  };
}

/** Which is cheaper, by how much, and from when. */
function answers({ comparison }: ReportInput): Section[] {
  const { breakEven, tornado, results, decision } = comparison;
  const stacks = costStacks(comparison);
  const curves = cashCurves(comparison);
  const sections: Section[] = [
    {
      id: "key-numbers",
      name: "Key numbers",
      question: "What are the figures, and how sure are they?",
      finding: typographic(againstEach(comparison)),
      body: <KeyNumbers comparison={comparison} />,
    },
  ];
  const { waterfalls = [] } = comparison;
  if (waterfalls.length > 0) {
    sections.push({
      id: "waterfall",
      name: "Compute to cash",
      question: "How much of the compute that was purchased becomes useful work?",
      finding: typographic(waterfalls.map(waterfallAnswer).join(" ")),
      body: <Waterfall waterfalls={waterfalls} />,
    });
  }
  if (stacks.length > 0) {
    const only = onlyDifference(comparison);
    sections.push({
      id: "cost-stack",
      name: "Cost stack",
      question: "What is a million tokens made of?",
      finding: only,
      body: (
        <>
          {only === "" ? null : <p className="answer">{only}</p>}
          <CostStack
            stacks={stacks}
            unusual={unusualFleets(comparison)}
            entries={entriesViews(comparison)}
          />
        </>
      ),
    });
  }
  const sources = sourceRows(comparison);
  if (sources.length > 0) {
    sections.push({
      id: "sources",
      name: "Sources",
      question: "Who serves which part of the demand?",
      finding: sourceSentences(sources).join(" "),
      body: <Sources rows={sources} />,
    });
  }
  if (breakEven !== null && breakEven.tokensPerDay.length > 1) {
    const demand = demandUnit(breakEven, decision);
    sections.push({
      id: "break-even",
      name: "Break-even",
      question: `From how many ${demand.words} a day does the answer change?`,
      ...(breakEven.crossings.length > 0
        ? { finding: breakEvenAnswer(breakEven, demand, comparison.verdict.winner) }
        : {}),
      body: (
        <>
          <BreakEven
            data={breakEven}
            decision={decision}
            names={results.map(({ strategy }) => strategy.name)}
            winner={comparison.verdict.winner}
          />
          <SampledDemand comparison={comparison} />
        </>
      ),
    });
  }
  const years = yearsRows(comparison);
  if (years.length > 0) {
    sections.push({
      id: "years",
      name: "Over the years",
      question: "Does the fleet keep up with demand, and what is bought when?",
      ...(years.some((row) => row.turnedAwayShare > 0)
        ? { finding: yearsAnswer(comparison, years) }
        : {}),
      body: <Years comparison={comparison} />,
    });
  }
  if (curves.length > 0) {
    sections.push({
      id: "cumulative-cash",
      name: "Cash over time",
      question: "When has which strategy paid less?",
      body: (
        <>
          <CumulativeCash comparison={comparison} curves={curves} />
          <SampledPayback comparison={comparison} />
        </>
      ),
    });
  }
  if (tornado.length > 0) {
    sections.push({
      id: "what-matters",
      name: "What matters",
      question: "Which input decides, and which could turn the answer?",
      body: <Tornado comparison={comparison} />,
    });
  }
  return sections;
}

/** How the strategies fare as sellers. */
function business({ comparison }: ReportInput): Section[] {
  const { market } = comparison;
  const returns = returnViews(comparison);
  const sections: Section[] = [];
  if (market !== undefined) {
    sections.push({
      id: "market",
      name: "Moat and market",
      question: "Who can cut the price how far, for how long, and what becomes of the others?",
      finding: typographic(marketAnswer(market)),
      body: <Market market={market} />,
    });
  }
  if (returns.length > 0) {
    sections.push({
      id: "return-on-compute",
      name: "Return on compute",
      question: "What does a dollar of compute bring: in cash, in value, and the next one?",
      finding: typographic(returnAnswer(returns, comparison.verdict.winner)),
      body: <ComputeReturn views={returns} winner={comparison.verdict.winner} />,
    });
  }
  if (comparison.lockIn !== undefined) {
    sections.push({
      id: "lock-in",
      name: "Leaving a supplier",
      question:
        "What does leaving cost, who profits from it, and what is the right to leave worth?",
      finding: typographic(lockInAnswer(comparison)),
      body: <LockIn comparison={comparison} />,
    });
  }
  if (comparison.trust !== undefined) {
    sections.push({
      id: "trust-worth",
      name: "Worth of trust",
      question: "What does it bring to be trusted with the data, and what does it take?",
      finding: typographic(trustAnswer(comparison)),
      body: <TrustWorth comparison={comparison} />,
    });
  }
  return sections;
}

/** What happened in the simulated world. */
function world({ comparison }: ReportInput): Section[] {
  const fleets = fleetsOf(comparison);
  const times = chipTimes(comparison);
  const curves = latencyCurves(comparison);
  const sized = sizedFleets(comparison);
  const [first] = comparison.results;
  const sections: Section[] = [];
  if (times.length > 0) {
    sections.push({
      id: "chip-time",
      name: "Chip time",
      question: "Where did the chip time go?",
      body: <ChipTime views={times} waste={wasteRows(comparison)} />,
    });
  }
  const parts = servingParts(comparison);
  if (parts.length > 0) {
    sections.push({
      id: "serving",
      name: "Serving",
      question: "How were the requests served, lever by lever?",
      body: <Serving parts={parts} />,
    });
  }
  if (curves.length > 0) {
    sections.push({
      id: "latency",
      name: "Latency",
      question: "How long do people wait for the first token?",
      body: (
        <Latency
          curves={curves}
          rows={latencyRows(comparison)}
          promise={sharedPromise(comparison)}
        />
      ),
    });
  }
  if (fleets.length > 0) {
    sections.push({
      id: "over-time",
      name: "Over time",
      question: "What happens in the peak hour when something fails?",
      body: <OverTime comparison={comparison} />,
    });
  }
  const strategies = comparison.results.map(({ strategy }) => strategy);
  const worker = strategies.find(hasWork);
  if (worker !== undefined) {
    sections.push({
      id: "work",
      name: "Work",
      question: "Who asks, and what are they promised?",
      body: <Work strategy={worker} all={strategies} />,
    });
  }
  if (first !== undefined) {
    sections.push({
      id: "day-curve",
      name: "Day curve",
      question: "What does a day of demand look like?",
      body: <DayCurve strategy={first.strategy} />,
    });
  }
  if (sized.length > 0) {
    sections.push({
      id: "fleet-sizing",
      name: "Fleet sizing",
      question: "How many replicas does the promise need?",
      body: <FleetSizing fleets={sized} />,
    });
  }
  return sections;
}

/** What it rests on. */
function grounds({ comparison, provenance, validation }: ReportInput): Section[] {
  const years = cashYears(comparison);
  const used = usedAssumptions(comparison);
  const sections: Section[] = [];
  if (years.length > 0) {
    sections.push({
      id: "cash-flow",
      name: "Cash flow",
      question: "What leaves the bank in each year?",
      finding: typographic(`${yearByYear(comparison)} ${changeOfSupply(comparison)}`.trim()),
      body: <YearlyCash years={years} breakdowns={cashBreakdowns(comparison)} />,
    });
  }
  const statements = statementViews(comparison);
  if (statements.length > 0) {
    sections.push({
      id: "cash-statement",
      name: "Cash statement",
      question: "What is left after tax and debt, and is it worth it?",
      finding: statementFinding(comparison, statements),
      body: (
        <CashStatement
          answer={statementAnswer(comparison)}
          views={statements}
          postings={postingsViews(comparison)}
        />
      ),
    });
  }
  if (used.length > 0) {
    sections.push({
      id: "assumptions",
      name: "Assumptions",
      question: "What was assumed, and who says so?",
      body: <Assumptions used={used} strategies={comparison.results.length} />,
    });
  }
  return [
    ...sections,
    {
      id: "trust",
      name: "Trust",
      question: "Where does the model stop?",
      body: (
        <Trust
          validation={validation}
          maps={mapsOf(comparison)}
          modelled={modelledIn(comparison)}
        />
      ),
    },
    {
      id: "provenance",
      name: "Provenance",
      question: "How was this made, and how is it made again?",
      body: <Origin provenance={provenance} />,
    },
    {
      id: "data",
      name: "Data",
      question: "Where are the numbers behind the pictures?",
      body: <Files levers={leverFiles(comparison)} />,
    },
  ];
}

/** The operating maps of simulated fleets; an API's single load needs no reading between. */
function mapsOf({ results }: ReportInput["comparison"]): Parameters<typeof Trust>[0]["maps"] {
  return results.flatMap(({ strategy, map }) =>
    map === null || map.points.length < 3
      ? []
      : [{ name: strategy.name, worstError: map.worstError, points: map.points.length }],
  );
}

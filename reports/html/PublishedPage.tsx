import { Fragment, type ReactElement } from "react";
import type { PublishedCase, PublishedTopic } from "../../sim/validation.ts";
import { typographic } from "../format.ts";
import {
  BASES,
  countsText,
  errorText,
  figureRows,
  figureText,
  sentence,
  sourceText,
  toleranceText,
} from "../publishedFigures.ts";
import { DataTable, type TableData } from "./DataTable.tsx";
import type { Section } from "./input.ts";
import { SectionBlock } from "./Page.tsx";

/** Published results beside ours: one section per subject, figures first, then where they come from. */
export function PublishedPage({
  topics,
  version,
}: {
  topics: readonly PublishedTopic[];
  version: string;
}): ReactElement {
  const sections = [summary(topics), ...topics.map(section)];
  return (
    <div className="page">
      <header className="masthead">
        <h1>Published results, reproduced</h1>
        <button type="button" id="theme" hidden>
          Light / dark
        </button>
      </header>
      <main>
        {sections.map((one, i) => (
          <SectionBlock key={one.id} section={one} contents={i === 0 ? sections.slice(1) : []} />
        ))}
      </main>
      <footer>
        costmoat {version}. Repeat with{" "}
        <code>costmoat validate --published --report THIS_FILE.html</code>
      </footer>
    </div>
  );
}

function summary(topics: readonly PublishedTopic[]): Section {
  return {
    id: "summary",
    name: "Summary",
    question: "Do the formulas give what others have published?",
    body: (
      <>
        <p className="answer">{countsText(topics)}.</p>
        <p>
          Each figure is computed by a function of the library from the inputs that the source
          states; nothing is simulated. What was solved back from a source's totals is said beside
          it.
        </p>
        <dl className="reasons">
          {BASES.map(([basis, words]) => (
            <div key={basis}>
              <dt>{basis}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </>
    ),
  };
}

function section(topic: PublishedTopic): Section {
  const { id, title, question } = topic;
  return {
    id,
    name: title,
    question,
    body: (
      <>
        <DataTable id={`${id}-figures`} data={figuresTable(topic)} />
        <h3>What went in, who says so, and what computes it</h3>
        <ul className="plain">
          {topic.cases.map((of) => (
            <CaseItem key={of.id} of={of} />
          ))}
        </ul>
      </>
    ),
  };
}

function figuresTable(topic: PublishedTopic): TableData {
  return {
    caption: `Published and ours: ${topic.title}`,
    columns: [
      { label: "Result" },
      { label: "Figure" },
      { label: "Unit" },
      { label: "Published", numeric: true },
      { label: "Ours", numeric: true },
      { label: "Error", numeric: true },
      { label: "Tolerance", numeric: true },
      { label: "Basis" },
    ],
    rows: figureRows([topic]).map(({ of, figure }) => [
      numberOf(of.id),
      figure.figure,
      figure.unit,
      figureText(figure.published),
      figureText(figure.ours),
      typographic(errorText(figure)),
      typographic(toleranceText(figure)),
      figure.basis,
    ]),
  };
}

function CaseItem({ of }: { of: PublishedCase }): ReactElement {
  const formulas = [...new Set(of.figures.map(({ formula }) => formula))];
  return (
    <li>
      <strong>{of.id}</strong>: {of.what}. Given: {typographic(of.given)}. Source: {sourceText(of)}.
      {of.note === "" ? "" : ` ${sentence(of.note)}`} Computed by{" "}
      {formulas.map((formula, i) => (
        <Fragment key={formula}>
          {i === 0 ? "" : ", "}
          <code>{formula}</code>
        </Fragment>
      ))}
      .
    </li>
  );
}

/** `E01` of `E01-deepseek-cost`. */
function numberOf(id: string): string {
  return id.split("-", 1).join("");
}

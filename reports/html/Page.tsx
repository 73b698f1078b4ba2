import type { ReactElement } from "react";
import { wordList } from "../views/fleets.ts";
import type { ReportInput, Section } from "./input.ts";

/** What is read: heading, contents, the sections, and where it comes from. */
export function Page({
  input,
  sections,
}: {
  input: ReportInput;
  sections: readonly Section[];
}): ReactElement {
  const { comparison, provenance } = input;
  const names = comparison.results.map(({ strategy }) => strategy.name);
  const models = [...new Set(comparison.results.map(({ strategy }) => strategy.modelLabel))];
  return (
    <div className="page">
      <header className="masthead">
        <h1>
          {names.length > 1 ? `Comparison of ${wordList(names)}` : names.join("")}:{" "}
          {wordList(models)}
        </h1>
        <button type="button" id="theme" hidden>
          Light / dark
        </button>
      </header>
      <main>
        {sections.map((section, i) => (
          <SectionBlock
            key={section.id}
            section={section}
            contents={i === 0 ? sections.slice(1) : []}
          />
        ))}
      </main>
      <footer>
        costmoat {provenance.version}, seed {provenance.seed}, {provenance.replications}{" "}
        replications, digest {provenance.digest.slice(0, 16)}. Repeat with{" "}
        <code>costmoat repro THIS_FILE.html</code>
      </footer>
    </div>
  );
}

/** One section under its question; the first one is followed by the contents. */
export function SectionBlock({
  section,
  contents,
}: {
  section: Section;
  contents: readonly Section[];
}): ReactElement {
  const { id, name, question, body } = section;
  return (
    <>
      <section className="block" id={id} aria-labelledby={`${id}-heading`}>
        <p className="overline">
          <a href={`#${id}`}>{name}</a>
        </p>
        <h2 id={`${id}-heading`}>{question}</h2>
        {body}
      </section>
      {contents.length === 0 ? null : (
        <nav aria-label="Contents">
          <ol>
            {contents.map((other) => (
              <li key={other.id}>
                <a href={`#${other.id}`}>{other.name}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </>
  );
}

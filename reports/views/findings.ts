/** The answer of a section, as it is told at the top of the report. */
export interface Finding {
  /** Anchor of the section. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** A finding at the top is at most this long, in whole sentences; its section tells the rest. */
const MOST_CHARACTERS = 330;

/** What sections have found, in their order, each cut to whole sentences. */
export function findingsOf(
  sections: readonly { readonly id: string; readonly name: string; readonly finding?: string }[],
): Finding[] {
  return sections.flatMap(({ id, name, finding = "" }) =>
    finding === "" ? [] : [{ id, name, text: firstSentences(finding) }],
  );
}

/** At least the first sentence, then as many as there is room for. */
export function firstSentences(text: string): string {
  const [first = "", ...rest] = text.split(/(?<=\.)\s+/);
  let told = first;
  for (const sentence of rest) {
    if (told.length + 1 + sentence.length > MOST_CHARACTERS) break;
    told = `${told} ${sentence}`;
  }
  return told;
}

import { renderToStaticMarkup } from "react-dom/server";
import type { Comparison } from "../sim/comparison.ts";
import { htmlFile } from "./html/htmlFile.ts";
import type { ValidationSummary } from "./html/input.ts";
import { Page } from "./html/Page.tsx";
import { sectionsOf } from "./html/sections.tsx";
import { sentenceParts, spokenSentence } from "./pairing.ts";
import type { Provenance } from "./provenance.ts";
import { recordElement } from "./record.ts";
import { VALIDATION_SUMMARY } from "./validationSummary.ts";

/**
 * The whole report as one HTML file that needs no network and no script to be read. Pure: the same
 * comparison and provenance give the same bytes.
 *
 * @param validation how far step times lie from measurements; null leaves it out
 */
export function renderReport(
  comparison: Comparison,
  provenance: Provenance,
  validation: ValidationSummary | null = VALIDATION_SUMMARY,
): string {
  const input = { comparison, provenance, validation };
  const page = renderToStaticMarkup(<Page input={input} sections={sectionsOf(input)} />);
  const [title = "costmoat"] = sentenceParts(spokenSentence(comparison));
  return htmlFile(title, page, recordElement(provenance));
}

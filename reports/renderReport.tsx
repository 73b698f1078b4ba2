import { renderToStaticMarkup } from "react-dom/server";
import type { Comparison } from "../sim/comparison.ts";
import { escapeText } from "./charts/svg.ts";
import type { ValidationSummary } from "./html/input.ts";
import { Page } from "./html/Page.tsx";
import { SCRIPT, SCRIPT_SHA256 } from "./html/script.ts";
import { sectionsOf } from "./html/sections.tsx";
import { STYLE } from "./html/style.ts";
import { sentenceParts, spokenSentence } from "./pairing.ts";
import type { Provenance } from "./provenance.ts";
import { recordElement } from "./record.ts";
import { VALIDATION_SUMMARY } from "./validationSummary.ts";

/** Nothing may be fetched; styles and the one script are inline, the script by its hash. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  `script-src 'sha256-${SCRIPT_SHA256}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)} - costmoat</title>
<style>
${STYLE}
</style>
</head>
<body>
${page}
${recordElement(provenance)}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

import { escapeText } from "../charts/svg.ts";
import { SCRIPT, SCRIPT_SHA256 } from "./script.ts";
import { STYLE } from "./style.ts";

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
 * One HTML file that needs no network and no script to be read.
 *
 * @param title in words, not yet escaped
 * @param body markup of the page
 * @param data elements that carry data; none where empty
 */
export function htmlFile(title: string, body: string, data: string): string {
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
${body}
${data}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

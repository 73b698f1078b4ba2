import { renderToStaticMarkup } from "react-dom/server";
import type { PublishedTopic } from "../sim/validation.ts";
import { htmlFile } from "./html/htmlFile.ts";
import { PublishedPage } from "./html/PublishedPage.tsx";

/** Says in a page what it is: one of its kind may be written over. */
const MARK = '<div id="costmoat-published" hidden></div>';

/** Published results beside ours as one HTML file; equal results give equal bytes. */
export function renderPublished(topics: readonly PublishedTopic[], version: string): string {
  const page = renderToStaticMarkup(<PublishedPage topics={topics} version={version} />);
  return htmlFile("Published results, reproduced", page, MARK);
}

export function isPublishedPage(html: string): boolean {
  return html.includes(MARK);
}

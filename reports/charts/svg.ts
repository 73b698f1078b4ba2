/** Pieces of SVG text; colours and fonts come from the page's style sheet by class. */

export interface ChartText {
  /** Unique in the page; the title and description are found by it. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly description: string;
}

export type Attributes = Readonly<{ [name: string]: string | number | null }>;

/** Text made safe between tags and inside quoted attributes. */
export function escapeText(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** Two decimals: a hundredth of a pixel is below what anyone sees. */
export function px(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`coordinate of ${value}; expected a finite one`);
  const text = String(Math.round(value * 100) / 100);
  return text === "-0" ? "0" : text;
}

/** One element; null attributes are left out, children are SVG text already. */
export function element(name: string, attributes: Attributes, children = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => {
      return ` ${key}="${typeof value === "number" ? px(value) : escapeText(String(value))}"`;
    })
    .join("");
  return children === "" ? `<${name}${written}/>` : `<${name}${written}>${children}</${name}>`;
}

/** A line of text at a point. */
export function label(
  x: number,
  y: number,
  text: string,
  className = "tick",
  anchor: "start" | "middle" | "end" = "start",
): string {
  const at = { x, y, class: className, "text-anchor": anchor === "start" ? null : anchor };
  return element("text", at, escapeText(text));
}

/** A straight line between two points. */
export function rule(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element("line", { x1, y1, x2, y2, class: className });
}

/** What the browser shows when a pointer rests on a mark. */
export function hint(text: string): string {
  return `<title>${escapeText(text)}</title>`;
}

/** A whole picture that announces itself by title and description. */
export function picture(text: ChartText, widthPx: number, heightPx: number, body: string): string {
  const { id, title, description } = text;
  const head =
    `<title id="${id}-title">${escapeText(title)}</title>` +
    `<desc id="${id}-desc">${escapeText(description)}</desc>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" id="${id}" ` +
    `viewBox="0 0 ${px(widthPx)} ${px(heightPx)}" ` +
    `aria-labelledby="${id}-title ${id}-desc">${head}\n${body}\n</svg>\n`
  );
}

/** Rough width of a label at the page's 12 px, for deciding whether it fits. */
export function textWidth(text: string): number {
  return text.length * 6.4;
}

/** Paper behind a line of text that starts at a point, so that no line runs through it. */
export function plate(x: number, y: number, text: string): string {
  return element("rect", {
    x: x - 2,
    y: y - 11,
    width: plateWidth(text),
    height: 14,
    class: "plate",
  });
}

/** Width of the paper behind a text whose first words are bold. */
export function plateWidth(text: string): number {
  return textWidth(text) * 1.12 + 12;
}

/** Moves labels apart so that none lies closer than `gap` to the next; order is kept. */
export function spreadLabels(
  ys: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = ys.map((_, i) => i).sort((a, b) => (ys[a] ?? 0) - (ys[b] ?? 0) || a - b);
  const placed = [...ys];
  let last = low - gap;
  for (const i of order) {
    last = Math.max(placed[i] ?? low, last + gap);
    placed[i] = last;
  }
  let next = high + gap;
  for (const i of order.reverse()) {
    next = Math.min(placed[i] ?? high, next - gap);
    placed[i] = next;
  }
  return placed;
}

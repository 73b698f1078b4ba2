import { Box, Text } from "ink";
import type { ReactElement } from "react";

/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How a screen may be drawn. */
export interface Look {
  /** ASCII characters only. */
  readonly ascii: boolean;
  readonly color: boolean;
}

/** One line of a screen; its meaning is in its words, the tone only underlines it. */
export interface ScreenLine {
  readonly text: string;
  /** Kept where there is room for little. */
  readonly starred: boolean;
  readonly tone?: "title" | "bad" | "dim";
}

/** From this width on, everything stands side by side; below the other, starred lines only. */
export const FULL_COLUMNS = 100;
export const FEW_COLUMNS = 60;

/** Facts that stand beside each other where there is room and below each other where not. */
export function arrange(
  groups: readonly (readonly ScreenLine[])[],
  { columns, rows }: Size,
): ScreenLine[] {
  const full = columns >= FULL_COLUMNS;
  const lines = groups.flatMap((group) => {
    if (!full) return group;
    const text = group.map((line) => line.text).join("   ");
    const bad = group.find(({ tone }) => tone === "bad") ?? group[0];
    return bad === undefined ? [] : [{ ...bad, text, starred: group.some((line) => line.starred) }];
  });
  const wanted = columns < FEW_COLUMNS ? lines.filter(({ starred }) => starred) : lines;
  // A terminal that is drawn to its last row flickers; starred lines stay longest.
  const room = Math.max(1, rows - 1);
  const spare = wanted.filter(({ starred }) => !starred);
  const dropped = new Set(spare.slice(Math.max(0, spare.length - (wanted.length - room))));
  const kept = wanted.length > room ? wanted.filter((line) => !dropped.has(line)) : wanted;
  return kept.slice(0, room).map((line) => ({ ...line, text: cut(line.text, columns) }));
}

/** Text of at most so many columns. */
export function cut(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, Math.max(0, columns - 1)).join("")}~`;
}

/** A share 0..1 as a bar. */
export function bar(share: number, width: number, ascii: boolean): string {
  const filled = Math.max(0, Math.min(width, Math.round(share * width)));
  return (ascii ? "#" : "█").repeat(filled) + (ascii ? "-" : "░").repeat(width - filled);
}

/** `0:07`, `12:40`, `1:02:03`. */
export function clock(timeS: number): string {
  const whole = Math.max(0, Math.floor(timeS));
  const [hours, minutes, seconds] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const tail = `${hours > 0 ? String(minutes).padStart(2, "0") : minutes}:${String(seconds).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** The lines as a block. */
export function Lines({
  lines,
  color,
}: {
  lines: readonly ScreenLine[];
  color: boolean;
}): ReactElement {
  return (
    <Box flexDirection="column">
      {lines.map(({ text, tone }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Text key={i} wrap="truncate" {...(color ? TONES[tone ?? "plain"] : {})}>
          {text === "" ? " " : text}
        </Text>
      ))}
    </Box>
  );
}

const TONES = {
  plain: {},
  title: { bold: true },
  bad: { color: "red" },
  dim: { dimColor: true },
} as const;

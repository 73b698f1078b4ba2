import { render, Text } from "ink";
import type { ReactElement } from "react";
import { type CliIo, type TextSink, toAscii, wantsColor } from "../io.ts";
import { cut, type Look, type Size } from "./lines.tsx";

/** A screen on standard error that follows a snapshot until it is taken down. */
export interface Live {
  /** Takes the screen down; one line stays. */
  unmount(lastLine: string): void;
}

const REDRAW_MS = 100;
/** A screen reader speaks every redraw. */
const SPOKEN_REDRAW_MS = 5000;
const USUAL_SIZE: Size = { columns: 80, rows: 24 };

/**
 * Draws a screen again and again, at most ten times a second, below what scrolled by. Reads no keys,
 * so Ctrl-C stays a signal.
 *
 * @param asked flags: ASCII only; colours, undefined = as the terminal wants
 */
export function mountLive(
  io: CliIo,
  asked: { readonly ascii: boolean; readonly color: boolean | undefined },
  draw: (size: Size, look: Look) => ReactElement,
): Live {
  const { stderr, env } = io;
  const look: Look = {
    ascii: asked.ascii || !speaksUtf8(env),
    color: wantsColor(io, stderr, asked.color),
  };
  const spoken = env["INK_SCREEN_READER"] === "true";
  const frame = (): ReactElement => draw(sizeOf(stderr), look);
  const ink = render(frame(), {
    // Ink asks a terminal for little more than write, columns, rows and resize events.
    stdout: stderr as unknown as NodeJS.WriteStream,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 1000 / REDRAW_MS,
    isScreenReaderEnabled: spoken,
  });
  const timer = setInterval(() => ink.rerender(frame()), spoken ? SPOKEN_REDRAW_MS : REDRAW_MS);
  return {
    unmount: (lastLine) => {
      clearInterval(timer);
      const { columns } = sizeOf(stderr);
      const text = cut(look.ascii ? toAscii(lastLine) : lastLine, columns);
      ink.rerender(<Text>{text}</Text>);
      ink.unmount();
    },
  };
}

function sizeOf({ columns, rows }: TextSink): Size {
  // A pseudo terminal without a window says 0.
  return { columns: columns || USUAL_SIZE.columns, rows: rows || USUAL_SIZE.rows };
}

/** The locale decides which characters a terminal shows; without one, plain ones. */
function speaksUtf8(env: CliIo["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return /utf-?8/i.test(locale);
}

import { spawn } from "node:child_process";
import type { Invocation } from "./context.ts";
import { fullPath } from "./paths.ts";

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a report where there is a screen; says how to where there is none. */
export function openInBrowser({ io, note }: Invocation, report: string): void {
  const path = fullPath(io, report);
  note(`Open: file://${encodeURI(path)}`);
  const hasScreen =
    process.platform in OPENERS || io.env["DISPLAY"] !== undefined || io.env["WAYLAND_DISPLAY"];
  if (!hasScreen || io.stdout.isTTY !== true) return;
  const [program, ...words] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...words, path], { detached: true, stdio: "ignore" });
  child.on("error", () => note("no program opened it; use the address above"));
  child.unref();
}

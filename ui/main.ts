#!/usr/bin/env node
import { runCli } from "./cli.ts";
import { exitOf } from "./exitCodes.ts";
import { inlineMore } from "./inlining.ts";

/** The process: its streams and signals around one command line. */
inlineMore();

// `costmoat ... | head -1` is no error: the reader has what it wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitOf("ok").code);
    throw error;
  });
}

const stop = new AbortController();
const SIGNALS = { SIGINT: "interrupted", SIGTERM: "terminated" } as const;
for (const [signal, name] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    // The second time means now.
    if (stop.signal.aborted) process.exit(exitOf(name).code);
    stop.abort(name);
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  readStdin,
  signal: stop.signal,
});

async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

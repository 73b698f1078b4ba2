import { afterEach } from "vitest";

/**
 * Runs before every test file: a line printed in a test is a defect, for results go through return
 * values. The call throws where it happens; a test that swallows this fails at its end.
 */
const printed: string[] = [];

for (const method of ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const) {
  console[method] = (...values: unknown[]): never => {
    const line = `console.${method}: ${values.map(String).join(" ").slice(0, 200)}`;
    printed.push(line);
    throw new Error(`a test printed to the console (${line}); expected silence`);
  };
}

afterEach(() => {
  const lines = printed.splice(0);
  if (lines.length > 0) {
    throw new Error(`a test printed to the console (${lines.join("; ")}); expected silence`);
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FLAGS } from "../../ui/flags.ts";
import { VERBS } from "../../ui/verbs.ts";
import { cli, emptyFolder } from "./cli.ts";

const FIELDS = [
  "schema",
  "extends",
  "name",
  "model",
  "demand",
  "fleet",
  "economics",
  "run",
  "supply",
];
const INNER = [
  "rate",
  "gpu",
  "tp",
  "count",
  "trace",
  "electricity",
  "seed",
  "reps",
  "window",
  "x-a",
];
const VALUES = [
  "1",
  "-1",
  "0",
  "h100",
  "20/s",
  "9 MW",
  "null",
  "[]",
  "{}",
  "&a [*a]",
  "1e400",
  "~",
  "owned",
];

describe("whatever is typed", () => {
  it("a scenario of any text is valid or told about, never a defect", async () => {
    const line = fc
      .tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...INNER), fc.constantFrom(...VALUES))
      .map(([field, inner, value]) => `${field}: {${inner}: ${value}}`);
    const text = fc.oneof(
      fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n")),
      fc
        .array(fc.constantFrom(...FIELDS, ...VALUES, ": ", "\n", "  ", "- "), { maxLength: 12 })
        .map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 60 }),
    );
    const cwd = emptyFolder();
    await fc.assert(
      fc.asyncProperty(text, async (stdin) => {
        const { code } = await cli(["validate", "-", "-q"], { cwd, stdin });
        expect([0, 3, 10]).toContain(code);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it("a command line of any words ends with a known code", async () => {
    const verbs = VERBS.map(({ name }) => name).filter((name) => name !== "sweep");
    const flags = FLAGS.map(({ name }) => `--${name}`).filter((name) => name !== "--out");
    const word = fc.constantFrom(
      ...flags,
      "producer",
      "consumer",
      "chips",
      "=",
      "--",
      "-",
      "1",
      "nope",
    );
    const cwd = emptyFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...verbs),
        fc.array(word, { maxLength: 5 }),
        async (verb, words) => {
          // Nothing may run: a line that is in order is only looked at.
          const dry = verb === "run" || verb === "compare" ? ["--dry-run"] : [];
          const { code } = await cli([...dry, verb, ...words], { cwd });
          expect([0, 2, 3, 10]).toContain(code);
        },
      ),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

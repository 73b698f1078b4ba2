import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPreset } from "../../scenarios/presets/presets.ts";
import { CLAIMS } from "../../scenarios/study/claims.ts";
import { cli, emptyFolder } from "./cli.ts";

describe("explain", () => {
  it("refuses what has no effect", async () => {
    for (const [words, said] of [
      ["explain", "explain without a scenario"],
      ["run embeddings --shapley", "--shapley has no effect on run"],
      ["explain embeddings --waterfall", "--waterfall has no effect on explain"],
      ["validate --claims producer", "a scenario has no effect with --claims"],
      ["validate --claims --published", "--published has no effect with --claims"],
    ] as const) {
      const cwd = emptyFolder();
      const { code, err } = await cli(words.split(" "), { cwd });
      expect([words, code]).toEqual([words, 2]);
      expect(err).toContain(said);
      expect(existsSync(join(cwd, "out"))).toBe(false);
    }
  });
});

describe("claims", () => {
  it("each name presets that exist, a range and a condition for each figure", () => {
    for (const { id, low, high, measures } of CLAIMS) {
      expect([id, low < high, measures.length > 0]).toEqual([id, true, true]);
      expect(new Set(measures.map(({ where }) => where)).size).toBe(measures.length);
      for (const { presets } of measures) {
        for (const name of presets) expect(findPreset(name)?.kind, name).toBeDefined();
      }
    }
    expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimOutDir, outDirName, sha256Of, writeResult, writeWhole } from "../../reports/write.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "costmoat-write-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const digest = "7f3a91c2d".padEnd(64, "0");
const files = [{ name: "runs.csv", text: "a\n1\n" }];

describe("writing a result", () => {
  it("leaves whole files, their digests in a manifest, and nothing half done", () => {
    const directory = claimOutDir(root, "compare", digest);
    expect(directory).toBe(join(root, outDirName("compare", digest)));
    const written = writeResult(directory, digest, files, { seconds: 1 });
    expect(readdirSync(directory).sort()).toEqual(["manifest.json", "runs.csv"]);
    expect(written[0]?.sha256).toBe(sha256Of("a\n1\n"));
    const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ digest, run: { seconds: 1 } });
  });

  it("the same result goes to the same place, another one never does", () => {
    const directory = claimOutDir(root, "compare", digest);
    writeResult(directory, digest, files, {});
    expect(claimOutDir(root, "compare", digest)).toBe(directory);
    const twin = `${digest.slice(0, 8)}e`.padEnd(64, "0");
    const other = claimOutDir(root, "compare", twin);
    expect(other).toBe(join(root, "compare-7f3a91c2e"));
    expect(readFileSync(join(directory, "runs.csv"), "utf8")).toBe("a\n1\n");
  });

  it("a directory that is not ours is not touched", () => {
    const directory = claimOutDir(root, "compare", digest);
    writeFileSync(join(directory, "manifest.json"), "not json");
    expect(claimOutDir(root, "compare", digest)).not.toBe(directory);
  });

  it("a write that fails leaves the old file and no rubbish", () => {
    const path = join(root, "r.html");
    writeWhole(path, "old", "report");
    expect(() => writeWhole(join(path, "below.html"), "new", "report")).toThrow();
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(root)).toEqual(["r.html"]);
  });
});

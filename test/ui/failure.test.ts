import { describe, expect, it } from "vitest";
import { InvariantError } from "../../sim/invariant.ts";
import { EXIT_CODES, exitOf } from "../../ui/exitCodes.ts";
import { failureOf, reportFailure } from "../../ui/failure.ts";
import { plainProgress } from "../../ui/plain.ts";
import { InterruptedError } from "../../ui/runners/interrupted.ts";

describe("an error", () => {
  it.each([
    ["a broken law", new InvariantError("energy: 1 J, meters 2 J"), "integrity"],
    ["a full disk", Object.assign(new Error("x"), { syscall: "write", code: "ENOSPC" }), "io"],
    ["Ctrl-C", new InterruptedError(AbortSignal.abort("interrupted")), "interrupted"],
    ["SIGTERM", new InterruptedError(AbortSignal.abort("terminated")), "terminated"],
    ["a defect", new TypeError("x of undefined"), "internal"],
    ["something thrown", "text", "internal"],
  ])("%s has its own exit", (_, error, exit) => {
    expect(failureOf(error).exit).toBe(exit);
  });

  it("of the program is one block without its stack unless asked for details", () => {
    const said: string[] = [];
    const io = {
      ...{ stdout: { write: () => 0 }, stderr: { write: (text: string) => said.push(text) } },
      ...{ env: {}, cwd: ".", readStdin: async () => "", signal: new AbortController().signal },
    };
    const asked = { verb: "run", json: false, verbose: false };
    expect(reportFailure(new TypeError("x of undefined"), io, asked)).toBe(1);
    expect(said.join("")).toBe(
      "error[CM-E0900] internal: x of undefined\n" +
        "  = fix:  run again with -v and report what it prints; it is not your input's fault\n",
    );
    reportFailure(new TypeError("y"), io, { ...asked, verbose: true });
    expect(said.at(-1)).toMatch(/^TypeError: y\n +at /);
  });
});

describe("exit codes", () => {
  it("are distinct and in order", () => {
    const codes = EXIT_CODES.map(({ code }) => code);
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130, 143]);
    expect(exitOf("precision")).toEqual({ code: 7, name: "precision" });
  });
});

describe("plain progress", () => {
  it("says a line per 10 % or 30 s, and starts again with a new round", () => {
    const lines: string[] = [];
    let nowS = 0;
    const show = plainProgress({ write: (text) => lines.push(text) }, () => nowS, "a | b");
    for (const done of [0, 5, 10, 14, 20]) show({ stage: "x", done, total: 100 });
    nowS = 31;
    show({ stage: "slow", done: 21, total: 100 });
    show({ stage: "again", done: 0, total: 100 });
    expect(lines).toEqual([
      "[costmoat]   0 %  a | b  x\n",
      "[costmoat]  10 %  a | b  x\n",
      "[costmoat]  20 %  a | b  x\n",
      "[costmoat]  21 %  a | b  slow\n",
      "[costmoat]   0 %  a | b  again\n",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { terminalColumns } from "../../ui/io.ts";

const write = (): void => {};

describe("the width of a terminal", () => {
  it("is what the terminal says", () => {
    expect(terminalColumns({ write, isTTY: true, columns: 132 })).toBe(132);
  });

  it("is not known of a pipe, nor of a terminal without a window", () => {
    expect(terminalColumns({ write, columns: 132 })).toBeNull();
    expect(terminalColumns({ write, isTTY: true, columns: 0 })).toBeNull();
    expect(terminalColumns({ write, isTTY: true })).toBeNull();
  });
});

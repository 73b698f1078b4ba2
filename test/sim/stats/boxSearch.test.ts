import { describe, expect, it } from "vitest";
import { uniformSource } from "../../../sim/random/streams.ts";
import { winningBox } from "../../../sim/stats/boxSearch.ts";

const columns = ["a", "b", "c"].map((name) => {
  const uniform = uniformSource(name);
  return Float64Array.from({ length: 400 }, () => 100 * uniform());
});
const winsWhere = (rule: (a: number, b: number, c: number) => boolean): boolean[] =>
  Array.from({ length: 400 }, (_, k) => rule(columns[0]![k]!, columns[1]![k]!, columns[2]![k]!));

describe("the box where one wins", () => {
  it("is found where there is one, with no limit on what does not matter", () => {
    const box = winningBox(
      columns,
      winsWhere((a, _, c) => a > 62 && c < 45),
    );
    expect(box?.limits.map(({ column, side }) => [column, side])).toEqual([
      [0, "above"],
      [2, "below"],
    ]);
    // Cuts stand at deciles: the nearest inside and outside of 62 and of 45.
    expect(box?.limits[0]?.limit).toBeGreaterThan(52);
    expect(box?.limits[0]?.limit).toBeLessThan(70);
    expect(box?.density).toBeGreaterThanOrEqual(0.9);
    expect(box?.coverage).toBeGreaterThan(0.6);
  });

  it("states density and coverage of the samples themselves", () => {
    const wins = winsWhere((a) => a > 30);
    const box = winningBox(columns, wins);
    const [limit] = box?.limits ?? [];
    const inside = wins.filter((_, k) => columns[0]![k]! > (limit?.limit ?? 0));
    expect(box?.samples).toBe(inside.length);
    expect(box?.density).toBe(inside.filter((win) => win).length / inside.length);
    expect(box?.coverage).toBe(
      inside.filter((win) => win).length / wins.filter((win) => win).length,
    );
  });

  it("is none where chance decides, where all win and where nobody does", () => {
    const coin = uniformSource("coin");
    expect(
      winningBox(
        columns,
        winsWhere(() => coin() < 0.3),
      ),
    ).toBeNull();
    expect(
      winningBox(
        columns,
        winsWhere(() => true),
      ),
    ).toBeNull();
    expect(
      winningBox(
        columns,
        winsWhere(() => false),
      ),
    ).toBeNull();
  });
});

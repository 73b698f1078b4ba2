import { describe, expect, it } from "vitest";
import { endNames, nameRoomPx, shortNames } from "../../reports/charts/lines.ts";

describe("names beside the ends of curves", () => {
  it("stay whole where there is room", () => {
    expect(shortNames(["moat-b200-owner", "moat-h100-renter"], 16)).toEqual([
      "moat-b200-owner",
      "moat-h100-renter",
    ]);
  });

  it("lose the words they all begin with, then their ends", () => {
    expect(shortNames(["moat-b200-owner", "moat-h100-renter"], 12)).toEqual([
      "b200-owner",
      "h100-renter",
    ]);
    const [first, second] = shortNames(["moat-b200-owner", "moat-h100-renter"], 8);
    expect(first).toMatch(/^b200/);
    expect(second).toMatch(/^h100/);
    expect(shortNames(["moat-b200-owner"], 8)[0]).toHaveLength(8);
  });

  it("have room for the longest of them, up to a third of the picture", () => {
    const names = ["integrator-with-distribution", "owner"];
    const room = nameRoomPx(names, 720);
    expect(room).toBeGreaterThan(200);
    expect(room).toBeLessThan(240);
    expect(nameRoomPx(["a-name-that-nobody-would-ever-want-to-read"], 720)).toBeLessThan(240);
    const frame = { right: 720 - room, top: 0, bottom: 300 };
    const [label = ""] = endNames(
      [{ name: "integrator-with-distribution", series: 6, y: 10 }],
      frame,
      720,
    );
    expect(label).toContain(">integrator-with-distribution<");
  });

  it("do not lie over each other", () => {
    const ends = Array.from({ length: 9 }, (_, i) => ({ name: `s${i}`, series: i, y: 100 }));
    const labels = endNames(ends, { right: 600, top: 0, bottom: 300 }, 720);
    const ys = labels.map((label) => Number(/ y="([\d.]+)"/.exec(label)?.[1]));
    for (const [i, y] of ys.slice(1).entries()) expect(y - (ys[i] ?? 0)).toBeGreaterThanOrEqual(15);
  });
});

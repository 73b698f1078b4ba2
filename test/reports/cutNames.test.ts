import { describe, expect, it } from "vitest";
import { cutNames } from "../../reports/cutNames.ts";

describe("names cut to a width", () => {
  it("stay whole where they fit", () => {
    expect(cutNames(["rent", "own"], 4)).toEqual(["rent", "own"]);
  });

  it("lose their ends", () => {
    expect(cutNames(["infrastructure-sovereign", "ad-funded"], 14)).toEqual([
      "infrastruct...",
      "ad-funded",
    ]);
  });

  it("lose their middles where their beginnings are alike", () => {
    expect(cutNames(["cloud-reserved-1y", "cloud-reserved-3y"], 12)).toEqual([
      "cloud...d-1y",
      "cloud...d-3y",
    ]);
  });

  it("are never longer than asked, however little that is", () => {
    for (let most = 0; most <= 10; most++) {
      for (const name of cutNames(["cloud-reserved-1y", "cloud-reserved-3y"], most)) {
        expect(name.length).toBeLessThanOrEqual(most);
      }
    }
  });
});

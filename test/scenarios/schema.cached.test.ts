import { describe, expect, it } from "vitest";
import { issuesOf, strategyOf } from "./tryScenario.ts";

describe("demand.cached_requests", () => {
  it("says how many requests find the cached share", async () => {
    const { plan, assumptions } = await strategyOf(
      "demand: {cached_share: 30 %, cached_requests: 60 %}",
    );
    expect(plan.demand).toMatchObject({ cachedShare: 0.3, cachedRequestShare: 0.6 });
    expect(assumptions.find(({ path }) => path === "demand.cached_requests")?.value).toBe(0.6);
  });

  it("cannot be fewer than the share itself", async () => {
    const [issue] = await issuesOf("demand: {cached_share: 30 %, cached_requests: 20 %}");
    expect(issue?.code).toBe("CM-E0304");
    expect(issue?.message).toMatch(/20 %.*30 %/);
  });

  it("has no effect beside a simulated cache or sessions", async () => {
    for (const lines of [
      "demand: {cached_requests: 60 %}\nfleet: {cache: on}",
      "demand: {workload: agent, cached_requests: 60 %}",
    ]) {
      const issues = await issuesOf(lines);
      expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(["CM-E0301"]));
      expect(issues.map(({ path }) => path)).toContain("demand.cached_requests");
    }
  });
});

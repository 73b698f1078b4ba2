import { describe, expect, it } from "vitest";
import { fleetOf, issuesOf, strategyOf, withModel } from "./tryScenario.ts";

const demandOf = async (lines: string) => (await strategyOf(lines)).plan.demand;
const paths = async (lines: string) =>
  (await issuesOf(lines)).map(({ code, path }) => [code, path]);

describe("sessions", () => {
  it("begin at the stated rate, and a rate of requests means as many of theirs", async () => {
    const agents = await strategyOf("demand: {workload: agent, sessions: 0.2/s}");
    expect(agents.plan.demand.arrivals).toMatchObject({ kind: "sessions", sessionsPerS: 0.2 });
    expect(agents.horizon.meanRequestsPerS).toBeCloseTo(0.2 * 68, 12);
    const byRequests = await demandOf("demand: {workload: agent, rate: 34/s}");
    expect(byRequests.arrivals).toMatchObject({ kind: "sessions", sessionsPerS: 0.5 });
    const nested = await strategyOf(
      "demand: {workload: agent, sessions: 1/s, session: {turns: 5, sub_agents: 50 %, sub_agent_turns: 3}}",
    );
    // The last of five turns hands nothing on: 5 + 0.5 x 4 x 3.
    expect(nested.horizon.meanRequestsPerS).toBe(11);
  });

  it("have the workload's laws where none is stated, and the stated ones elsewhere", async () => {
    const { arrivals } = await demandOf(`demand:
  session:
    turns: {mean: 4}
    shared: 500
    first: {median: 800, sigma: 1, max: 20000}
    new: 120
    output: {levels: [0, 0.5, 1], values: [10, 100, 900]}
    wait: {parts: [{weight: 40 %, median: 5 s, sigma: 0.5}, {weight: 60 %, median: 2 min, sigma: 1}]}
    context: 30000
    compacted: 1000
`);
    expect(arrivals).toMatchObject({
      kind: "sessions",
      session: {
        turns: { kind: "geometric", mean: 4 },
        sharedTokens: 500,
        firstTokens: { kind: "lognormals", parts: [{ weight: 1, mu: Math.log(800) }], max: 20_000 },
        newTokens: { kind: "fixed", value: 120 },
        outputTokens: { kind: "table", levels: [0, 0.5, 1], values: [10, 100, 900] },
        waitS: { kind: "lognormals", parts: [{ weight: 0.4 }, { weight: 0.6, mu: Math.log(120) }] },
        ...{ contextTokens: 30_000, compactedTokens: 1000, subAgentShare: 0 },
      },
    });
    const chat = await demandOf("demand: {workload: multi-turn}");
    expect(chat.arrivals).toMatchObject({ session: { turns: { kind: "geometric" } } });
  });

  it("fill at most nine tenths of the context that is served", async () => {
    const context = async (lines: string) => {
      const { arrivals } = await demandOf(lines);
      return arrivals.kind === "sessions" ? arrivals.session.contextTokens : 0;
    };
    expect(await context("demand: {workload: agent}\nfleet: {context: 40000}")).toBe(36_000);
    const stated = "demand: {workload: agent, session: {context: 39000}}\nfleet: {context: 40000}";
    expect(await context(stated)).toBe(39_000);
  });

  it("are refused where the demand has none, and with what they replace", async () => {
    expect(await paths("demand: {workload: conv, sessions: 1/s}")).toEqual([
      ["CM-E0301", "demand.sessions"],
    ]);
    expect(await paths("demand: {workload: conv, session: {shared: 5}}")).toEqual([
      ["CM-E0301", "demand.session"],
    ]);
    expect(await paths("demand: {workload: agent, sessions: 1/s, rate: 5/s}")).toEqual([
      ["CM-E0301", "demand.rate"],
    ]);
    expect(await paths("demand: {workload: agent, arrivals: poisson}")).toEqual([
      ["CM-E0301", "demand.arrivals"],
    ]);
    expect(await paths("demand: {session: {shared: 5}, lengths: {input: 5, output: 5}}")).toEqual([
      ["CM-E0301", "demand.lengths"],
    ]);
    expect(await paths("demand: {workload: agent, session: {sub_agent_turns: 5}}")).toEqual([
      ["CM-E0301", "demand.session.sub_agent_turns"],
    ]);
    expect(await paths("demand: {workload: agent, cached_share: 5 %}\nfleet: {cache: on}")).toEqual(
      [["CM-E0301", "demand.cached_share"]],
    );
    const full = "demand: {workload: agent, session: {context: 20000, compacted: 9000}}";
    expect(await paths(full)).toEqual([["CM-E0304", "demand.session.context"]]);
    expect(await paths("demand: {workload: agent}\nfleet: {context: 9000}")).toEqual([
      ["CM-E0304", "demand.workload"],
    ]);
    expect(await paths("demand: {workload: agent, sessions: 2 per furlong}")).toEqual([
      ["CM-E0116", "demand.sessions"],
    ]);
  });

  it("refuse laws without a form, with two, or out of order", async () => {
    const law = (text: string) => paths(`demand: {session: {turns: ${text}}}`);
    const at = "demand.session.turns";
    expect(await law("{}")).toEqual([["CM-E0302", at]]);
    expect(await law("{mean: 5, median: 4, sigma: 1}")).toEqual([["CM-E0302", at]]);
    expect(await law("{mean: 5, max: 9}")).toEqual([["CM-E0302", `${at}.max`]]);
    expect(await law("{median: 5}")).toEqual([["CM-E0302", at]]);
    expect(await law("{levels: [0, 1], values: [5, 4]}")).toEqual([["CM-E0302", `${at}.values`]]);
    expect(await law("{levels: [0.1, 1], values: [4, 5]}")).toEqual([["CM-E0302", `${at}.levels`]]);
    expect(await law("{median: 5, sigma: 1, min: 9, max: 3}")).toEqual([["CM-E0302", `${at}.min`]]);
    expect(await law("0")).toEqual([["CM-E0119", at]]);
    expect(await paths("demand: {session: {wait: {mean: 5 s}}}")).toEqual([
      ["CM-E0302", "demand.session.wait"],
    ]);
  });
});

describe("classes and services", () => {
  it("have promises and rights of their own, and the scenario's elsewhere", async () => {
    const { classes } = await demandOf(`demand:
  classes:
    - {name: paid, share: 60 %, priority: 3, weight: 2, ttft: 1 s, tpot: 50 ms}
    - {name: free, share: 40 %, patience: 20 s, tries: 2, retry_delay: 5 s, quota: 6 k tokens/min, burst: 500}
faults: {max_tries: 7}
`);
    expect(classes).toEqual([
      {
        ...{ name: "paid", share: 0.6, priority: 3, weight: 2, ttftS: 1, tpotS: 0.05 },
        ...{ patienceS: Infinity, maxTries: 7, retryDelayS: 1 },
        ...{ quotaTokensPerS: Infinity, quotaBurstTokens: Infinity },
      },
      {
        ...{ name: "free", share: 0.4, priority: 0, weight: 1, ttftS: 2, tpotS: 0.1 },
        ...{ patienceS: 20, maxTries: 2, retryDelayS: 5 },
        ...{ quotaTokensPerS: 100, quotaBurstTokens: 500 },
      },
    ]);
  });

  it("bring requests of their own, of any kind", async () => {
    const { services } = await demandOf(`demand:
  services:
    - {name: night, workload: batch, rate: 2/s, ttft: 8 h, priority: -1}
    - {name: agents, workload: agent, sessions: 0.1/s}
    - {name: own, lengths: {input: 100, output: 10}, arrivals: {gamma: {cv: 3}}, rate: 1/s, cached_share: 10 %}
`);
    expect(services).toMatchObject([
      {
        arrivals: { kind: "constant", requestsPerS: 2 },
        requestClass: { name: "night", share: 1, priority: -1, ttftS: 28_800 },
      },
      { arrivals: { kind: "sessions", sessionsPerS: 0.1 } },
      {
        arrivals: { kind: "gamma", cv: 3, requestsPerS: 1 },
        lengths: { kind: "fixed", inputTokens: 100, outputTokens: 10 },
        cachedShare: 0.1,
      },
    ]);
  });

  it("are refused where they do not add up", async () => {
    const classes = (text: string) => paths(`demand: {classes: [${text}]}`);
    expect(await classes("{name: a, share: 50 %}, {name: b, share: 40 %}")).toEqual([
      ["CM-E0304", "demand.classes"],
    ]);
    expect(await classes("{name: a, share: 50 %}, {name: a, share: 50 %}")).toEqual([
      ["CM-E0302", "demand.classes[1].name"],
    ]);
    expect(await classes("{name: a, share: 100 %, quota: 5 tpm}")).toEqual([
      ["CM-E0201", "demand.classes[0].quota"],
    ]);
    expect(await classes("{name: a, share: 100 %, burst: 5}")).toEqual([
      ["CM-E0301", "demand.classes[0].burst"],
    ]);
    expect(await classes("{name: a, share: 100 %, patience: soon}")).toEqual([
      ["CM-E0203", "demand.classes[0].patience"],
    ]);
    expect(await classes("{name: 1 a, share: 100 %}")).toEqual([
      ["CM-E0119", "demand.classes[0].name"],
    ]);
    const services = (text: string) => paths(`demand: {services: [${text}]}`);
    expect(await services("{name: a, rate: 1/s}")).toEqual([
      ["CM-E0201", "demand.services[0].workload"],
    ]);
    expect(await services("{name: a, workload: conv}")).toEqual([
      ["CM-E0201", "demand.services[0].rate"],
    ]);
    expect(await services("{name: a, workload: conv, sessions: 1/s}")).toEqual([
      ["CM-E0201", "demand.services[0].rate"],
      ["CM-E0301", "demand.services[0].sessions"],
    ]);
  });
});

describe("a closed loop", () => {
  it("has clients that think, and a rate that follows from them", async () => {
    const loop = "arrivals: {closed_loop: {clients: 30, think: 4 s}}";
    const lines = `demand: {lengths: {input: 100, output: 21}, ${loop}}\nfleet: {count: 2}`;
    const strategy = await strategyOf(lines);
    expect(strategy.plan.demand.arrivals).toEqual({
      ...{ kind: "closedLoop", concurrency: 30, requests: 1e9, thinkS: 4 },
    });
    // 30 clients over 4 s of thought and a promise of 2 s + 20 x 0.1 s.
    expect(strategy.horizon.meanRequestsPerS).toBe(30 / 8);
    expect(await paths(`demand: {${loop}}`)).toEqual([["CM-E0302", "fleet.count"]]);
    expect(await paths(`demand: {${loop}, rate: 5/s}\nfleet: {count: 2}`)).toEqual([
      ["CM-E0301", "demand.rate"],
    ]);
  });
});

describe("work in whole units", () => {
  const painter = withModel({ id: "painter", kind: "diffusion", steps: 28, textTokens: 154 });
  const reader = withModel({ id: "reader", kind: "encoder", tokensPerUnit: 512 });

  it("is what a model of its kind is asked for, its passes as output tokens", async () => {
    const { plan, horizon } = await strategyOf("model: painter", painter);
    expect(plan.demand).toMatchObject({
      arrivals: { kind: "poisson", requestsPerS: 5 },
      lengths: { kind: "fixed", inputTokens: 1, outputTokens: 28 },
    });
    expect(plan.promise).toMatchObject({ ttftS: 5, tpotS: 0.5 });
    expect(horizon.meanRequestsPerS).toBe(5);
    const read = await strategyOf("model: reader\npromise: {ttft: 200 ms}", reader);
    expect(read.plan.demand.lengths).toEqual({ kind: "fixed", inputTokens: 512, outputTokens: 1 });
    expect(read.plan.promise.ttftS).toBe(0.2);
  });

  it("fits the context that its model has: an answer, frames beside words, samples without one", async () => {
    const short = withModel({ id: "reader", kind: "encoder", contextTokens: 512 });
    const read = await strategyOf("model: reader", short);
    expect(read.plan.demand.lengths).toEqual({ kind: "fixed", inputTokens: 511, outputTokens: 1 });
    const speech = { kind: "encoderDecoder", contextTokens: 448, tokensPerUnit: 1500 } as const;
    const heard = await fleetOf("model: hearer", withModel({ id: "hearer", ...speech }));
    expect(heard.engine.contextTokens).toBe(1948);
    const scorer = withModel({ id: "scorer", kind: "recommender", contextTokens: 1 });
    expect((await fleetOf("model: scorer", scorer)).engine.contextTokens).toBe(2 ** 20);
    const stated = await fleetOf("model: scorer\nfleet: {context: 50}", scorer);
    expect(stated.engine.contextTokens).toBe(50);
  });

  it("may be promised by the unit", async () => {
    const { plan } = await strategyOf("model: painter\npromise: {unit: 27 s}", painter);
    expect(plan.promise).toMatchObject({ ttftS: 5, tpotS: 1 });
    const few = "model: painter\ndemand: {lengths: {input: 1, output: 4}}\npromise: {unit: 27 s}";
    expect((await strategyOf(few, painter)).plan.promise.tpotS).toBe(9);
    const both = await issuesOf("model: painter\npromise: {unit: 27 s, tpot: 1 s}", painter);
    expect(both.map(({ code, path }) => [code, path])).toEqual([["CM-E0301", "promise.tpot"]]);
    expect(await paths("promise: {unit: 27 s}")).toEqual([["CM-E0301", "promise.unit"]]);
  });

  it("does not fit a model of another kind, and text not a model of units", async () => {
    const [issue] = await issuesOf("model: painter\ndemand: {workload: conv}", painter);
    expect(issue).toMatchObject({ code: "CM-E0304", path: "demand.workload" });
    expect(issue?.fix).toContain("demand.workload=image");
    expect(await paths("demand: {workload: embedding}")).toEqual([["CM-E0304", "demand.workload"]]);
    const own = await strategyOf(
      "model: painter\ndemand: {lengths: {input: 1, output: 9}}",
      painter,
    );
    expect(own.plan.demand.lengths).toMatchObject({ outputTokens: 9 });
  });
});

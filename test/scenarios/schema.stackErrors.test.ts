import { describe, expect, it } from "vitest";
import { CATALOG, type Catalog } from "../../scenarios/catalog/catalog.ts";
import { issuesOf, withModel } from "./tryScenario.ts";

const AGENTS = "demand: {workload: agent, sessions: 0.2/s}";
const TWO = "demand: {classes: [{name: a, share: 50 %}, {name: b, share: 50 %}]}";
const POOL = "pools: {b: {tp: 2}}";

/** Lines that are refused -> code, path and part of the message of the one issue. */
type Case = readonly [lines: string, code: string, path: string, says: string];

async function check(cases: readonly Case[], catalog: Catalog = CATALOG): Promise<void> {
  for (const [lines, code, path, says] of cases) {
    const issues = await issuesOf(lines, catalog);
    const found = issues.map((issue) => [issue.code, issue.path]);
    expect(found, lines).toEqual([[code, path]]);
    expect(issues[0]?.message, lines).toContain(says);
  }
}

describe("a lever without effect", () => {
  it("is refused with what it would need", async () => {
    const dead = (lines: string, path: string, says: string): Case => [
      lines,
      "CM-E0301",
      path,
      says,
    ];
    await check([
      dead("fleet: {batch_wait: 1 s}", "fleet.batch_wait", "policy: static"),
      dead(`${AGENTS}\nfleet: {policy: static, cache: on}`, "fleet.cache", "static batch"),
      dead("fleet: {policy: static, speculation: {}}", "fleet.speculation", "static batch"),
      dead("fleet: {policy: static, preemption: swap}", "fleet.preemption", "static batch"),
      dead("fleet: {policy: static, token_budget: 4096}", "fleet.token_budget", "static batch"),
      dead("fleet: {swap_bandwidth: 10 GB/s}", "fleet.swap_bandwidth", "preemption: swap"),
      dead("fleet: {queue: priority}", "fleet.queue", "demand.classes"),
      dead("fleet: {cache: on}", "fleet.cache", "no sessions"),
      dead(`${AGENTS}\nfleet: {cache: {write: back}}`, "fleet.cache.write", "cache.tiers"),
      dead(
        `${AGENTS}\nfleet: {cache: {tiers: [{store: host, store_bandwidth: 1 TB/s}]}}`,
        "fleet.cache.tiers[0].store_bandwidth",
        "scope: fleet",
      ),
      dead("fleet: {speculation: {precision: bf16}}", "fleet.speculation.precision", "heads"),
      dead(
        "fleet: {count: 2, router_signal: [{from: 0 s, weights: [1, 1]}]}",
        "fleet.router_signal",
        "weighted",
      ),
      dead("fleet: {parallel: {micro_batches: 4}}", "fleet.parallel.micro_batches", "pipeline"),
      dead("fleet: {parallel: {expert_skew: 1.2}}", "fleet.parallel.expert_skew", "experts"),
      dead(
        "fleet: {scaling: {signal: schedule, target: 3, schedule: [{from: 0 s, replicas: 1}]}}",
        "fleet.scaling.target",
        "clock",
      ),
      dead(
        "fleet: {scaling: {max: 3, schedule: [{from: 0 s, replicas: 1}]}}",
        "fleet.scaling.schedule",
        "load decides",
      ),
      dead("fleet: {main_replicas: 2}", "fleet.main_replicas", "pools"),
      dead(`fleet: {${POOL}}`, "fleet.pools.b", "no request passes it"),
      dead(
        `fleet: {${POOL}, flow: {kind: direct, pool: b, encoder_tokens: 5}}`,
        "fleet.flow.encoder_tokens",
        "encoded",
      ),
      dead(
        `fleet: {${POOL}, flow: {kind: cascade, score_error: 5 %, tiers: [{pool: b, quality: 50 %}, {pool: main, quality: 90 %}]}}`,
        "fleet.flow.score_error",
        "by-score",
      ),
      dead(
        `fleet: {${POOL}, flow: {kind: cascade, tiers: [{pool: b, quality: 50 %}, {pool: main, quality: 90 %, caught: 1}]}}`,
        "fleet.flow.tiers[1].caught",
        "last one",
      ),
      dead(
        `fleet: {pools: {b: {batch_wait: 1 s}}, flow: {kind: direct, pool: b}}`,
        "fleet.pools.b.batch_wait",
        "policy: static",
      ),
    ]);
  });

  it("is refused on a model that keeps no context", async () => {
    const catalog = withModel({ id: "painter", kind: "diffusion", steps: 28 });
    await check(
      [
        [
          "model: painter\nfleet: {speculation: {}}",
          "CM-E0301",
          "fleet.speculation",
          "no tokens one by one",
        ],
        [
          "model: painter\nfleet: {kv_compression: {bytes: 50 %}}",
          "CM-E0301",
          "fleet.kv_compression",
          "no context",
        ],
      ],
      catalog,
    );
  });
});

describe("levers that exclude each other", () => {
  it("are told apart", async () => {
    await check([
      ["fleet: {router: prefix-affinity}", "CM-E0304", "fleet.router", "without a prefix cache"],
      ["fleet: {router: session-affinity}", "CM-E0304", "fleet.router", "without sessions"],
      ["fleet: {count: 2, router: weighted}", "CM-E0201", "fleet.router_signal", "router_signal"],
      [
        "fleet: {router: weighted, router_signal: [{from: 0 s, weights: [1]}]}",
        "CM-E0302",
        "fleet.count",
        "replica by replica",
      ],
      [
        "fleet: {count: 3, router: weighted, router_signal: [{from: 0 s, weights: [1, 1]}]}",
        "CM-E0304",
        "fleet.router_signal[0]",
        "2 weights for 3 replicas",
      ],
      ["fleet: {parallel: {expert: 4}}", "CM-E0304", "fleet.parallel.expert", "is dense"],
      [
        "model: deepseek-v3\nfleet: {tp: 2, parallel: {data: 2, expert: 8}}",
        "CM-E0304",
        "fleet.parallel.expert",
        "of a stage of 4",
      ],
      [
        `${AGENTS}\nfleet: {cache: {block: 24}}`,
        "CM-E0304",
        "fleet.cache.block",
        "over blocks of 16",
      ],
      [
        `${AGENTS}\nfleet: {cache: {tiers: [{store: ssd}, {store: ssd}]}}`,
        "CM-E0302",
        "fleet.cache.tiers[1].store",
        "two tiers",
      ],
      [
        `${AGENTS}\nfleet: {cache: {tiers: [{store: host, scope: fleet, capacity: 1 TB}]}}`,
        "CM-E0201",
        "fleet.cache.tiers[0].store_bandwidth",
        "all replicas share",
      ],
      ["fleet: {scaling: {}}", "CM-E0201", "fleet.scaling.max", "count: auto"],
      ["fleet: {scaling: {min: 5, max: 4}}", "CM-E0304", "fleet.scaling.min", "between 5 and 4"],
      ["fleet: {scaling: {signal: schedule}}", "CM-E0201", "fleet.scaling.schedule", "schedule"],
    ]);
  });

  it("are found in flows and pools", async () => {
    const flow = (fields: string): string => `fleet: {${POOL}, flow: {${fields}}}`;
    await check([
      [
        `fleet: {${POOL}, flow: {kind: disaggregated, prefill: b, decode: b}}`,
        "CM-E0304",
        "fleet.flow.decode",
        "twice",
      ],
      [
        "fleet: {pools: {b: {policy: static}}, flow: {kind: disaggregated, decode: b}}",
        "CM-E0304",
        "fleet.flow.decode",
        "static batches",
      ],
      [
        "fleet: {flow: {kind: disaggregated, decode: main}}",
        "CM-E0304",
        "fleet.flow.decode",
        'passes the pool "main" twice',
      ],
      [
        `fleet: {pools: {b: {}, bb: {}}, flow: {kind: disaggregated, prefill: bb, decode: b}, service_flows: {x: {kind: direct}}}`,
        "CM-E0203",
        "fleet.service_flows.x",
        "unknown service",
      ],
      [
        flow("kind: cascade, tiers: [{pool: b, quality: 90 %}, {pool: main, quality: 80 %}]"),
        "CM-E0304",
        "fleet.flow.tiers[1].quality",
        "no more than the tier before",
      ],
      [
        `${TWO}\nfleet: {shed_above: {c: 5}}`,
        "CM-E0203",
        "fleet.shed_above.c",
        'unknown class "c"',
      ],
      [
        "fleet: {pools: {main: {}}, flow: {kind: direct}, shed_above: 5, service_flows: {}}",
        "CM-E0301",
        "fleet.pools.main",
        "no request passes it",
      ],
      [
        "fleet: {pools: {b: {model: llama-3.1-7b}}, flow: {kind: direct, pool: b}}",
        "CM-E0305",
        "fleet.pools.b.model",
        "unknown model",
      ],
      [
        "fleet: {speculation: {draft: lama-3.1-8b}}",
        "CM-E0305",
        "fleet.speculation.draft",
        "unknown draft model",
      ],
      [
        "fleet: {pools: {b: {precision: fp4}}, flow: {kind: direct, pool: b}}",
        "CM-E0304",
        "fleet.pools.b.precision",
        "does not compute in fp4",
      ],
    ]);
    const [unknown] = await issuesOf(
      "fleet: {pools: {decoder: {}}, flow: {kind: disaggregated, prefill: decoder, decode: decodr}}",
    );
    expect(unknown).toMatchObject({ code: "CM-E0203", suggestions: ["decoder"] });
    const missing = await issuesOf(`fleet: {flow: {kind: encoded}}`);
    expect(missing.map(({ code, path }) => [code, path])).toEqual([
      ["CM-E0201", "fleet.flow.encoder"],
      ["CM-E0201", "fleet.flow.encoder_tokens"],
    ]);
  });

  it("are explained with units, words and bounds", async () => {
    await check([
      ["fleet: {policy: prefil-first}", "CM-E0203", "fleet.policy", "unknown value"],
      [
        "fleet: {preemption: swap, swap_bandwidth: 20 GB}",
        "CM-E0116",
        "fleet.swap_bandwidth",
        "is a size",
      ],
      ["fleet: {preemption: swap, swap_bandwidth: 20}", "CM-E0117", "fleet.swap_bandwidth", "unit"],
      [
        "fleet: {kv_compression: {bytes: 100 %}}",
        "CM-E0119",
        "fleet.kv_compression.bytes",
        "out of bounds",
      ],
      [
        "fleet: {speculation: {acceptance: 0.9 to 0.6}}",
        "CM-E0119",
        "fleet.speculation.acceptance",
        "is no share",
      ],
      [
        "fleet: {scaling: {max: 2, load: {parts: [{weight: 50 %, median: 1 s, sigma: 1}]}}}",
        "CM-E0302",
        "fleet.scaling.load.parts",
        "sum to 50 %",
      ],
      ["fleet: {prefix_caching: true}", "CM-E0205", "fleet.prefix_caching", "unknown field"],
      ["fleet: {speculation: {token: 3}}", "CM-E0204", "fleet.speculation.token", "unknown field"],
      [
        `${AGENTS}\nfleet: {cache: {tiers: [{store: disk}]}}`,
        "CM-E0203",
        "fleet.cache.tiers[0].store",
        "unknown value",
      ],
    ]);
  });
});

import { SOLVE } from "./solve/solveSchema.ts";

/** JSON Schema of what every verb prints with --json, and of the record inside a report. */

const text = { type: "string" } as const;
const number = { type: "number" } as const;
const orNull = <Schema extends object>(schema: Schema) => ({ anyOf: [schema, { type: "null" }] });
const list = <Schema extends object>(items: Schema) => ({ type: "array", items });

function fields(properties: Readonly<Record<string, object>>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

const pair = (item: object) => ({ type: "array", items: item, minItems: 2, maxItems: 2 });
const spread = fields({ p10: orNull(number), p50: orNull(number), p90: orNull(number) });

/** What the ranges of the inputs do; only where they were drawn. */
const MONTE_CARLO = fields({
  base: text,
  samples: { type: "integer" },
  sampling: { enum: ["latin-hypercube", "plain"] },
  perfect_information_usd: number,
  outcomes: list(
    fields({
      scenario: text,
      decision_usd: spread,
      npv_usd: spread,
      worst_npv_usd: number,
      loss_probability: orNull(number),
      best_probability: number,
      mean_regret_usd: number,
      p95_regret_usd: number,
    }),
  ),
  pairs: list(fields({ first: text, second: text, first_cheaper_probability: number })),
  inputs: list(
    fields({
      path: text,
      scenarios: list(text),
      unit: text,
      low: number,
      value: number,
      high: number,
      law: { enum: ["interval", "uniform", "triangular"] },
      rank_correlation: number,
      noise: number,
      variance_share: number,
      matters: { type: "boolean" },
    }),
  ),
  correlations: list(
    fields({
      path: text,
      other: text,
      stated: number,
      used: orNull(number),
      found: orNull(number),
      reason: orNull(text),
    }),
  ),
  not_moved: list(fields({ path: text, scenarios: list(text), reason: text })),
  flips: list(text),
});

const notice = { code: text, message: text, fix: text };

const WATERFALL = fields({
  scenario: text,
  reason: orNull({ ...text, description: "Why there are no bars." }),
  purchased_usd: number,
  useful_usd: number,
  toil_usd: orNull(number),
  revenue_usd: orNull(number),
  mtok: number,
  bars: list(
    fields({
      lever: text,
      usd: number,
      left_usd: number,
      alone_usd: number,
      shapley_usd: orNull(number),
      instead: orNull(text),
    }),
  ),
  attribution: list(
    fields({
      stage: text,
      tax: text,
      usd: number,
      flops: number,
      joules: number,
      tokens: orNull(number),
      chip_hours: number,
    }),
  ),
  evaluations: { type: "integer" },
  replications: { type: "integer" },
});

export const RESULT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "costmoat result",
  ...fields(
    {
      schema: { const: "costmoat.result/1" },
      verb: text,
      ok: { type: "boolean" },
      exit: fields({ code: { type: "integer" }, name: text }),
      verdict: fields({
        kind: { enum: ["winner", "tie", "undecided", "point", "infeasible", "unstable", "none"] },
        winner: orNull(text),
        runner_up: orNull(text),
        metric: orNull(text),
        confidence: orNull({ enum: ["high", "moderate", "low"] }),
        agree: orNull(pair({ type: "integer" })),
        from_month: orNull(number),
        replications_needed: orNull(number),
        sentence: text,
        flips: list(text),
      }),
      metrics: list(
        fields(
          {
            scenario: text,
            name: text,
            value: orNull(number),
            ci: orNull(pair(number)),
            level: number,
            n: { type: "integer" },
            unit: text,
            kind: { enum: ["simulated", "assumed", "derived"] },
            reason: { ...text, description: "Why the value is null." },
          },
          ["reason"],
        ),
      ),
      market: fields({
        months: { type: "integer" },
        sellers: list(
          fields({
            name: text,
            scenario: text,
            cost_factor: number,
            full_load_usd_per_mtok: orNull(number),
            avoidable_usd_per_mtok: orNull(number),
            survival_months: { ...orNull(number), description: "Null: it is not starved." },
            attacker_usd_per_month: orNull(number),
            free_users_per_paying_user: orNull(number),
            first_moat_share: orNull(number),
            last_moat_share: orNull(number),
            moat_half_life_months: orNull(number),
            moat_npv_usd: orNull(number),
            last_share: orNull(number),
            last_cash_usd: orNull(number),
            efficient_mtok_per_month: number,
            efficient_capital_usd: number,
          }),
        ),
        events: list(
          fields({
            month: { type: "integer" },
            firm: text,
            event: text,
            why: text,
            buyer: orNull(text),
            price_usd: orNull(number),
          }),
        ),
      }),
      return_on_compute: list(
        fields({
          scenario: text,
          cash: orNull(number),
          cash_after_people: orNull(number),
          value: orNull(number),
          marginal_value: orNull(number),
          marginal_cash: orNull(number),
          beta: orNull(number),
          in_scaling_trap: orNull({ type: "boolean" }),
          break_even_paying_share: orNull(number),
          collapse_years: orNull(number),
        }),
      ),
      monte_carlo: MONTE_CARLO,
      waterfalls: list(WATERFALL),
      solve: SOLVE,
      warnings: list(fields(notice)),
      errors: list(
        fields(
          {
            ...notice,
            file: text,
            line: { type: "integer" },
            col: { type: "integer" },
            path: text,
            expected: text,
            got: text,
            suggestions: list(text),
            docs: text,
          },
          ["file", "line", "col", "path", "expected", "got", "suggestions", "docs"],
        ),
      ),
      files: list(fields({ role: text, path: text, sha256: text })),
      provenance: orNull(
        fields({
          run_id: text,
          config_hash: text,
          engine: text,
          seed: text,
          replications: { type: "integer" },
          command: text,
          digest: text,
          physics_sha256: text,
          terms_sha256: text,
        }),
      ),
    },
    ["market", "return_on_compute", "monte_carlo", "waterfalls", "solve"],
  ),
} as const;

export const RECORD_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "costmoat record",
  description: "What a report carries inside itself so that it can be run again.",
  ...fields({
    schema: { const: "costmoat.record/1" },
    provenance: fields(
      {
        tool: { const: "costmoat" },
        version: text,
        semantics: text,
        seed: text,
        replications: { type: "integer", minimum: 1 },
        level: { ...number, description: "Confidence of the intervals; 0.95 where absent." },
        waterfall: { enum: ["ordered", "all orders"] },
        question: text,
        command: text,
        configs: list(
          fields({ name: text, config: text, sha256: text, fields: { type: "object" } }, [
            "fields",
          ]),
        ),
        traces: list(
          fields({
            name: text,
            format: text,
            sha256: text,
            rows: { type: "integer" },
            packed: orNull(text),
          }),
        ),
        physicsSha256: text,
        termsSha256: text,
        digest: text,
      },
      ["level", "waterfall", "question"],
    ),
  }),
} as const;

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
const notice = { code: text, message: text, fix: text };

export const RESULT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "costmoat result",
  ...fields({
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
  }),
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
      ["level"],
    ),
  }),
} as const;

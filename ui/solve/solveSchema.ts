/** JSON Schema of the part of a result that is a solve's own. */

const text = { type: "string" } as const;
const number = { type: "number" } as const;
const whole = { type: "integer" } as const;
const orNull = <Schema extends object>(schema: Schema) => ({ anyOf: [schema, { type: "null" }] });
const ends = { type: "array", items: number, minItems: 2, maxItems: 2 } as const;

function all(properties: Readonly<Record<string, object>>) {
  const required = Object.keys(properties);
  return { type: "object", properties, required, additionalProperties: false };
}

export const SOLVE = all({
  schema: { const: "costmoat.solve/1" },
  find: text,
  until: text,
  value: number,
  unit: text,
  set: { type: "array", items: text },
  today: orNull(number),
  interval: orNull(ends),
  interval_of: orNull({ enum: ["roots", "neighbours"] }),
  level: number,
  replications: whole,
  holds: { enum: ["above", "below", "everywhere", "at"] },
  other_value: orNull(number),
  step: { type: "boolean" },
  changes: whole,
  within: ends,
  values: whole,
  simulations: whole,
  how: { enum: ["priced", "map", "runs"] },
  sides: {
    type: "array",
    items: all({
      ...{ scenario: text, name: text, unit: text, value: orNull(number) },
      ...{ half_width: orNull(number), n: whole, reason: orNull(text) },
    }),
  },
  difference: orNull(all({ mean: number, half_width: orNull(number) })),
  check: text,
});

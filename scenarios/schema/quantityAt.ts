import type { z } from "zod";
import { scenarioSchema } from "../scenario.ts";
import type { Path } from "./layers.ts";
import { QUANTITIES, type QuantityFacts } from "./quantity.ts";

/** The parts of a zod definition that lead to the fields below it. */
interface Definition {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly in?: z.core.$ZodType;
  readonly getter?: () => z.core.$ZodType;
}

/** What the number at a path of the scenario file measures, and its bounds; null = no quantity. */
export function quantityAt(path: Path): QuantityFacts | null {
  let schemas = unwrapped(scenarioSchema);
  for (const step of path) {
    schemas = schemas.flatMap((schema) => {
      const { shape, element, valueType } = definitionOf(schema);
      const inner =
        typeof step === "number"
          ? element
          : shape !== undefined && Object.hasOwn(shape, step)
            ? shape[step]
            : valueType;
      return inner === undefined ? [] : unwrapped(inner);
    });
  }
  for (const schema of schemas) {
    const facts = QUANTITIES.get(schema as z.ZodType);
    if (facts !== undefined) return facts;
  }
  return null;
}

/** A schema and every alternative of it, out of defaults, options and transforms. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, options = [], in: input, getter } = definitionOf(schema);
  const inner = [innerType, input, getter?.(), ...options].flatMap((one) => one ?? []);
  return [schema, ...inner.flatMap(unwrapped)];
}

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as Definition;
}

import type { Path } from "./layers.ts";

/** Looks into the JSON Schema of a file format: which fields stand where, with which defaults. */

/** The parts of JSON Schema that `z.toJSONSchema` writes and this file reads. */
interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

export interface Field {
  readonly path: string;
  readonly description: string;
  readonly default: unknown;
  /** Words that the field accepts, where it accepts words. */
  readonly words: readonly string[];
  /** Holds fields of its own. */
  readonly isSection: boolean;
}

export class FieldMap {
  readonly #root: SchemaNode;
  #all: readonly Field[] | undefined;

  constructor(schema: object) {
    this.#root = schema as SchemaNode;
  }

  /** Names of the fields that may stand at a path; empty where none may. */
  fieldsAt(path: Path): string[] {
    const names = this.#at(path).flatMap((node) => Object.keys(node.properties ?? {}));
    return [...new Set(names)];
  }

  /** Words that the value at a path may be. */
  wordsAt(path: Path): string[] {
    return wordsOf(this.#at(path));
  }

  defaultAt(path: Path): unknown {
    return this.#at(path).find((node) => node.default !== undefined)?.default;
  }

  describes(path: Path): string {
    return this.#at(path).find((node) => node.description !== undefined)?.description ?? "";
  }

  has(path: Path): boolean {
    return this.#at(path).length > 0;
  }

  /** Every field of the format, sections included, in the order of the schema; a priced value is one. */
  all(): readonly Field[] {
    this.#all ??= this.#walk();
    return this.#all;
  }

  #walk(): Field[] {
    const found: Field[] = [];
    const visit = (path: string[]): void => {
      for (const name of this.fieldsAt(path)) {
        const at = [...path, name];
        const below = this.fieldsAt(at);
        const isValue = below.includes("range") && below.includes("grade");
        found.push({
          path: at.join("."),
          description: this.describes(at),
          default: this.defaultAt(at),
          words: this.wordsAt(at),
          isSection: below.length > 0 && !isValue,
        });
        if (!isValue && at.length < 6) visit(at);
      }
    };
    visit([]);
    return found;
  }

  #at(path: Path): SchemaNode[] {
    let nodes = alternatives(this.#root);
    for (const step of path) {
      nodes = nodes.flatMap((node) => {
        const properties = node.properties ?? {};
        const inner =
          typeof step === "number" || (step === "*" && node.items !== undefined)
            ? node.items
            : Object.hasOwn(properties, step)
              ? properties[step]
              : typeof node.additionalProperties === "object"
                ? node.additionalProperties
                : undefined;
        return inner === undefined ? [] : alternatives(inner);
      });
    }
    return nodes;
  }
}

function alternatives(node: SchemaNode): SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return [node, ...inner.flatMap(alternatives)];
}

function wordsOf(nodes: readonly SchemaNode[]): string[] {
  const words = nodes.flatMap((node) => [...(node.enum ?? []), node.const]);
  return [...new Set(words.filter((word) => typeof word === "string"))];
}

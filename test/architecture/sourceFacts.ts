import { parseAst } from "vitest/node";

/** What the architecture rules ask about one source file. */
export interface SourceFacts {
  /** Module names of every import and re-export, types and dynamic imports included. */
  readonly imports: readonly string[];
  readonly hasDefaultExport: boolean;
  /** Every identifier that is not a property name; `Math.random` counts as one. */
  readonly names: ReadonlySet<string>;
  /** Uses of the type that switches checking off. */
  readonly anyTypes: number;
  /** Functions of every kind, methods included: 0 in a pure table. */
  readonly functions: number;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * Reads one TypeScript file.
 *
 * @throws Error when the text is not TypeScript
 */
export function sourceFacts(path: string, text: string): SourceFacts {
  const lang = path.endsWith(".d.ts") ? "dts" : path.endsWith(".tsx") ? "tsx" : "ts";
  const imports: string[] = [];
  const names = new Set<string>();
  let hasDefaultExport = false;
  let anyTypes = 0;
  let functions = 0;

  const visit = (node: Node): void => {
    if (node.type === "TSAnyKeyword") anyTypes++;
    if (/^(ArrowFunction|Function)(Expression|Declaration)$/.test(node.type)) functions++;
    if (node.type === "ExportDefaultDeclaration") hasDefaultExport = true;
    if (node.type === "ExportSpecifier" && nameOf(node["exported"]) === "default") {
      hasDefaultExport = true;
    }
    if (node.type === "Identifier" || node.type === "JSXIdentifier") names.add(nameOf(node));
    if (node.type === "MemberExpression" && nameOf(node["object"]) === "Math") {
      names.add(`Math.${nameOf(node["property"])}`);
    }
    const from = node["source"];
    if (isNode(from)) imports.push(moduleName(from));
    for (const [key, child] of Object.entries(node)) {
      if (isPropertyName(node, key)) continue;
      for (const part of Array.isArray(child) ? child : [child]) if (isNode(part)) visit(part);
    }
  };
  // A declaration file describes another module: its default export is that module's.
  visit(parseAst(text, { lang }, path) as unknown as Node);
  return {
    imports,
    hasDefaultExport: hasDefaultExport && lang !== "dts",
    names,
    anyTypes,
    functions,
  };
}

/** The text of a module name; a computed one cannot be checked. */
function moduleName(node: Node): string {
  const value = node["value"];
  return typeof value === "string" ? value : "(computed)";
}

function isPropertyName(node: Node, key: string): boolean {
  if (node["computed"] === true) return false;
  if (key === "property") return node.type === "MemberExpression";
  if (key !== "key") return false;
  return node["shorthand"] !== true;
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return "";
  const name = node["name"] ?? node["value"];
  return typeof name === "string" ? name : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

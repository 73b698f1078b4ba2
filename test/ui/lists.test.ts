import { describe, expect, it } from "vitest";
import { LISTS } from "../../ui/lists.ts";
import { cli } from "./cli.ts";

describe("every list", () => {
  it.each(LISTS.map(({ name }) => [name]))(
    "%s has a table, CSV and JSON of its rows",
    async (name) => {
      const json = JSON.parse((await cli(["list", name, "--json"])).out) as { rows: object[] };
      expect(json.rows.length).toBeGreaterThan(1);
      const table = (await cli(["list", name])).out.trimEnd().split("\n");
      expect(table).toHaveLength(json.rows.length + 1);
      const [header = ""] = (await cli(["list", name, "--format", "csv"])).out.split("\n");
      expect(header.split(",")).toEqual(Object.keys(json.rows[0] ?? {}));
      const listed = LISTS.find((list) => list.name === name);
      for (const column of listed?.columns ?? []) expect(header.split(",")).toContain(column);
    },
  );
});

describe("every schema", () => {
  it.each([["scenario"], ["study"], ["result"], ["record"]])(
    "%s is a JSON Schema",
    async (name) => {
      const { code, out } = await cli(["schema", name]);
      const schema = JSON.parse(out) as { $schema: string; type: string };
      expect([code, schema.type]).toEqual([0, "object"]);
      expect(schema.$schema).toContain("json-schema.org");
    },
  );
});

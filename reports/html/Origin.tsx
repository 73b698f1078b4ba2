import type { ReactElement } from "react";
import type { ConfigRecord, Provenance } from "../provenance.ts";
import { DataTable } from "./DataTable.tsx";

/** Where the report comes from and how to make it again. */
export function Origin({ provenance }: { provenance: Provenance }): ReactElement {
  const { configs, traces } = provenance;
  return (
    <>
      <p className="answer">
        This file carries its own scenarios
        {traces.some(({ packed }) => packed !== null) ? " and requests" : ""}:{" "}
        <code>costmoat repro THIS_FILE.html</code> runs it again and compares the digest.
      </p>
      <p>
        The command that made it: <code className="command">{provenance.command}</code>
      </p>
      <DataTable
        id="provenance-table"
        data={{
          caption: "Versions and digests",
          columns: [{ label: "what" }, { label: "value" }],
          rows: [
            ["tool", `${provenance.tool} ${provenance.version}`],
            ["semantics of the engine", provenance.semantics],
            ["seed", provenance.seed],
            ["replications", String(provenance.replications)],
            ["digest of the result", provenance.digest],
            ["physics, SHA-256", provenance.physicsSha256],
            ["terms, SHA-256", provenance.termsSha256],
            ...configs.map(({ name, sha256 }) => [`scenario ${name}, SHA-256`, sha256]),
            ...traces.map(({ name, format, rows, sha256, packed }) => [
              `trace ${name} (${format}, ${rows} requests, ${packed === null ? "not embedded" : "embedded"}), SHA-256`,
              sha256,
            ]),
          ],
        }}
      />
      {configs.map((config) => (
        <details className="config" key={config.name}>
          <summary>Resolved scenario: {config.name}</summary>
          <pre>{indented(config)}</pre>
        </details>
      ))}
    </>
  );
}

function indented({ config }: ConfigRecord): string {
  try {
    return JSON.stringify(JSON.parse(config), null, 2);
  } catch {
    return config;
  }
}

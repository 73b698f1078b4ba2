import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SCRIPT, SCRIPT_SHA256 } from "../../reports/html/script.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { comparisonFixture, type FixtureOptions, provenanceFixture } from "./fixture.ts";
import { stackFixture } from "./fixtureStack.ts";

const CASES: readonly (readonly [name: string, options: FixtureOptions | "stack"])[] = [
  ["three strategies", {}],
  ["two strategies", { roles: ["consumer", "producer"] }],
  ["one strategy", { roles: ["producer"] }],
  ["an API alone", { roles: ["consumer"] }],
  ["nothing random", { replications: 1, flatDay: true }],
  ["an unstable fleet", { unstable: true }],
  ["hostile words", { hostile: true }],
  ["every lever of the serving stack", "stack"],
];

const render = (options: FixtureOptions | "stack") =>
  renderReport(
    options === "stack" ? stackFixture() : comparisonFixture(options),
    provenanceFixture(),
  );

const VOID = new Set(["meta", "br", "hr", "img", "input", "link"]);

describe.each(CASES)("a report on %s", (_, options) => {
  const html = render(options);

  it("gives the same bytes twice", () => {
    expect(render(options)).toBe(html);
  });

  it("is well formed, in a language, without NaN or undefined", () => {
    const open: string[] = [];
    const body = html
      .replace(/<!doctype html>/, "")
      .replace(/<(script|style)([^>]*)>[\s\S]*?<\/\1>/g, "<$1$2></$1>");
    for (const [, close, name = "", rest] of body.matchAll(
      /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|[^">])*)>/g,
    )) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (!rest?.endsWith("/") && !VOID.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
    expect(html).toContain('<html lang="en">');
    expect(body).not.toMatch(/NaN|undefined|\[object/);
  });

  it("fetches nothing: no address in src or href, a policy that forbids it", () => {
    expect(html).not.toMatch(/\b(src|href|action|srcset)="(?!#|")/);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).toContain("default-src &#39;none&#39;".replace(/&#39;/g, "'"));
  });

  it("runs exactly one script, which the policy knows by its hash", () => {
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, text]) => text)).toEqual([SCRIPT]);
    expect(html).toContain(`script-src 'sha256-${SCRIPT_SHA256}'`);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<[a-z][^>"]*(?:"[^"]*"[^>"]*)*\son[a-z]+=/i);
  });

  it("every id is there once and every link inside leads somewhere", () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    for (const [, refs] of html.matchAll(/aria-labelledby="([^"]*)"/g)) {
      for (const ref of refs?.split(" ") ?? []) expect(ids).toContain(ref);
    }
    for (const [, table] of html.matchAll(/data-table="([^"]*)"/g)) expect(ids).toContain(table);
  });

  it("has no empty section and no table without rows", () => {
    const blocks = html.split('<section class="block"').slice(1);
    expect(blocks.length).toBeGreaterThanOrEqual(10);
    for (const block of blocks) {
      const words = block
        .replace(/^[\s\S]*?<\/h2>/, "")
        .replace(/<[^>]+>/g, " ")
        .trim();
      expect(words.length, block.slice(0, 60)).toBeGreaterThan(60);
    }
    expect(html).not.toContain("<tbody></tbody>");
  });

  it("every picture has a table beside it and says how it was computed", () => {
    for (const figure of html.split("<figure>").slice(1)) {
      const after = figure.slice(figure.indexOf("</figure>"));
      expect(after.slice(0, 60)).toContain('<details class="twin">');
      expect(after).toContain('<details class="how">');
    }
  });

  it("stays below 600 kB", () => {
    expect(Buffer.byteLength(html)).toBeLessThan(600_000);
  });
});

describe("a report", () => {
  it("has 16 headed sections, the verdict first", () => {
    const names = [...render({}).matchAll(/<section class="block" id="([a-z-]+)"/g)];
    expect(names.map(([, id]) => id)).toEqual([
      "verdict",
      "key-numbers",
      "cost-stack",
      "break-even",
      "cumulative-cash",
      "what-matters",
      "chip-time",
      "latency",
      "over-time",
      "day-curve",
      "fleet-sizing",
      "cash-flow",
      "assumptions",
      "trust",
      "provenance",
      "data",
    ]);
  });

  it("has the sections of the serving stack only where its levers are used", () => {
    const ids = (html: string) =>
      [...html.matchAll(/<section class="block" id="([a-z-]+)"/g)].map(([, id]) => id);
    const added = ids(render("stack")).filter((id) => !ids(render({})).includes(id));
    expect(added).toEqual(["serving", "work"]);
    for (const id of ["pools", "drafts", "classes", "quality", "tasks", "waste"]) {
      expect(render("stack"), id).toContain(`id="${id}-table"`);
      expect(render({}), id).not.toContain(`id="${id}-table"`);
    }
  });

  it("pairs the cheapest with every other member where there are several", () => {
    const html = render("stack");
    const table = html.slice(
      html.indexOf('id="pairs-table"'),
      html.indexOf('id="key-numbers-table"'),
    );
    expect(table).toContain("Paired differences: producer less each of the others");
    for (const words of [
      "cost per video minute",
      "prefix cache hits",
      '<th scope="row">consumer<',
      '<th scope="row">renter<',
    ]) {
      expect(table, words).toContain(words);
    }
    expect(table.match(/\n± /g)?.length ?? 0).toBeGreaterThan(12);
    expect(render({ roles: ["consumer", "producer"] })).not.toContain('id="pairs-table"');
  });

  it("names the unit of work, its pools and what is no longer left out", () => {
    const html = render("stack");
    expect(html).toContain("<h3>cost per video minute</h3>");
    expect(html).toContain(
      "1 unit of the pools on 28 chips (replicas by pool: tier 1 llama-3.1-70b: 4, tier 2 llama-3.1-70b: 3)",
    );
    expect(html).toContain("It is simulated as it is, whole");
    expect(html).not.toContain("Prefix caches, speculative decoding and disaggregated prefill.");
    expect(html).toContain("Quality beyond the stated share");
    expect(html).toContain("classes.csv");
    const plain = render({});
    expect(plain).toContain("Prefix caches, speculative decoding and disaggregated prefill.");
    expect(plain).toContain("7 replicas on 28 chips");
    expect(plain).not.toMatch(/classes\.csv|simulated as it is/);
  });

  it("counts cost and demand in the unit that decides", () => {
    const decision = { metric: "usd_per_unit", label: "cost per image", unit: "image" } as const;
    const html = renderReport({ ...comparisonFixture(), decision }, provenanceFixture());
    expect(html).toContain("From how many requests a day does the answer change?");
    expect(html).toContain("USD per image (levelised)");
    expect(html).toContain("requests per day");
    expect(html).toContain("Difference in USD per image (");
    expect(html).not.toContain("tokens per day");
  });

  it("the hash in the policy is that of the script", () => {
    expect(SCRIPT_SHA256).toBe(createHash("sha256").update(SCRIPT).digest("base64"));
  });

  it("words of the user stay words", () => {
    const html = render({ hostile: true });
    expect(html).not.toMatch(/<b>|<img|<\/b>/);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("says so where there is no day curve and no fleet", () => {
    expect(render({ flatDay: true })).toContain("Flat: no day curve");
    expect(render({ roles: ["consumer"] })).not.toContain('id="chip-time"');
  });

  it("an unstable strategy has no place in the cost stack", () => {
    const html = render({ unstable: true });
    const stack = html.slice(
      html.indexOf('id="cost-stack-chart-table"'),
      html.indexOf('id="break-even"'),
    );
    expect(stack).toContain("renter");
    expect(stack).not.toContain("producer");
  });

  it("quotes how the model compares with measurements when it is told", () => {
    const rows = [
      { family: "hopper", metric: "tpot_ms", n: 41, medianApe: 0.13, p90Ape: 0.38, bias: -0.04 },
    ];
    const html = renderReport(comparisonFixture(), provenanceFixture(), {
      note: "41 measured rows, 3 skipped.",
      rows,
    });
    expect(html).toContain("41 measured rows, 3 skipped.");
    expect(html).toContain('id="validation-table"');
    expect(html).toContain("13 %");
  });
});

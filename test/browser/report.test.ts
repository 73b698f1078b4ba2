import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderPublished } from "../../reports/renderPublished.tsx";
import { renderReport } from "../../reports/renderReport.tsx";
import { PUBLISHED_TOPICS } from "../../sim/published/results.ts";
import { comparisonFixture, provenanceFixture } from "../reports/fixture.ts";
import { stackFixture } from "../reports/fixtureStack.ts";
import { waterfallFixture } from "../reports/fixtureWaterfall.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const require = createRequire(import.meta.url);

// Skipped where Debian's chromium is not installed (apt-get install -y chromium).
describe.skipIf(!existsSync(CHROMIUM))("the report in a browser", () => {
  let browser: Browser;
  let directory = "";
  let address = "";
  let stackAddress = "";
  let publishedAddress = "";
  let waterfallAddress = "";

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "costmoat-page-"));
    writeFileSync(
      join(directory, "r.html"),
      renderReport(comparisonFixture(), provenanceFixture()),
    );
    writeFileSync(join(directory, "stack.html"), renderReport(stackFixture(), provenanceFixture()));
    address = `file://${join(directory, "r.html")}`;
    stackAddress = `file://${join(directory, "stack.html")}`;
    waterfallAddress = `file://${join(directory, "waterfall.html")}`;
    writeFileSync(
      join(directory, "waterfall.html"),
      renderReport(waterfallFixture(), provenanceFixture()),
    );
    publishedAddress = `file://${join(directory, "published.html")}`;
    writeFileSync(join(directory, "published.html"), renderPublished(PUBLISHED_TOPICS, "0.1.0"));
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function opened(
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
    at = address,
  ): Promise<{ problems: string[]; requests: string[] }> {
    const context = await browser.newContext({ offline: true, ...options });
    const problems: string[] = [];
    const requests: string[] = [];
    const page = await context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(at);
    await look(page);
    await context.close();
    return { problems, requests };
  }

  async function isClean(
    view: { readonly viewport: { width: number; height: number }; readonly colorScheme?: "dark" },
    at: string,
  ): Promise<void> {
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    const look = async (page: Page) => {
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBe(view.viewport.width);
      await page.evaluate(axe);
      const found = await page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))",
      );
      expect(found).toEqual([]);
    };
    const seen = await opened({ ...view, bypassCSP: true }, look, at);
    expect(seen.problems).toEqual([]);
    expect(seen.requests).toEqual([at]);
  }

  it.each([
    ["light", { viewport: { width: 1000, height: 900 } }],
    ["dark", { viewport: { width: 1000, height: 900 }, colorScheme: "dark" }],
    ["narrow", { viewport: { width: 360, height: 740 } }],
  ] as const)(
    "%s: no network, no console line, no sideways scroll, no axe violation",
    async (_, view) => isClean(view, address),
  );

  it("with every lever of the serving stack it is as clean on a narrow screen", async () => {
    await isClean({ viewport: { width: 360, height: 740 } }, stackAddress);
  });

  it("with a waterfall it is as clean, wide and narrow", async () => {
    await isClean(
      { viewport: { width: 1000, height: 900 }, colorScheme: "dark" },
      waterfallAddress,
    );
    await isClean({ viewport: { width: 360, height: 740 } }, waterfallAddress);
  });

  it("the published results are as clean, wide and narrow", async () => {
    await isClean({ viewport: { width: 1000, height: 900 } }, publishedAddress);
    await isClean({ viewport: { width: 360, height: 740 }, colorScheme: "dark" }, publishedAddress);
  });

  it("without JavaScript the verdict, figures, charts and sources can be read", async () => {
    await opened({ javaScriptEnabled: false }, async (page) => {
      expect(await page.locator(".answer-line").innerText()).toContain("PRODUCER is cheaper");
      expect(await page.locator("svg.chart:visible").count()).toBeGreaterThanOrEqual(8);
      expect(await page.locator("button:visible").count()).toBe(0);
      expect(await page.locator("#assumptions-table").innerText()).toContain("EIA 2025 industrial");
      expect(await page.locator("#provenance-table").innerText()).toContain("7f3a91c2");
    });
  });

  it("the policy lets its script run: the theme turns and a table is saved as CSV", async () => {
    const seen = await opened({ acceptDownloads: true }, async (page) => {
      await page.locator("#theme").click();
      expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("[data-table=key-numbers-table]").click(),
      ]);
      expect(download.suggestedFilename()).toBe("key-numbers-table.csv");
      const csv = readFileSync(await download.path(), "utf8");
      expect(csv.split("\n")[0]).toContain("metric,consumer,renter,producer");
      expect(csv).toMatch(/NPV of cost,-\$[\d.]+M \+- /);
    });
    expect(seen.problems).toEqual([]);
  });

  it("prints with its tables open", async () => {
    await opened({ javaScriptEnabled: false }, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("#cost-stack-chart-table").isVisible()).toBe(true);
      expect(await page.locator("details.config").first().isVisible()).toBe(false);
    });
  });
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: "test",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    setupFiles: ["test/quiet.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By default one core stays free, which on two cores doubles the time.
    maxWorkers: "100%",
    // Nothing here keeps state in modules but what was simulated once: loaded and compiled code serves
    // every file of a worker.
    isolate: false,
  },
});

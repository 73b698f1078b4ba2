import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: "test",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    testTimeout: 120_000,
    // A printed line in a test is a defect: results go through return values.
    onConsoleLog: (log) => {
      throw new Error(`a test printed to the console: ${log.slice(0, 200)}`);
    },
  },
});

/** Unit tests stand beside their code, tests of the whole house in test/. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], environment: "node", testTimeout: 30_000 } },
      { test: { name: "console", include: ["console/**/*.test.ts"], environment: "node" } },
      { test: { name: "house", include: ["test/**/*.test.ts"], environment: "node", testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});

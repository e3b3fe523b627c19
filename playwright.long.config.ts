import { defineConfig } from '@playwright/test';

/** Benchmarks and soaks, which take too long for `npm test`. */
export default defineConfig<object, { everyFrame: boolean }>({
  testDir: 'e2e',
  testMatch: ['bench/*.bench.ts', 'soak/*.soak.ts'],
  globalSetup: './e2e/support/global-setup.ts',
  workers: 1,
  retries: 0,
  timeout: 0,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 30_000, everyFrame: true },
  reporter: 'list',
  outputDir: 'test-results/long',
  preserveOutput: 'failures-only',
});

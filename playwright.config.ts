import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // A suite of its own: `npm run faults`.
  testIgnore: '**/e2e/faults/**',
  globalSetup: './e2e/support/global-setup.ts',
  // Recording is real time and encoding takes a core: two browsers at once starve each other.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

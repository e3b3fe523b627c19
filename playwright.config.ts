import { defineConfig } from '@playwright/test';

// Nothing here measures time: each test asserts what holds on a busy machine too. So browsers record side by side. Two use
// about 90% of two cores; with three, each test takes longer, and records and encodes the more: 13.2 minutes instead of
// 12.9 (26 November 2026, one run each).
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // Only `npm run faults` runs these.
  grepInvert: /@long/,
  globalSetup: './e2e/support/global-setup.ts',
  workers: 2,
  // A test that fails once has failed.
  retries: 0,
  // A busy machine may take its time, up to the limits of several waits in one test; what never comes fails all the same.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

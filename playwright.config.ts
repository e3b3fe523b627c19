import { defineConfig } from '@playwright/test';

// Nothing here measures time: each test asserts what holds on a busy machine too. So browsers record side by side. Two leave
// a tenth of two cores idle, while tests wait; three use it, although each test takes longer then.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 3,
  // A test that fails once has failed.
  retries: 0,
  // A busy machine may take its time; what never comes fails all the same.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

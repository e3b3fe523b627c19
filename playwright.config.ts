import { defineConfig } from '@playwright/test';

/** What measures: how many frames there are, how often slices come, how far sound and picture are apart. */
const measuring = [
  'busy-popup',
  'camera-inset',
  'formats',
  'media-recorder-contract',
  'mix',
  'picture-options',
  'record-tab',
  'resized',
  'still-page',
  'sync',
  'timeslice-choice',
].map((name) => `**/e2e/${name}.spec.ts`);

// `scripts/test.ts` runs one project after the other: nothing runs beside a measurement.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 3,
  projects: [
    { name: 'guarantees', testIgnore: measuring, outputDir: 'test-results/guarantees' },
    { name: 'measurements', testMatch: measuring, workers: 1, outputDir: 'test-results/measurements' },
  ],
  // A test that fails once has failed.
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  preserveOutput: 'failures-only',
});

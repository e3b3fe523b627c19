import { defineConfig } from '@playwright/test';

const beside = [
  'accessibility',
  'deleting',
  'large-library',
  'manifest',
  'memory',
  'names',
  'permission-dialog',
  'popup-devices',
  'popup-options',
  'refused-tab',
  'setup',
  'setup-questions',
  'strange-database',
  'strangers',
].map((name) => `${name}.spec.ts`);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  // Recording is real time and encoding takes a core: two browsers that record starve each other. What shows pages
  // for the most part, and the recording of five minutes in a small picture, stand beside the others.
  workers: 2,
  projects: [
    { name: 'beside', testMatch: beside, workers: 1 },
    { name: 'alone', testIgnore: ['**/e2e/faults/**', ...beside], workers: 1 },
  ],
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

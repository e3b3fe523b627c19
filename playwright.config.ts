import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  // Recording is real time and encoding takes a core: two browsers at once starve each other. One with a small
  // picture, which does nothing but wait, can stand beside the others.
  workers: 2,
  projects: [
    { name: 'memory', testMatch: 'memory.spec.ts', workers: 1 },
    { name: 'browser', testIgnore: ['**/e2e/faults/**', 'memory.spec.ts'], workers: 1 },
  ],
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

import { defineConfig } from '@playwright/test';

const inFolder = (name: string) => `**/e2e/${name}.spec.ts`;

/**
 * What measures: how much is lost, how far sound and picture are apart, how often slices come, how many frames there
 * are. Recording is real time and encoding takes a core: these never stand beside one another.
 */
const measuring = [
  'busy-popup',
  'camera-inset',
  'faults/backends',
  'faults/contexts',
  'faults/encoder',
  'faults/extension',
  'faults/frozen',
  'faults/kills',
  'faults/storage-errors',
  'faults/tabs',
  'formats',
  'media-recorder-contract',
  'microphone-gone',
  'mix',
  'picture-options',
  'record-tab',
  'resized',
  'still-page',
  'sync',
  'tab-closed',
  'timeslice-choice',
].map(inFolder);

/** What is long and leaves the processor alone, or bears a busy one: small pictures, large files, waiting for the disk. */
const patient = [
  'deleting',
  'devices',
  'faults/full-disk',
  'killed-while-packing',
  'large-download',
  'memory',
].map(inFolder);

// The projects run side by side, each one test at a time.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 3,
  projects: [
    { name: 'patient', testMatch: patient, workers: 1 },
    { name: 'measuring', testMatch: measuring, workers: 1 },
    { name: 'others', testIgnore: [...patient, ...measuring], workers: 1 },
  ],
  // Where three browsers at once are too much for a machine, what measures is asked once more; the report names it as flaky.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  preserveOutput: 'failures-only',
});

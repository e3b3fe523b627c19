import { defineConfig } from '@playwright/test';
import base from './playwright.config';

// The faults, measured: see scripts/faults.ts.
export default defineConfig<object, { everyFrame: boolean }>({
  ...base,
  use: { ...base.use, everyFrame: true },
  grepInvert: [],
  projects: [
    // What takes too long for `npm test`, or needs a quiet machine, is only here.
    { name: 'faults', testDir: 'e2e/faults', testMatch: ['*.spec.ts', '*.long.ts'] },
    { name: 'variants', testIgnore: 'faults/**', grep: /@long/ },
  ],
  workers: 1,
  // Each test stages its fault that often.
  timeout: 90_000 * Number(process.env['TIMESLICE_FAULT_ROUNDS'] ?? 1),
  reporter: [['list'], ['json', { outputFile: 'test-results/faults.json' }]],
  outputDir: 'test-results/faults',
});

import { defineConfig } from '@playwright/test';
import base from './playwright.firefox.config';

// The faults in Firefox, measured: see scripts/faults.ts.
export default defineConfig({
  ...base,
  testMatch: ['killed.firefox.ts', 'full-disk.firefox.ts', '*.long.ts'],
  workers: 1,
  // Each test stages its fault that often.
  timeout: 120_000 * Number(process.env['TIMESLICE_FAULT_ROUNDS'] ?? 1),
  reporter: [['list'], ['json', { outputFile: 'test-results/faults.json' }]],
  outputDir: 'test-results/faults',
});

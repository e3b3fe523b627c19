import { defineConfig } from '@playwright/test';
import base from './playwright.config';

const { globalSetup: _chromium, ...common } = base;

// Timeslice in Firefox, on screens of its own.
export default defineConfig({
  ...common,
  testDir: 'e2e/firefox',
  testMatch: '*.firefox.ts',
  reporter: [['list'], ['json', { outputFile: 'test-results/firefox.json' }]],
  outputDir: 'test-results/firefox',
});

import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { chromium } from '@playwright/test';

/**
 * The Chromium to test with: the one that `TIMESLICE_CHROMIUM` names, the system's, or the one that
 * Playwright downloaded. Google Chrome is not an option, because it ignores
 * `--load-extension`.
 *
 * @throws Error if there is none
 */
export function findChromium(): string {
  const named = env['TIMESLICE_CHROMIUM'];
  const candidates = named ? [named] : ['/usr/bin/chromium', chromium.executablePath()];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error('No Chromium found: install it, or name its executable in TIMESLICE_CHROMIUM.');
  }
  return found;
}

import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { chromium } from '@playwright/test';

/** The files that may be a Chromium, the wished one first. */
function candidates(): string[] {
  const wished = env['TIMESLICE_CHROMIUM'];
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return [...(wished === undefined ? [] : [wished]), ...installed, chromium.executablePath()];
}

/**
 * The Chromium to test with: `TIMESLICE_CHROMIUM`, the system's, or the one that Playwright
 * downloaded. Google Chrome is no candidate, for it ignores `--load-extension`.
 *
 * @throws Error where there is none
 */
export function findChromium(): string {
  const found = candidates().find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error('No Chromium found: install it, or name its executable in TIMESLICE_CHROMIUM.');
  }
  return found;
}

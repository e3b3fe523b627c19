import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firefoxProgram } from '../e2e/support/firefox';
import { firefoxFolder, preferencesText } from '../e2e/support/firefox-app';
import { openMarionette } from '../e2e/support/marionette';

/** What a profile needs that keeps the recordings of an extension which is installed anew with each start. */
const preferences = {
  'marionette.port': 0,
  'remote.prefs.recommended': false,
  'browser.aboutwelcome.enabled': false,
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
};

/** How long Firefox may take to start, in ms. */
const startLimitMs = 60_000;

/**
 * Opens Firefox with Timeslice and a page, and resolves once the user has closed it.
 *
 * @param profile its folder; recordings are kept in it
 * @throws Error if there is no Firefox, or it doesn't start
 */
export async function showFirefox(profile: string, page: string): Promise<void> {
  const port = path.join(profile, 'MarionetteActivePort');
  mkdirSync(profile, { recursive: true });
  writeFileSync(path.join(profile, 'user.js'), preferencesText(preferences));
  rmSync(port, { force: true });
  const args = ['--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile, page];
  const child = spawn(firefoxProgram(), args, { stdio: 'ignore' });
  const closed = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', reject);
  });
  process.once('SIGINT', () => child.kill());
  for (let waitedMs = 0; !existsSync(port); waitedMs += 100) {
    if (waitedMs > startLimitMs) throw new Error('Firefox doesn’t start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const marionette = await openMarionette(Number(readFileSync(port, 'utf8')));
  await marionette.send('Addon:Install', { path: firefoxFolder, temporary: true });
  await marionette.send('WebDriver:DeleteSession');
  marionette.close();
  console.log('Firefox with Timeslice is open. Click the Timeslice button in the toolbar and then');
  console.log('"Start recording", or press Ctrl+Shift+L. Recordings are kept. Close the browser to exit.');
  await closed;
}

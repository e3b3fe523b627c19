// `npm start`: demonstrates the built extension. With a display, it opens a browser; without one, it records a demo
// page for a few seconds and saves the file to recordings/. With --firefox, it opens Firefox.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../e2e/support/browser';
import { distFolder, extensionId, extensionUrl, pages } from '../e2e/support/extension';
import { openPopup } from '../e2e/support/popup';
import { createProfile } from '../e2e/support/profile';
import { serveDemo } from './demo/serve';
import { playedSeconds, probedSeconds } from './duration';
import { downloadNewest, startRecording, stopRecording, textsOf } from './recording';
import { showFirefox } from './start-firefox';

const root = path.resolve(import.meta.dirname, '..');
const { env, platform } = process;
const inFirefox = process.argv.includes('--firefox');
build(inFirefox ? ['--mode', 'firefox'] : []);
const demo = await serveDemo();

try {
  if (inFirefox) await showFirefox(path.join(root, '.cache', 'profile-firefox'), demo.url());
  else if (hasDisplay()) await show();
  else await recordDemo();
} finally {
  demo.close();
}

function build(mode: readonly string[]): void {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--logLevel', 'warn', ...mode];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function hasDisplay(): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

async function show(): Promise<void> {
  // All starts share one profile, so recordings are kept.
  const profile = path.join(root, '.cache', 'profile');
  if (!existsSync(profile)) {
    mkdirSync(path.dirname(profile), { recursive: true });
    renameSync(await createProfile({ extension: distFolder, permitted: true }), profile);
    pinButton(path.join(profile, 'Default', 'Preferences'));
  }
  const browser = await launchBrowser({ profile, display: env['DISPLAY'] ?? '', setup: true });
  const closed = new Promise((resolve) => browser.context.once('close', resolve));
  await browser.probe.goto(demo.url());
  console.log('A browser with Timeslice is open. Click the Timeslice button in the toolbar and then');
  console.log('"Start recording", or press Ctrl+Shift+H. Recordings are kept. Close the browser to exit.');
  process.once('SIGINT', () => void browser.close());
  await closed;
}

/** Pins the button to the toolbar. */
function pinButton(preferences: string): void {
  const content = JSON.parse(readFileSync(preferences, 'utf8')) as { extensions?: object };
  const extensions = { ...content.extensions, pinned_extensions: [extensionId] };
  writeFileSync(preferences, JSON.stringify({ ...content, extensions }));
}

async function recordDemo(): Promise<void> {
  console.log('No display found. Recording a demo page for 5 seconds…');
  const browser = await launchBrowser();
  try {
    const page = await browser.context.newPage();
    await page.goto(demo.url({ sound: true }));
    const popup = await openPopup(browser, page);
    const texts = textsOf('en');
    await startRecording(browser, popup, texts);
    await page.waitForTimeout(5000);
    await stopRecording(browser, page, texts);
    const library = await browser.context.newPage();
    await library.goto(extensionUrl(pages.library));
    const file = await downloadNewest(library, path.join(root, 'recordings'), texts);
    const bytes = statSync(file).size;
    const seconds = probedSeconds(file) ?? (await playedSeconds(library));
    console.log(`Saved ${path.relative(root, file)}: ${seconds.toFixed(1)} s, ${bytes} bytes.`);
    console.log('With a display, `npm start` opens a browser with Timeslice.');
  } finally {
    await browser.dispose();
  }
}

// `npm start`: shows the built extension at work. With a display, in a browser that stays open; without
// one, it records a few seconds of a page by itself and leaves the file in recordings/.

import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../e2e/support/browser';
import { distFolder, extensionId, extensionUrl, pages } from '../e2e/support/extension';
import { openPopup } from '../e2e/support/popup';
import { createProfile } from '../e2e/support/profile';
import { serveDemo } from './demo/serve';
import { playedSeconds, probedSeconds } from './duration';
import { downloadNewest, startRecording, stopRecording, textsOf } from './recording';

const root = path.resolve(import.meta.dirname, '..');
const { env, platform } = process;
const demo = await serveDemo();

try {
  if (hasDisplay()) await show();
  else await recordByItself();
} finally {
  demo.close();
}

function hasDisplay(): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

async function show(): Promise<void> {
  // One profile for all starts: what was recorded stays.
  const profile = path.join(root, '.cache', 'profile');
  if (!existsSync(profile)) {
    mkdirSync(path.dirname(profile), { recursive: true });
    renameSync(await createProfile({ extension: distFolder, permitted: true }), profile);
    pinButton(path.join(profile, 'Default', 'Preferences'));
  }
  const browser = await launchBrowser({ profile, display: env['DISPLAY'] ?? '' });
  const closed = new Promise((resolve) => browser.context.once('close', resolve));
  await browser.probe.goto(demo.url());
  console.log('Timeslice is in the browser that opened. Click its button in the toolbar and');
  console.log('"Start recording", or press Ctrl+Shift+H. What you record stays; close the browser to end.');
  process.once('SIGINT', () => void browser.close());
  await closed;
}

/** Shows the button beside the address instead of behind the puzzle piece. */
function pinButton(preferences: string): void {
  const content = JSON.parse(readFileSync(preferences, 'utf8')) as { extensions?: object };
  const extensions = { ...content.extensions, pinned_extensions: [extensionId] };
  writeFileSync(preferences, JSON.stringify({ ...content, extensions }));
}

async function recordByItself(): Promise<void> {
  console.log('No display here, so Timeslice records a few seconds of a page by itself.');
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
    console.log('With a display, `npm start` opens a browser with Timeslice in it.');
  } finally {
    await browser.dispose();
  }
}

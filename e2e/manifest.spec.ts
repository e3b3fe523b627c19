import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { writeCompanion } from './support/companion';
import { distFolder, extensionId, pages } from './support/extension';
import { test } from './support/test';

const text = readFileSync(join(distFolder, 'manifest.json'), 'utf8');
const manifest = JSON.parse(text) as Record<string, unknown>;

test('requests exactly the documented permissions', () => {
  expect(manifest).toMatchObject({
    manifest_version: 3,
    minimum_chrome_version: '116',
    incognito: 'not_allowed',
  });
  expect(manifest['permissions']).toEqual(['contextMenus', 'offscreen', 'storage', 'unlimitedStorage']);
  expect(manifest['optional_permissions']).toEqual(['activeTab', 'tabCapture']);
  for (const key of [
    'host_permissions',
    'optional_host_permissions',
    'content_scripts',
    'web_accessible_resources',
    'externally_connectable',
    'update_url',
  ]) {
    expect(manifest, `no ${key}`).not.toHaveProperty(key);
  }
});

test('its content security policy allows exactly what is documented', () => {
  const { extension_pages: policy } = manifest['content_security_policy'] as { extension_pages: string };
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
});

const assets = join(distFolder, 'assets');

/** The scripts that are loaded with others: what those import, but not what they load when it is used. */
function loadedWith(names: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(names);
  for (const name of loaded) {
    const script = readFileSync(join(assets, name), 'utf8');
    for (const [, imported = ''] of script.matchAll(/\b(?:import|from)\s*["']\.\/([^"']+\.js)["']/g)) {
      loaded.add(imported);
    }
  }
  return loaded;
}

test('encoders are loaded when an export uses them, not with a page or the worker of an export', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const isEncoder = (name: string) => /^(?:mediabunny-)?(?:aac|mp3)-encoder|^gifenc/.test(name);
  expect(scripts.filter(isEncoder), 'each is a script of its own').toHaveLength(5);
  for (const page of Object.values(pages)) {
    const html = readFileSync(join(distFolder, page), 'utf8');
    const first = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) => basename(path));
    const loaded = [...loadedWith(first)];
    expect(loaded.length, `scripts of ${page}`).toBeGreaterThan(1);
    expect(loaded.filter(isEncoder), page).toEqual([]);
  }
  const worker = scripts.filter((name) => name.startsWith('export-worker'));
  expect(worker).toHaveLength(1);
  expect([...loadedWith(worker)].filter(isEncoder)).toEqual([]);
});

test.describe('beside an extension that asks the browser', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
    launch: async ({}, use) => {
      const companion = writeCompanion();
      await use({ permitted: false, companions: [companion] });
      rmSync(companion, { recursive: true, force: true });
    },
  });

  test('installing it shows no warning', async ({ app }) => {
    expect(await warnings(app, text)).toEqual([]);
    const greedy = JSON.stringify({ ...manifest, permissions: ['tabs'] });
    expect(await warnings(app, greedy), 'the browser would have warned').not.toEqual([]);
  });
});

test.describe('once it is installed', () => {
  test.use({ shared: true, launch: { permitted: false } });

  test('has the expected id and no optional permission at first', async ({ app }) => {
    const found = await app.probe.evaluate(async () => ({
      id: chrome.runtime.id,
      permissions: await chrome.permissions.getAll(),
    }));
    expect(found.id).toBe(extensionId);
    expect(found.permissions.origins).toEqual([]);
    expect(found.permissions.permissions?.sort()).toEqual(manifest['permissions']);
  });

  test('every suggested key is assigned', async ({ app }) => {
    const commands = await app.probe.evaluate(() => chrome.commands.getAll());
    const assigned = Object.fromEntries(commands.map(({ name, shortcut }) => [name, shortcut]));
    expect(assigned).toMatchObject({
      // The user may choose a key for the popup; more than four can't be suggested.
      _execute_action: '',
      'toggle-recording': 'Ctrl+Shift+H',
      'pause-resume': 'Ctrl+Shift+Y',
      'save-now': 'Ctrl+Shift+S',
      'mute-microphone': 'Ctrl+Shift+K',
    });
  });
});

async function warnings(app: TestBrowser, wanted: string): Promise<string[]> {
  const isCompanion = (url: string) => url.endsWith('/worker.js');
  const worker =
    app.context.serviceWorkers().find((candidate) => isCompanion(candidate.url())) ??
    (await app.context.waitForEvent('serviceworker', (candidate) => isCompanion(candidate.url())));
  return worker.evaluate(
    (asked) =>
      new Promise<string[]>((resolve, reject) => {
        chrome.management.getPermissionWarningsByManifest(asked, (found) => {
          const { lastError } = chrome.runtime;
          if (lastError === undefined) resolve(found);
          else reject(new Error(lastError.message));
        });
      }),
    wanted,
  );
}

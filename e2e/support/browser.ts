import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { type BrowserContext, type CDPSession, chromium, expect, type Page } from '@playwright/test';
import { findChromium } from './chromium';
import { collectFromPages, collectFromWorkers } from './complaints';
import { distFolder, extensionUrl, pages } from './extension';
import { extensionIn, type Language } from './language';
import { often } from './often';
import { createProfile, type DeviceAnswers } from './profile';

/** How to start the browser. */
export interface LaunchOptions {
  /** Whether the optional permissions are already granted, as they are unless a test is about them. */
  readonly permitted?: boolean;
  /** The user's answers about the microphone and the camera; if absent, not asked yet. */
  readonly answers?: DeviceAnswers;
  /** Whether the button is pinned to the toolbar; it is by default. */
  readonly pinned?: boolean;
  /** Whether there are a fake microphone, which beeps, and a fake camera; by default, there is neither. */
  readonly devices?: boolean;
  /** The X display of a visible browser; if absent, headless. */
  readonly display?: string;
  readonly language?: Language;
  /** Physical pixels per CSS pixel. */
  readonly deviceScaleFactor?: number;
  /** The window's size in CSS pixels. */
  readonly windowSize?: readonly [width: number, height: number];
  /** The PulseAudio server that it plays to; if absent, it plays to nothing. */
  readonly speakers?: string;
  /** More switches for Chromium. */
  readonly args?: readonly string[];
  /** Folders of more extensions to load. */
  readonly companions?: readonly string[];
  /** Whether the setup page, which opens when the extension is installed, stays open. */
  readonly setup?: boolean;
  /** The folder of a build of Timeslice other than the one that ships. */
  readonly extension?: string;
  /** The profile of an earlier browser, to start it again. */
  readonly profile?: string;
}

/** A browser with Timeslice in it. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** The DevTools session of the browser itself. */
  readonly cdp: CDPSession;
  /** The address for a second DevTools connection. */
  readonly endpoint: string;
  readonly profile: string;
  /** A page of the extension without its code, to reach its database and its API. */
  readonly probe: Page;
  /** What the extension's pages and workers wrote to the console as errors, and uncaught exceptions. */
  readonly complaints: string[];
  /** Closes the browser and keeps the profile. */
  close(): Promise<void>;
  /** Closes the browser and deletes its profile. */
  dispose(): Promise<void>;
}

/**
 * Features that tests do without. The last one of several such switches counts, so those that Playwright turns off are
 * among them. The browser builds the suggestions of its address bar as two pages, for each window: almost half of the processor's
 * time that a start takes.
 */
const disabledFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

/** Where the browser writes the port of its DevTools. */
const portFile = 'DevToolsActivePort';

/** Starts Chromium with the built extension, in a new profile unless one is given. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<TestBrowser> {
  const built = options.extension ?? distFolder;
  const extension = await extensionIn(options.language ?? 'en', built);
  const { permitted = true, answers = {}, setup = false, pinned = true } = options;
  const profile =
    options.profile ?? (await createProfile({ extension, permitted, answers, installed: !setup, pinned }));
  const isFirstStart = !existsSync(join(profile, 'Local State'));
  // A killed browser leaves them behind.
  for (const stale of ['SingletonLock', portFile]) await rm(join(profile, stale), { force: true });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: options.display === undefined,
    viewport: null,
    acceptDownloads: true,
    env: {
      ...env,
      ...(options.display === undefined ? {} : { DISPLAY: options.display }),
      ...(options.speakers === undefined ? {} : { PULSE_SERVER: options.speakers }),
    },
    ignoreDefaultArgs: ['--disable-extensions', '--mute-audio'],
    args: switches(options, [extension, ...(options.companions ?? [])]),
  });
  const browser = context.browser();
  if (browser === null) throw new Error('Playwright has no browser for this context');
  const cdp = await browser.newBrowserCDPSession();
  const [port] = (await readFile(join(profile, portFile), 'utf8')).split('\n');
  const complaints: string[] = [];
  collectFromPages(context, complaints);
  await collectFromWorkers(cdp, complaints);
  if (isFirstStart && !setup) await (await findSetup(context)).close();
  const probe = context.pages()[0] ?? (await context.newPage());
  await probe.goto(extensionUrl('manifest.json'));
  await databaseCreated(probe);
  const close = () => context.close();
  return {
    context,
    cdp,
    endpoint: `http://127.0.0.1:${port}`,
    profile,
    probe,
    complaints,
    close,
    async dispose() {
      await close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      if (extension !== built) await rm(extension, { recursive: true, force: true });
    },
  };
}

/** Waits until the service worker has created the database: a page that opens it earlier would create an empty one. */
export async function databaseCreated(probe: Page): Promise<void> {
  const isThere = () =>
    probe.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'timeslice'));
  await expect.poll(isThere, { message: 'the database is created', ...often }).toBe(true);
}

/** The setup page, once the extension has opened it. */
export async function findSetup(context: BrowserContext): Promise<Page> {
  const find = () => context.pages().find((page) => page.url() === extensionUrl(pages.setup));
  await expect.poll(find, { message: 'the setup page opens', ...often }).toBeDefined();
  const page = find();
  if (page === undefined) throw new Error('The setup page is gone');
  return page;
}

function switches(options: LaunchOptions, extensions: readonly string[]): string[] {
  const [width, height] = options.windowSize ?? [1280, 800];
  const folders = extensions.join(',');
  return [
    '--no-sandbox',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${disabledFeatures.join(',')}`,
    '--remote-debugging-port=0',
    '--enable-unsafe-extension-debugging',
    `--disable-extensions-except=${folders}`,
    `--load-extension=${folders}`,
    '--autoplay-policy=no-user-gesture-required',
    `--window-size=${width},${height}`,
    '--window-position=0,0',
    `--force-device-scale-factor=${options.deviceScaleFactor ?? 1}`,
    // Otherwise it ignores clicks just after a question opens, which a user may have meant for the page.
    ...(options.display === undefined ? [] : ['--disable-input-event-activation-protection']),
    ...(options.devices === true ? ['--use-fake-device-for-media-stream'] : []),
    ...(options.args ?? []),
  ];
}

import { test as base, expect, type Page } from '@playwright/test';
import { type LaunchOptions, launchBrowser, type TestBrowser } from './browser';
import { type Display, openDisplay } from './display';
import { type Firefox, openFirefox } from './firefox';
import { createSharedBrowsers, type SharedBrowsers } from './shared-browsers';
import { openSite, type Site } from './site';
import { openSpeakers, type Speakers } from './speakers';

interface Fixtures {
  /** How the browser of a test is started; set it with `test.use`. Its window is small unless it is visible. */
  launch: LaunchOptions;
  /** Whether the browser is visible, on its own screen. */
  headed: boolean;
  /** Whether the browser of an earlier test may be reused, after deleting everything the extension has stored. */
  shared: boolean;
  /** Whether the test expects errors in the extension's console. */
  tolerant: boolean;
  /** The screen of a visible browser. */
  display: Display | undefined;
  /** The same, for a test that needs one. */
  desktop: Display;
  /** A browser with Timeslice in it. */
  app: TestBrowser;
  /** Speakers that the test listens to: `launchOwn({ speakers: speakers.server })`. */
  speakers: Speakers;
  /** A tab in it that shows `site.moving`. */
  tab: Page;
  /** Launches a browser of the test's own. After the test it is closed and its profile deleted, even if the test fails. */
  launchOwn: (options?: LaunchOptions) => Promise<TestBrowser>;
}

interface WorkerFixtures {
  /** Whether the moving page paints each frame of the screen: what is measured needs it, other tests are faster without. */
  everyFrame: boolean;
  site: Site;
  /** Starts with the first test that needs it, beside the recording that it is to judge. */
  firefox: Promise<Firefox>;
  sharedBrowsers: SharedBrowsers;
}

/** Playwright's `test`, with a browser that has the built extension, and a web site to record. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  launch: [{}, { option: true }],
  headed: [false, { option: true }],
  shared: [false, { option: true }],
  tolerant: [false, { option: true }],
  everyFrame: [false, { option: true, scope: 'worker' }],
  sharedBrowsers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
    async ({}, use) => {
      const browsers = createSharedBrowsers();
      await use(browsers);
      await browsers.close();
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ everyFrame }, use) => {
      const site = await openSite(everyFrame);
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  // Here, because tests with other worker fixtures run after all others: one worker would be busy, and the rest idle.
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
    async ({}, use) => {
      const firefox = openFirefox();
      await use(firefox);
      await (await firefox).close();
    },
    { scope: 'worker' },
  ],
  desktop: async ({ display }, use) => {
    if (display === undefined)
      throw new Error('Only a visible browser has a desktop: test.use({ headed: true })');
    await use(display);
  },
  display: async ({ headed }, use) => {
    if (!headed) return use(undefined);
    const display = await openDisplay();
    await use(display);
    await display.close();
  },
  app: async ({ launch, display, shared, sharedBrowsers, tolerant }, use) => {
    const options: LaunchOptions = {
      // Drawing and encoding take time for each pixel.
      ...(display === undefined ? { windowSize: [640, 480] } : { display: display.name }),
      ...launch,
    };
    // A visible browser ends with its screen.
    const isShared = shared && display === undefined;
    const browser = isShared ? await sharedBrowsers.open(options) : await launchBrowser(options);
    await use(browser);
    // Ignore what a service worker logs when the browser closes.
    const complaints = [...browser.complaints];
    if (isShared) await sharedBrowsers.reset(options);
    else await browser.dispose();
    expect(tolerant ? [] : complaints, 'no error in the console of the extension').toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  speakers: async ({}, use) => {
    const speakers = await openSpeakers();
    await use(speakers);
    await speakers.close();
  },
  tab: async ({ app, site }, use) => {
    const tab = await app.context.newPage();
    await tab.goto(site.moving);
    await use(tab);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  launchOwn: async ({}, use) => {
    const launched: TestBrowser[] = [];
    await use(async (options) => {
      const browser = await launchBrowser(options);
      launched.push(browser);
      return browser;
    });
    // Some of them may share a profile.
    for (const browser of launched) await browser.close();
    for (const browser of launched) await browser.dispose();
  },
});

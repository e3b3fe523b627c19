import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { type Zippable, zipSync } from 'fflate';
import { firefoxManifest } from '../../manifest.firefox';
import { type Display, openDisplay } from './display';
import { firefoxProgram } from './firefox';
import { type Marionette, openMarionette } from './marionette';
import { often } from './often';
import { openSpeakers, type Speakers } from './speakers';

/** The extension built for Firefox. */
export const firefoxFolder = fileURLToPath(new URL('../../dist-firefox', import.meta.url));

const { id } = firefoxManifest.browser_specific_settings.gecko;

/** How long the popup may take to answer, in ms, before it is asked again. */
const popupLimitMs = 5000;

/** The part of the origin that Firefox would draw by lot. */
const uuid = 'd3b07384-d9a0-4c1b-8f57-2b1f0f6c1a11';

/** The origin of the extension's pages. */
const origin = `moz-extension://${uuid}`;

/** A Firefox with Timeslice in it, on a screen of its own. */
export interface FirefoxApp extends Pick<Marionette, 'run' | 'click' | 'pages' | 'goTo'> {
  readonly display: Display;
  readonly profile: string;
  /** What its downloads are saved to. */
  readonly downloads: string;
  /** Opens a page of the extension in the first tab. */
  show(path: string): Promise<void>;
  /** Clicks on the toolbar button, and waits until the popup can be used. */
  openPopup(): Promise<void>;
  /** Runs a function in the popup; it and its result are passed as JSON. */
  inPopup<Args extends readonly unknown[], Seen>(
    task: (...args: Args) => Seen | Promise<Seen>,
    ...args: Args
  ): Promise<Seen>;
  /** Waits for the recorder's window, makes it the current page, and waits for an element in it. */
  goToRecorder(selector: string): Promise<void>;
  /** Closes the window of the current page, as its button does. */
  closeWindow(): Promise<void>;
  /** Whether the background page runs: it is suspended when it has been idle for long. */
  isBackgroundAwake(): Promise<boolean>;
  /** Whether the recorder's window is open. */
  hasRecorder(): Promise<boolean>;
  /** Whether that window is minimized; false if there is none. */
  isRecorderMinimized(): Promise<boolean>;
  /** Waits for the browser's question about the screen, and answers it: with the source of that name, or "Block" without one. */
  answer(source: string | null): Promise<void>;
  /** Waits for the browser's question about a device, and clicks "Allow". */
  allowDevice(): Promise<void>;
  /** Calls the background page. @returns what it answers */
  call(name: string, request?: unknown): Promise<unknown>;
  /** Ends the browser as a crash does; its profile stays for {@link launchFirefox}. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** How a Firefox is started. */
export interface FirefoxLaunch {
  /** The profile of one that was killed: the extension is there already. */
  readonly killed?: string;
  /** The folder that a new profile is made in. */
  readonly parent?: string;
  /** Whether a new profile allows the camera and the microphone; by default it does. */
  readonly isAllowed?: boolean;
  /** How long the background page may be idle before it is suspended, in ms; by default Firefox's own 30 s. */
  readonly idleMs?: number;
}

/** Starts Firefox with the extension, and waits for its set-up page. */
export async function launchFirefox({
  killed,
  parent = tmpdir(),
  isAllowed = true,
  idleMs = 30_000,
}: FirefoxLaunch = {}): Promise<FirefoxApp> {
  const profile = killed ?? mkdtempSync(join(parent, 'timeslice-firefox-'));
  const [display, speakers] = await Promise.all([openDisplay(), openSpeakers()]);
  const downloads = join(profile, 'saved');
  writePreferences(profile, downloads, idleMs);
  const child = start(profile, display, speakers);
  const end = async () => {
    await ended(child);
    await Promise.all([display.close(), speakers.close()]);
  };
  try {
    const marionette = await openMarionette(await portOf(profile));
    if (killed === undefined) await install(marionette, profile, isAllowed);
    const [home = ''] = await marionette.pages();
    return createApp(marionette, home, { display, downloads, profile, end });
  } catch (error) {
    await end();
    throw error;
  }
}

/** The `user.js` of a profile with these preferences. */
export function preferencesText(preferences: Readonly<Record<string, string | number | boolean>>): string {
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  return lines.join('\n');
}

function writePreferences(profile: string, downloads: string, idleMs: number): void {
  const preferences = {
    'extensions.background.idle.timeout': idleMs,
    'marionette.port': 0,
    'remote.prefs.recommended': false,
    'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
    'termsofuse.bypassNotification': true,
    'browser.aboutwelcome.enabled': false,
    // For an extension that no store has signed; Firefox ESR obeys.
    'xpinstall.signatures.required': false,
    'extensions.autoDisableScopes': 0,
    'extensions.getAddons.cache.enabled': false,
    // Firefox ignores clicks on a question that has just opened.
    'security.notification_enable_delay': 0,
    'browser.startup.page': 0,
    'browser.shell.checkDefaultBrowser': false,
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.alwaysOpenPanel': false,
    'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
    // A camera and a microphone that need no hardware.
    'media.navigator.streams.fake': true,
  };
  writeFileSync(join(profile, 'user.js'), preferencesText(preferences));
}

function start(profile: string, display: Display, speakers: Speakers): ChildProcess {
  rmSync(join(profile, 'MarionetteActivePort'), { force: true });
  return spawn(
    firefoxProgram(),
    ['--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
    {
      env: { ...env, DISPLAY: display.name, PULSE_SERVER: speakers.server },
      stdio: 'ignore',
      detached: true,
    },
  );
}

async function portOf(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  const read = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
  await expect
    .poll(read, { message: 'Firefox is there', intervals: [100], timeout: 120_000 })
    .toBeGreaterThan(0);
  return read();
}

/** Installs the extension for good, as a file: one that is loaded from its folder is gone after a restart. */
async function install(marionette: Marionette, profile: string, isAllowed: boolean): Promise<void> {
  const file = join(profile, 'timeslice.xpi');
  writeFileSync(file, zipSync(readFolder(firefoxFolder)));
  await marionette.send('Addon:Install', { path: file, temporary: false });
  if (isAllowed) await allowDevices(marionette);
  const isSetupOpen = () =>
    marionette.run('chrome', () =>
      gBrowser.browsers.some(
        ({ currentURI, webProgress }) =>
          currentURI.spec.endsWith('/setup.html') && !webProgress.isLoadingDocument,
      ),
    );
  // A tab that opens closes the popup.
  await expect.poll(isSetupOpen, { message: 'the set-up page opens', ...often }).toBe(true);
}

/** The files of a folder and of those in it, by their paths. */
function readFolder(folder: string): Zippable {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** Firefox remembers for an extension what it was allowed once. */
function allowDevices({ run }: Marionette): Promise<void> {
  return run(
    'chrome',
    (site) => {
      const { perms, scriptSecurityManager: security } = Services;
      const principal = security.createContentPrincipalFromOrigin(site);
      for (const device of ['camera', 'microphone']) {
        perms.addFromPrincipal(principal, device, perms.ALLOW_ACTION);
      }
    },
    origin,
  );
}

/** Ends the browser and all its processes. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}

interface Surroundings {
  readonly display: Display;
  readonly downloads: string;
  readonly profile: string;
  readonly end: () => Promise<void>;
}

function createApp(
  marionette: Marionette,
  home: string,
  { display, downloads, profile, end }: Surroundings,
): FirefoxApp {
  const { run, click, pages, goTo, send } = marionette;

  const inPopup: FirefoxApp['inPopup'] = (task, ...args) =>
    run(
      'chrome',
      async (source, given, limitMs) => {
        const popup = document.querySelector('browser.webextension-popup-browser');
        if (popup === null) throw new Error('There is no popup');
        const { messageManager } = popup as Element & { readonly messageManager: MessageManager };
        const answer = `timeslice:${Math.random()}`;
        const heard = new Promise<{ seen?: string; error?: string }>((resolve) => {
          messageManager.addMessageListener(answer, ({ data }) => resolve(data));
          // One that is still loading, or being replaced, loses the question.
          window.setTimeout(() => resolve({ error: 'The popup does not answer' }), limitMs);
        });
        const wrapped = `(async () => JSON.stringify({ value: await (${source})(...${JSON.stringify(given)}) }))()`;
        const script = `(async () => {
          const box = new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
          try { sendAsyncMessage('${answer}', { seen: await Cu.evalInSandbox(${JSON.stringify(wrapped)}, box) }); }
          catch (error) { sendAsyncMessage('${answer}', { error: String(error) }); }
        })()`;
        messageManager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
        const { seen = '{}', error } = await heard;
        if (error !== undefined) throw new Error(error);
        return JSON.parse(seen).value;
      },
      String(task),
      args as unknown as readonly unknown[],
      popupLimitMs,
    );

  return {
    run,
    click,
    pages,
    goTo,
    display,
    profile,
    downloads,
    async show(path) {
      await goTo(home);
      await send('WebDriver:Navigate', { url: `${origin}/${path}` });
    },
    async openPopup() {
      const look = async () => {
        const isThere = () => document.querySelector('browser.webextension-popup-browser') !== null;
        // A tab that is still coming to the front closes it again.
        if (!(await run('chrome', isThere)))
          await click('chrome', `#${id.replace(/[^a-z0-9_-]/gi, '_')}-BAP`);
        return inPopup(() =>
          document.querySelector('[data-main]:not([disabled])') === null
            ? document.body.textContent
            : 'ready',
        );
      };
      await expect.poll(() => look().catch(String), { message: 'the popup', ...often }).toBe('ready');
    },
    inPopup,
    async goToRecorder(selector) {
      const find = async () => {
        for (const page of await pages()) {
          await goTo(page).catch(() => undefined);
          const isThere = (wanted: string) =>
            location.pathname.endsWith('/recorder-window.html') && document.querySelector(wanted) !== null;
          if (await run('content', isThere, selector).catch(() => false)) return true;
        }
        return false;
      };
      await expect.poll(find, { message: `the recorder shows ${selector}`, ...often }).toBe(true);
    },
    // Later: else there would be nobody to answer.
    closeWindow: () => run('chrome', () => void window.setTimeout(() => window.close())),
    isBackgroundAwake: () =>
      run('chrome', (addon) => WebExtensionPolicy.getByID(addon).extension.backgroundState === 'running', id),
    async hasRecorder() {
      // The current page may be in a window that is closing.
      await goTo(home);
      return run('chrome', () =>
        [...Services.wm.getEnumerator('navigator:browser')].some((window) =>
          window.gBrowser.currentURI.spec.endsWith('/recorder-window.html'),
        ),
      );
    },
    isRecorderMinimized: () =>
      run('chrome', () =>
        [...Services.wm.getEnumerator('navigator:browser')].some(
          ({ gBrowser, windowState }) =>
            gBrowser.currentURI.spec.endsWith('/recorder-window.html') && windowState === 2,
        ),
      ),
    async answer(source) {
      const decide = (wanted: string | null) => {
        const menu = document.querySelector('#webRTC-selectWindow-menulist');
        const question = document.querySelector<Question>('#webRTC-shareDevices-notification');
        if (menu === null || question === null || PopupNotifications.panel.state !== 'open')
          return 'no question';
        if (wanted === null) {
          question.secondaryButton.click();
          return 'answered';
        }
        const items = [...menu.querySelectorAll<MenuItem>('menuitem')];
        const item = items.find(({ label }) => label.includes(wanted));
        if (item === undefined) return `only ${items.map(({ label }) => label).join(', ')}`;
        Object.assign(menu, { selectedItem: item });
        item.doCommand();
        if (question.button.disabled) return 'the button is disabled';
        question.button.click();
        return 'answered';
      };
      const answer = () => run('chrome', decide, source).catch(String);
      await expect.poll(answer, { message: 'the browser’s question', ...often }).toBe('answered');
      const isClosed = () =>
        run('chrome', () => PopupNotifications.panel.state === 'closed').catch(() => true);
      await expect.poll(isClosed, { message: 'the question is answered', ...often }).toBe(true);
    },
    async allowDevice() {
      const allow = () => {
        const question = document.querySelector<Question>('#webRTC-shareDevices-notification');
        if (question === null || PopupNotifications.panel.state !== 'open') return false;
        question.button.click();
        return true;
      };
      const isAllowed = () => run('chrome', allow).catch(() => false);
      await expect.poll(isAllowed, { message: 'the browser asks', ...often }).toBe(true);
    },
    async call(name, request) {
      await goTo(home);
      return run(
        'content',
        (to, asked) => browser.runtime.sendMessage({ to: 'background', name: to, request: asked }),
        name,
        request,
      );
    },
    kill: end,
    async close() {
      marionette.close();
      await end();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface MessageManager {
  addMessageListener(name: string, listener: (message: { data: object }) => void): void;
  loadFrameScript(url: string, delayed: boolean): void;
}

interface MenuItem extends Element {
  readonly label: string;
  doCommand(): void;
}

interface Question extends Element {
  readonly button: HTMLButtonElement;
  readonly secondaryButton: HTMLButtonElement;
}

/* What Firefox's own windows know. */
declare const Services: {
  readonly wm: {
    getEnumerator(type: string): Iterable<{
      readonly gBrowser: { readonly currentURI: { readonly spec: string } };
      /** 2: minimized. */
      readonly windowState: number;
    }>;
  };
  readonly perms: {
    readonly ALLOW_ACTION: number;
    addFromPrincipal(principal: object, type: string, permission: number): void;
  };
  readonly scriptSecurityManager: { createContentPrincipalFromOrigin(origin: string): object };
};
declare const gBrowser: {
  readonly browsers: readonly {
    readonly currentURI: { readonly spec: string };
    readonly webProgress: { readonly isLoadingDocument: boolean };
  }[];
};
declare const WebExtensionPolicy: {
  getByID(id: string): { readonly extension: { readonly backgroundState: string } };
};
declare const PopupNotifications: { readonly panel: { readonly state: string } };
declare const browser: { readonly runtime: { sendMessage(message: object): Promise<unknown> } };

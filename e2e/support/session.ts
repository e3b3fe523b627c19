import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { type Adjustment, type CaptureOptions, defaultOptions } from '../../src/domain/options';
import type { Recording } from '../../src/domain/recording';
import type { RecorderSnapshot } from '../../src/domain/snapshot';
import type { Status } from '../../src/messaging/calls';
import type { TestBrowser } from './browser';
import { readRecordings, untilSlices } from './database';
import { clickAway, isPopupOpen, openPopup } from './popup';
import { frontTab } from './tabs';
import { sentence } from './texts';

/** The user's choices in the popup, by their labels. */
export interface Choice {
  readonly source?: 'This tab' | 'Screen, window or tab…' | 'Camera' | 'Microphone only';
  readonly microphone?: boolean;
  readonly inset?: boolean;
  readonly timeslice?: '250 ms' | '1 s' | '5 s' | '10 s' | 'None';
  /** The value of the option. */
  readonly format?: string;
  readonly resolution?: 'Native' | '1080p' | '720p' | '480p';
  /** The value of the option, in fps. */
  readonly frameRate?: string;
  readonly quality?: 'Low' | 'Balanced' | 'High';
  readonly countdown?: 'Off' | '3 s' | '5 s' | '10 s';
  readonly whenDone?:
    | 'Do nothing'
    | 'Show in library'
    | 'Open in the player'
    | 'Download'
    | 'Save to your folder';
}

/** The selects under "More", by their labels. */
const selects = {
  timeslice: 'Timeslice',
  format: 'Format',
  resolution: 'Resolution',
  frameRate: 'Frame rate',
  quality: 'Quality',
  countdown: 'Countdown',
  whenDone: 'When done',
} as const satisfies Partial<Record<keyof Choice, string>>;

/** Sends a message to the extension as one of its pages would, and resolves to the answer. */
export function ask(
  browser: TestBrowser,
  message: { readonly to: string; readonly name: string; readonly request?: unknown },
): Promise<unknown> {
  return browser.probe.evaluate((sent) => chrome.runtime.sendMessage(sent), message);
}

/** The state that the pages show. */
export async function readStatus(browser: TestBrowser): Promise<Status> {
  const answer = await untilAnswered(() => ask(browser, { to: 'background', name: 'status' }));
  expect(answer).toMatchObject({ ok: true });
  return (answer as { readonly value: Status }).value;
}

/** The recorder's state, as the service worker reports it. */
export async function readSnapshot(browser: TestBrowser): Promise<RecorderSnapshot> {
  return (await readStatus(browser)).snapshot;
}

/**
 * Waits until the service worker reports such a state. It asks again whenever the recorder broadcasts one, so it
 * misses only what is over before the service worker can answer.
 *
 * @param isWanted runs in a page of the extension, so it sees nothing but its arguments
 */
export async function untilSnapshot<T = undefined>(
  browser: TestBrowser,
  isWanted: (snapshot: RecorderSnapshot, argument: T) => boolean,
  ...[argument]: undefined extends T ? [] : [argument: T]
): Promise<void> {
  await browser.probe.evaluate(`(async () => {
    const isWanted = ${isWanted};
    const argument = ${JSON.stringify(argument)};
    const channel = new BroadcastChannel('timeslice:snapshot');
    let broadcast;
    let look = () => undefined;
    channel.onmessage = ({ data }) => {
      broadcast = data;
      if (isWanted(data, argument)) look();
    };
    const giveUp = Date.now() + ${patienceMs};
    try {
      for (;;) {
        const answer = await chrome.runtime.sendMessage({ to: 'background', name: 'status' });
        // A service worker that was just killed doesn't answer.
        if (answer?.ok === false) throw new Error('No state: ' + JSON.stringify(answer));
        const snapshot = answer?.value.snapshot;
        if (snapshot !== undefined && isWanted(snapshot, argument)) return;
        if (Date.now() > giveUp) {
          const wanted = isWanted + ', ' + JSON.stringify(argument);
          throw new Error('The state is still ' + JSON.stringify(snapshot) + '; wanted: ' + wanted);
        }
        // The recorder may tell the pages before the service worker.
        const isBehind = broadcast !== undefined && isWanted(broadcast, argument);
        await new Promise((resolve) => {
          look = resolve;
          setTimeout(resolve, isBehind ? 20 : 250);
        });
      }
    } finally {
      channel.close();
    }
  })()`);
}

/** How long a state may take to come, in ms: what never comes fails. */
export const patienceMs = 30_000;

/** Waits until the recorder is in that state. */
export function waitForState(
  browser: TestBrowser,
  state: RecorderSnapshot['session']['state'],
): Promise<void> {
  return untilSnapshot(browser, ({ session }, wanted) => session.state === wanted, state);
}

/** The recorded time by the recorder's own clock, in ms, without pauses, as the popup shows it. */
export async function readElapsedMs(browser: TestBrowser): Promise<number> {
  const { session, progress } = await readSnapshot(browser);
  if (progress === undefined) return 0;
  const { elapsedMs, measuredAt } = progress;
  return session.state === 'recording' ? elapsedMs + Math.max(0, Date.now() - measuredAt) : elapsedMs;
}

/**
 * Waits until this much more has been recorded, in ms: only where so much must be in the file, or nothing may come
 * meanwhile.
 */
export async function recordFor(browser: TestBrowser, ms: number): Promise<void> {
  const began = await readElapsedMs(browser);
  for (let left = ms; left > 0; left = began + ms - (await readElapsedMs(browser))) await wait(left);
}

/** Sets the popup's fields. */
export async function choose(popup: Page, choice: Choice): Promise<void> {
  const { source, microphone, inset } = choice;
  if (source !== undefined) {
    const sources = popup.getByRole('radiogroup', { name: 'Source' });
    const radio = sources.getByRole('radio', { name: source });
    await expect(radio).toBeEnabled();
    await sources.getByText(source, { exact: true }).click();
    await expect(radio).toBeChecked();
  }
  const turn = (name: string, on: boolean | undefined) =>
    on === undefined ? undefined : popup.getByRole('switch', { name, exact: true }).setChecked(on);
  await turn('Microphone', microphone);
  await turn('Camera inset', inset);
  for (const [field, name] of Object.entries(selects)) {
    const value = choice[field as keyof typeof selects];
    if (value === undefined) continue;
    await showMore(popup);
    await popup.getByRole('combobox', { name, exact: true }).selectOption(value);
  }
}

/** Opens "More", in either language. */
export async function showMore(popup: Page): Promise<void> {
  const [en, ru] = [sentence('more', 'en'), sentence('more', 'ru')];
  const more = popup.getByText(new RegExp(`^(?:${en.source}|${ru.source})$`));
  await expect(more).toBeVisible();
  const isOpen = await more.evaluate((summary) => summary.closest('details')?.open);
  if (isOpen !== true) await more.click();
}

/**
 * Starts a recording of `tab` in the real popup, and resolves once the recorder is recording. The browser may close
 * the popup when the capture begins.
 */
export async function startRecording(browser: TestBrowser, tab: Page, choice: Choice = {}): Promise<void> {
  const popup = await openPopup(browser, tab);
  await choose(popup, choice);
  await clickAway(popup);
  await waitForState(browser, 'recording');
}

/** Does something in the popup, which is opened for it and closed afterwards. */
export async function inPopup<T>(
  browser: TestBrowser,
  tab: Page,
  act: (popup: Page) => Promise<T>,
): Promise<T> {
  const popup = await openPopup(browser, tab);
  const result = await act(popup);
  if (await isPopupOpen(browser)) await popup.close();
  return result;
}

/** Stops in the popup, and waits until the recording is saved. */
export async function stopRecording(browser: TestBrowser, tab: Page): Promise<Recording> {
  await inPopup(browser, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(browser, 'inactive');
  });
  return onlyRecording(browser);
}

/** The one recording on disk. */
export async function onlyRecording(browser: TestBrowser): Promise<Recording> {
  const recordings = await readRecordings(browser.probe);
  expect(recordings).toHaveLength(1);
  return recordings[0] as Recording;
}

/** How much of the recording in progress is on disk, in ms; 0 without one. */
export async function readSafeMs(browser: TestBrowser): Promise<number> {
  return (await readSnapshot(browser)).progress?.safeMs ?? 0;
}

/** Waits until more than that is on disk of the recording in progress, in ms. */
export function waitUntilSafe(browser: TestBrowser, ms: number): Promise<void> {
  return untilSnapshot(browser, ({ progress }, least) => (progress?.safeMs ?? 0) > least, ms);
}

/** Waits until at least that many slices are on disk. */
export function waitForSlices(browser: TestBrowser, count: number): Promise<void> {
  return browser.probe.evaluate(untilSlices, { count, patienceMs });
}

/** Options as the popup sends them: the defaults, except for these. */
export type Changes = Partial<CaptureOptions>;

/**
 * Starts a recording without the popup's fields, and resolves to the service worker's answer once it is recording or
 * was refused.
 *
 * @param tab what to record with the source `tab`; the extension is invoked on it
 * @param from a key and the menu have no page that knows the ratio of the tab's display
 */
export async function startWith(
  browser: TestBrowser,
  changes: Changes,
  tab?: Page,
  from: 'the popup' | 'a key or the menu' = 'the popup',
): Promise<unknown> {
  const options = { ...defaultOptions, ...changes };
  if (tab === undefined) return ask(browser, { to: 'background', name: 'start', request: { options } });
  const popup = await openPopup(browser, tab);
  const pixelRatio = from === 'the popup' ? await popup.evaluate(() => devicePixelRatio) : undefined;
  const request = {
    options,
    tab: await frontTab(browser),
    ...(pixelRatio === undefined ? {} : { pixelRatio }),
  };
  const result = await ask(browser, { to: 'background', name: 'start', request });
  if (await isPopupOpen(browser)) await popup.close();
  return result;
}

/** Sends a message until it is answered: a service worker that was just killed answers nothing. */
export async function untilAnswered(send: () => Promise<unknown>): Promise<unknown> {
  for (const giveUp = Date.now() + patienceMs; ; ) {
    const answer = await send();
    if (answer != null || Date.now() > giveUp) return answer;
  }
}

/** Stops without the popup, and waits until the recording is saved. */
export async function stop(browser: TestBrowser): Promise<Recording> {
  const answer = await untilAnswered(() => ask(browser, { to: 'background', name: 'stop' }));
  expect(answer).toMatchObject({ ok: true });
  await waitForState(browser, 'inactive');
  return onlyRecording(browser);
}

/** Records a second of the tab, in slices of 250 ms. */
export async function recordBriefly(browser: TestBrowser, tab: Page): Promise<Recording> {
  await startRecording(browser, tab, { timeslice: '250 ms' });
  await waitForSlices(browser, 4);
  return stop(browser);
}

/** Pauses and resumes that many times, as fast as the recorder answers. */
export async function pauseOften(browser: TestBrowser, times: number): Promise<void> {
  for (let pause = 0; pause < times; pause += 1) {
    for (const name of ['pause', 'resume'])
      expect(await ask(browser, { to: 'background', name })).toMatchObject({ ok: true });
  }
}

/** Changes something about the recording in progress. */
export async function adjust(browser: TestBrowser, change: Adjustment): Promise<void> {
  const answer = await ask(browser, { to: 'background', name: 'adjust', request: change });
  expect(answer).toMatchObject({ ok: true });
}

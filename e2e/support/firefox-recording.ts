import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { CaptureOptions } from '../../src/domain/options';
import type { Status } from '../../src/messaging/calls';
import type { FirefoxApp } from './firefox-app';
import { often } from './often';

/** The state of the recorder, as the background page knows it. */
export async function readStatus(app: FirefoxApp): Promise<Status> {
  const answer = (await app.call('status')) as { readonly value: Status };
  return answer.value;
}

/** Sets what the popup would remember. */
export async function choose(app: FirefoxApp, options: Partial<CaptureOptions>): Promise<void> {
  await app.show('src/library/library.html');
  await app.run('content', (chosen) => browser.storage.local.set({ options: chosen }), options);
}

/** Starts by the popup's button. */
export async function clickStart(app: FirefoxApp): Promise<void> {
  await app.openPopup();
  await app.inPopup(() => document.querySelector<HTMLElement>('[data-main]')?.click());
}

/** Starts a recording of devices, and leaves them the focus until they are open: without it, Firefox opens none. */
export async function startDevices(app: FirefoxApp): Promise<void> {
  await clickStart(app);
  await app.goToRecorder('#stop');
}

/** Starts, and shares the whole screen. */
export async function startScreen(app: FirefoxApp): Promise<void> {
  await clickStart(app);
  await app.goToRecorder('#choose');
  await app.click('content', '#choose');
  await app.answer('Entire screen');
}

/** Waits until so many slices are on disk. @returns how many bytes were there then */
export async function waitForSlices(app: FirefoxApp, count: number): Promise<number> {
  let safeBytes = 0;
  const slices = async () => {
    const { progress } = (await readStatus(app)).snapshot;
    safeBytes = progress?.bytes ?? 0;
    return progress?.sliceCount ?? 0;
  };
  await expect
    .poll(slices, { message: `${count} slices are on disk`, ...often })
    .toBeGreaterThanOrEqual(count);
  return safeBytes;
}

/** Stops, and waits until it is saved and the recorder's window is gone. @returns the recording's id */
export async function stop(app: FirefoxApp): Promise<string> {
  expect(await app.call('stop')).toMatchObject({ ok: true });
  const ended = async () => {
    const { session } = (await readStatus(app)).snapshot;
    return session.state === 'inactive' ? session.last : undefined;
  };
  await expect.poll(ended, { message: 'it has ended', ...often }).toBeDefined();
  await waitForNoRecorder(app);
  const last = await ended();
  expect(last).toEqual({ recordingId: expect.any(String), saved: true });
  return last?.recordingId ?? '';
}

/** Waits until the recorder's window is closed. */
export async function waitForNoRecorder(app: FirefoxApp): Promise<void> {
  await expect.poll(app.hasRecorder, { message: 'its window closes', ...often }).toBe(false);
}

/** Downloads what the library shows first, by its button. @returns the file */
export async function downloadFirst(app: FirefoxApp): Promise<string> {
  await app.show('src/library/library.html');
  const click = () =>
    app.run('content', () => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('article button')];
      const button = buttons.find(({ textContent }) => textContent.trim() === 'Download');
      button?.click();
      return button !== undefined;
    });
  await expect.poll(click, { message: 'the library has a recording', ...often }).toBe(true);
  return waitForDownload(app);
}

/** Waits for the only download. @returns the file */
export async function waitForDownload(app: FirefoxApp): Promise<string> {
  let file: string | undefined;
  const look = () => {
    const files = listFiles(app.downloads);
    [file] = files.some((name) => name.endsWith('.part')) ? [] : files;
    return file;
  };
  await expect.poll(look, { message: 'it is downloaded', ...often }).toBeDefined();
  return join(app.downloads, file ?? '');
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

declare const browser: { readonly storage: { readonly local: { set(values: object): Promise<void> } } };

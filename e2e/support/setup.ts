import { expect, type Locator, type Page } from '@playwright/test';
import type { TestBrowser } from './browser';

/** The rows of the setup page. */
export type Row = 'One-click tab recording' | 'Microphone' | 'Camera';

/** The row of that name. */
export function row(setup: Page, name: Row): Locator {
  return setup.getByRole('listitem', { name, exact: true });
}

/** Waits until the row is in that state. */
export async function expectState(setup: Page, name: Row, state: string): Promise<void> {
  await expect(row(setup, name).getByRole('status')).toHaveText(state);
}

/** How many frames the camera preview has shown. */
export function countFrames(setup: Page): Promise<number> {
  return setup
    .locator('video')
    .evaluate((video: HTMLVideoElement) =>
      video.videoWidth === 0 ? 0 : video.getVideoPlaybackQuality().totalVideoFrames,
    );
}

/** The value of the microphone's meter, 0 to 100. */
export function readMeter(setup: Page): Promise<number> {
  return setup
    .getByRole('meter', { name: 'Microphone level' })
    .evaluate((meter: HTMLMeterElement) => meter.value);
}

/** The state of a permission, as the browser reports it. */
export function readPermission(app: TestBrowser, name: 'microphone' | 'camera'): Promise<string> {
  return app.probe.evaluate(
    async (asked) => (await navigator.permissions.query({ name: asked })).state,
    name,
  );
}

/** Allows or blocks that device in the browser's settings for Timeslice. */
export async function decide(settings: Page, device: string, choice: 'allow' | 'block'): Promise<void> {
  const line = settings.locator('site-details-permission').filter({ hasText: device });
  await line.locator('select#permission').selectOption(choice);
}

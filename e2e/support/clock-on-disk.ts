import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { clockDifferenceMs, readFrames } from './picture';
import { saveRecordedBytes } from './recorded-bytes';
import { onlyRecording } from './session';

/** The painted clock in the last frame on disk, in a recording of `site/moving.html` in progress. */
export async function clockOnDisk(
  { probe }: Pick<TestBrowser, 'probe'>,
  recordingId: string,
): Promise<number> {
  const frames = await readFrames(await saveRecordedBytes(probe, recordingId));
  return frames.findLast(({ clock }) => clock !== undefined)?.clock ?? 0;
}

/**
 * Waits until a frame painted after a moment is on disk: encoding may take a busy machine seconds.
 *
 * @param moment in ms since the epoch
 */
export async function waitUntilRecorded(app: TestBrowser, moment: number): Promise<void> {
  const { id } = await onlyRecording(app);
  await expect
    .poll(async () => clockDifferenceMs(await clockOnDisk(app, id), moment), { timeout: 60_000 })
    .toBeGreaterThan(0);
}

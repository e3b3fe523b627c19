import { expect } from '@playwright/test';
import type { TestBrowser } from './browser';
import { countVideoFrames } from './media-file';
import { clockDifferenceMs, lastClock, readFrames } from './picture';
import { saveRecordedBytes } from './recorded-bytes';
import { onlyRecording, waitForSlices } from './session';
import { readLoudness } from './sound';

/** The painted clock in the last frame on disk, in a recording of `site/moving.html` in progress; `NaN` without one. */
export async function clockOnDisk(
  { probe }: Pick<TestBrowser, 'probe'>,
  recordingId: string,
): Promise<number> {
  return lastClock(await readFrames(await saveRecordedBytes(probe, recordingId)));
}

/**
 * Waits until a frame painted after a moment is on disk: encoding may take a busy machine seconds.
 *
 * @param moment in ms since the epoch
 */
export async function waitUntilRecorded(app: TestBrowser, moment: number): Promise<void> {
  const { id } = await onlyRecording(app);
  await waitForSlices(app, 1);
  // Until a frame is on disk, there may be nothing that a player can read.
  await expect(async () => {
    expect(clockDifferenceMs(await clockOnDisk(app, id), moment)).toBeGreaterThan(0);
  }).toPass({ timeout: 60_000, intervals: [250] });
}

/**
 * Waits until that many video frames of the recording in progress are on disk: slices say how much time has passed, not
 * how much of it a slow encoder has encoded.
 */
export async function waitForFrames(app: TestBrowser, count: number): Promise<void> {
  const { id } = await onlyRecording(app);
  await waitForSlices(app, 1);
  await expect(async () => {
    const frames = await countVideoFrames(await saveRecordedBytes(app.probe, id));
    expect(frames, 'frames on disk').toBeGreaterThanOrEqual(count);
  }).toPass({ timeout: 90_000, intervals: [250] });
}

/** Waits until a beep of the page or the fake microphone is on disk, in the recording in progress. */
export async function waitForBeep(app: TestBrowser): Promise<void> {
  const { id } = await onlyRecording(app);
  await waitForSlices(app, 1);
  await expect(async () => {
    const loudness = await readLoudness(await saveRecordedBytes(app.probe, id));
    expect(Math.max(...loudness), 'the loudest 5 ms on disk').toBeGreaterThan(0.05);
  }).toPass({ timeout: 90_000, intervals: [250] });
}

import { expect, type Page } from '@playwright/test';
import { wholeOf } from '../../src/domain/clip';
import type { Recording } from '../../src/domain/recording';
import { readRecordings } from './database';
import { plantEarlierDatabase } from './earlier-database';
import { type RecordedBytes, readRecordedBytes } from './recorded-bytes';

/** A recording of another day, and its data on disk. */
export interface EarlierRecording {
  /** As it is read now. */
  readonly row: Recording;
  readonly recorded: RecordedBytes;
}

/** Turns the database into one of an earlier version, with a finished recording of another day. Its media is noise. */
export async function plantEarlier(page: Page): Promise<EarlierRecording> {
  const row = {
    id: crypto.randomUUID(),
    name: 'Another day',
    createdAt: Date.now() - 86_400_000,
    source: 'tab',
    format: 'webm-vp8',
    mimeType: 'video/webm;codecs=vp8,opus',
    timesliceMs: 1000,
    width: 640,
    height: 480,
    hasAudio: true,
    state: 'complete',
    durationMs: 3000,
    bytes: 3 * 65_536,
    sliceCount: 3,
  } as const;
  const slices = [1, 2, 3].map((count) => ({
    recordingId: row.id,
    sequence: count - 1,
    totalBytes: count * 65_536,
    coversMs: count * 1000,
    size: 65_536,
  }));
  await plantEarlierDatabase(page, { recordings: [row], slices });
  return { row: { ...row, ranges: wholeOf(row.id) }, recorded: await readRecordedBytes(page, row.id) };
}

/** Checks that it is unchanged on disk: its row, its slices and their bytes. */
export async function expectUntouched(page: Page, { row, recorded }: EarlierRecording): Promise<void> {
  const rows = await readRecordings(page);
  expect(
    rows.find(({ id }) => id === row.id),
    'the row of an earlier recording',
  ).toEqual(row);
  const now = await readRecordedBytes(page, row.id);
  expect(now.rows, 'the slices of an earlier recording').toEqual(recorded.rows);
  expect(now.bytes.equals(recorded.bytes), 'the bytes of an earlier recording').toBe(true);
}

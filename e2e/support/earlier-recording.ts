import { expect, type Page } from '@playwright/test';
import type { Recording } from '../../src/domain/recording';
import { readRecordings } from './database';
import { type RecordedBytes, readRecordedBytes } from './recorded-bytes';

/** A recording of another day, and its data on disk. */
export interface EarlierRecording {
  readonly row: Recording;
  readonly recorded: RecordedBytes;
}

/** Writes a finished recording of another day to disk. Its media is noise. */
export async function plantEarlier(page: Page): Promise<EarlierRecording> {
  const row: Recording = {
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
  };
  await page.evaluate(
    (recording) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('timeslice');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(['recordings', 'slices'], 'readwrite', {
            durability: 'strict',
          });
          transaction.objectStore('recordings').add(recording);
          for (let sequence = 0; sequence < recording.sliceCount; sequence += 1) {
            const blob = new Blob([crypto.getRandomValues(new Uint8Array(65_536))]);
            const totalBytes = (sequence + 1) * blob.size;
            const coversMs = (sequence + 1) * 1000;
            const slice = { recordingId: recording.id, sequence, blob, totalBytes, coversMs };
            transaction.objectStore('slices').add(slice);
          }
          transaction.onabort = () => reject(transaction.error);
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    row,
  );
  return { row, recorded: await readRecordedBytes(page, row.id) };
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

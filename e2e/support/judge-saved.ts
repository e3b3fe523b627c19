import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { draftSequence } from '../../src/domain/recording';
import { type RecordedRow, readRecordedBytes } from './recorded-bytes';
import type { RecorderLog } from './recorder-log';

/**
 * Compares a recording on disk with its recorder's reports: every slice and draft that was reported as saved is
 * there, whole, in order, once. Works only before any of them is packed.
 *
 * @returns how many later `dataavailable` events are missing
 */
export async function judgeSaved(page: Page, recordingId: string, log: RecorderLog): Promise<number> {
  const { saved } = log;
  const { rows, bytes } = await readRecordedBytes(page, recordingId);
  expect(
    rows.map(({ sequence }) => sequence),
    'slices and drafts in order, each once',
  ).toEqual(sequencesOf(rows));
  let end = 0;
  for (const { size, totalBytes } of rows) {
    end += size;
    expect(totalBytes, 'a row counts the bytes up to its end').toBe(end);
  }
  expect(bytes.length, 'bytes on disk').toBe(end);
  expect(saved.bytes, 'something was reported as saved').toBeGreaterThan(0);
  expect(bytes.length, 'what was reported as saved is there').toBeGreaterThanOrEqual(saved.bytes);
  const sliceCount = Math.ceil(rows.at(-1)?.sequence ?? -1) + 1;
  expect(sliceCount, 'slices on disk').toBeGreaterThanOrEqual(saved.sliceCount);

  let [at, count] = [0, 0];
  for (const { bytes: size, sha256 } of log.deliveries) {
    if (at + size > bytes.length) break;
    // The browser may have died before the hash of the very last one was computed.
    if (sha256 !== undefined) {
      const found = createHash('sha256')
        .update(bytes.subarray(at, at + size))
        .digest('hex');
      expect(found, `the bytes of event ${count}`).toBe(sha256);
    }
    at += size;
    count += 1;
  }
  // The recorder may have died after the disk had the very last event, and before the log heard of it.
  const unheard = count === log.deliveries.length ? (rows.at(-1)?.size ?? 0) : 0;
  expect([0, unheard], 'nothing else is on disk but whole events').toContain(bytes.length - at);
  return log.deliveries.length - count;
}

/**
 * Checks that a file is about as long as its recording says. Slices count the time at which their data came, and on a
 * busy machine the encoder is late: by a second of two.
 *
 * @param endsAt when the last frame of the file ends, in seconds
 */
export function expectCovered(endsAt: number, durationMs: number): void {
  expect(endsAt, 's in the file').toBeGreaterThan(durationMs / 4000);
  expect(endsAt, 's in the file').toBeLessThan(durationMs / 1000 + 1);
}

/** The sequences of so many slices and drafts; the rows say which of them are drafts. */
function sequencesOf(rows: readonly RecordedRow[]): number[] {
  let [slices, drafts] = [0, 0];
  return rows.map(({ sequence }) => {
    if (!Number.isInteger(sequence)) {
      drafts += 1;
      return draftSequence(slices, drafts - 1);
    }
    drafts = 0;
    slices += 1;
    return slices - 1;
  });
}

import type { RecordingId } from '../../../src/domain/recording';
import type { TimelineEvent } from '../../../src/domain/timeline';
import { openDatabase } from '../../../src/storage/database';
import { createPacker } from '../../../src/storage/packing';
import { findRecording } from '../../../src/storage/recordings';
import { readSlices, slicesOf } from '../../../src/storage/slices';
import { readStoryboard, storyboardKeys } from '../../../src/storage/storyboard';
import { readTimeline } from '../../../src/storage/timeline';

/** A timeline as JSON. */
export interface PlainTimeline {
  readonly durationMs: number;
  readonly peaks: readonly number[] | undefined;
  readonly bytes: readonly number[];
  /** `null`: not known. */
  readonly commitMs: readonly (number | null)[];
  readonly endMs: readonly number[];
  readonly events: readonly TimelineEvent[];
  /** The times of its pictures. */
  readonly picturesMs: readonly number[] | undefined;
}

/** What the library would show of a recording. */
export async function timelineOf(id: RecordingId): Promise<PlainTimeline> {
  const recording = await findRecording(id);
  if (recording === undefined) throw new Error(`There is no recording ${id}`);
  const { durationMs, peaks, slices, events, pictures } = await readTimeline(recording);
  return {
    durationMs,
    peaks: peaks && [...peaks],
    bytes: [...slices.bytes],
    commitMs: [...slices.commitMs].map((ms) => (Number.isNaN(ms) ? null : ms)),
    endMs: [...slices.endMs],
    events,
    picturesMs: pictures?.map(({ atMs }) => atMs),
  };
}

/** Packs a finished recording, which the product does only while it is recorded. @returns how many rows are left */
export async function packRecording(id: RecordingId): Promise<number> {
  const packer = createPacker(id, { slices: 4, bytes: Number.POSITIVE_INFINITY });
  const rows = await readSlices(id);
  for (const [index, { blob = new Blob(), ...row }] of rows.entries()) {
    // A Blob from IndexedDB is read, not joined (`src/storage/registered-blobs`).
    const bytes = new Blob([await blob.arrayBuffer()], { type: blob.type });
    await packer.add({ ...row, blob: bytes }, rows[index + 1]?.commitBeforeMs);
  }
  return (await openDatabase()).count('slices', slicesOf(id));
}

/** The pictures of a recording's storyboard, as base64. */
export async function storyboardOf(id: RecordingId): Promise<readonly string[]> {
  const bytes = await Promise.all((await readStoryboard(id)).map(({ picture }) => picture.arrayBuffer()));
  return bytes.map((each) => btoa(String.fromCharCode(...new Uint8Array(each))));
}

/** Leaves a recording as a version wrote it that kept neither peaks nor a storyboard. */
export async function forgetTimeline(id: RecordingId): Promise<void> {
  await (await openDatabase()).delete('thumbnails', storyboardKeys(id));
  const rows = await readSlices(id);
  const older = await Promise.all(
    rows.map(async ({ peaks: _, blob = new Blob(), ...row }) => ({
      ...row,
      blob: new Blob([await blob.arrayBuffer()], { type: blob.type }),
    })),
  );
  const transaction = (await openDatabase()).transaction('slices', 'readwrite');
  await Promise.all([...older.map((row) => transaction.store.put(row)), transaction.done]);
}

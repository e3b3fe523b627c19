import { createMediaIndex } from '../../../src/container/media-index';
import { cluster, recording, simpleBlock } from '../../../src/container/testing/webm-builder';
import { wholeOf } from '../../../src/domain/clip';
import type { RecordingId } from '../../../src/domain/recording';
import { openDatabase } from '../../../src/storage/database';
import { slicesOf } from '../../../src/storage/slices';
import { mediaRow } from '../../../src/storage/testing/recording';

/** Adds so many finished recordings, each with one slice of two frames. */
export async function addRecordings(count: number): Promise<void> {
  const transaction = (await openDatabase()).transaction(['clips', 'media', 'slices'], 'readwrite');
  const [clips, rows] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const slices = transaction.objectStore('slices');
  const media = recording(cluster(0, simpleBlock(1, 0), simpleBlock(1, 33, false)));
  const part = createMediaIndex('webm').push(media);
  const totals = { durationMs: 61_000, bytes: media.length, sliceCount: 1 };
  const written = Array.from({ length: count }, (_, number) => {
    const id = crypto.randomUUID();
    const name = `Recording ${number}`;
    const slice = {
      recordingId: id,
      sequence: 0,
      coversMs: 61_000,
      totalBytes: media.length,
      part,
      blob: new Blob([media]),
    };
    return [
      rows.add(mediaRow(id, { ...totals, createdAt: number, state: 'complete' })),
      clips.add({ id, name, createdAt: number, ranges: wholeOf(id) }),
      slices.add(slice),
    ];
  });
  await Promise.all([...written.flat(), transaction.done]);
}

/** Deletes the slices of a recording and keeps its row, which the product never does. */
export async function deleteSlices(id: RecordingId): Promise<void> {
  await (await openDatabase()).delete('slices', slicesOf(id));
}

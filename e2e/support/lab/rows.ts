import { createMediaIndex } from '../../../src/container/media-index';
import { cluster, recording, simpleBlock } from '../../../src/container/testing/webm-builder';
import { type Clip, wholeOf } from '../../../src/domain/clip';
import type { RecordingId } from '../../../src/domain/recording';
import { openDatabase } from '../../../src/storage/database';
import { updateRecording } from '../../../src/storage/recordings';
import { slicesOf } from '../../../src/storage/slices';
import { mediaRow } from '../../../src/storage/testing/recording';
import { saveThumbnail } from '../../../src/storage/thumbnails';

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

/** Adds rows of so many finished recordings, every other one of a camera, as if their slices had been inspected. */
export async function addRows(count: number): Promise<void> {
  const transaction = (await openDatabase()).transaction(['clips', 'media'], 'readwrite');
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const facts = {
    durationMs: 61_000,
    bytes: 1e6,
    sliceCount: 61,
    state: 'complete',
    isIntact: true,
  } as const;
  for (let number = 0; number < count; number += 1) {
    const id = `row-${number}`;
    const source = number % 2 === 0 ? 'tab' : 'camera';
    void media.add(mediaRow(id, { ...facts, source, createdAt: number + 1 }));
    void clips.add({ id, name: `Recording ${number}`, createdAt: number + 1, ranges: wholeOf(id) });
  }
  await transaction.done;
}

/** Gives each of these rows a picture of its own, as large as the recorder's. */
export async function addPictures(count: number): Promise<void> {
  const canvas = new OffscreenCanvas(320, 180);
  const context = canvas.getContext('2d');
  for (let number = 0; number < count; number += 1) {
    for (let at = 0; at < 12; at += 1) {
      context?.rect(27 * at, (37 * (number + at)) % 150, 40, 40);
      if (context !== null) context.fillStyle = `hsl(${(47 * at + number) % 360} 70% 50%)`;
      context?.fill();
      context?.beginPath();
    }
    await saveThumbnail(`row-${number}`, await canvas.convertToBlob({ type: 'image/webp' }));
  }
}

/** Changes a recording, as another page would. */
export async function changeRow(id: RecordingId, change: Pick<Clip, 'name' | 'captions'>): Promise<void> {
  await updateRecording(id, change);
}

/** Deletes the slices of a recording and keeps its row, which the product never does. */
export async function deleteSlices(id: RecordingId): Promise<void> {
  await (await openDatabase()).delete('slices', slicesOf(id));
}

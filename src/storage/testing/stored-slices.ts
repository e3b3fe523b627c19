import { createMediaIndex } from '../../container/media-index';
import { fixture, split } from '../../container/testing/fixtures';
import type { RecordingId } from '../../domain/recording';
import { openDatabase } from '../database';
import type { StoredSlice } from '../schema';
import { slicesOf } from '../slices';

/** The rows of a recording `a` made of these slices, with their index. */
export function storedSlices(
  slices: readonly Uint8Array<ArrayBuffer>[],
  container: 'webm' | 'mp4',
): StoredSlice[] {
  let totalBytes = 0;
  const index = createMediaIndex(container);
  return slices.map((bytes, sequence) => {
    totalBytes += bytes.length;
    const part = index.push(bytes);
    return {
      recordingId: 'a',
      sequence,
      blob: new Blob([bytes]),
      part,
      coversMs: sequence + 1,
      totalBytes,
    };
  });
}

/** The rows of a recording in the database, unparsed. */
export async function storedRows(id: RecordingId): Promise<StoredSlice[]> {
  return (await openDatabase()).getAll('slices', slicesOf(id));
}

/** A second of VP9 in that many slices. */
export function cutInto(count: number): Uint8Array<ArrayBuffer>[] {
  const film = fixture('vp9-opus.webm');
  return split(
    film,
    Array.from({ length: count - 1 }, () => Math.ceil(film.length / count)),
  );
}

/** All bytes of a Blob. */
export async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

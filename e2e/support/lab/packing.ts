import { clusterRow } from '../../../src/container/webm/webm-part';
import type { RecordingId } from '../../../src/domain/recording';
import { openDatabase } from '../../../src/storage/database';
import { openMedia } from '../../../src/storage/media';
import { createPacker } from '../../../src/storage/packing';
import { createRecording, findRecording } from '../../../src/storage/recordings';
import type { StoredSlice } from '../../../src/storage/schema';
import { readSlices, slicesOf } from '../../../src/storage/slices';
import { withTables } from '../../../src/storage/tables';
import { rowsLike } from './synthetic';

/** Small packs, so that there are many. */
const limits = { slices: 4, bytes: Number.POSITIVE_INFINITY };

/** Writes so many slices to disk, unpacked. */
export async function writeUnpacked(templateId: RecordingId, id: RecordingId, count: number): Promise<void> {
  const { template, rows } = await rowsLike(templateId, id);
  const transaction = (await openDatabase()).transaction('slices', 'readwrite', { durability: 'strict' });
  const written: Promise<unknown>[] = [];
  for (const row of rows) if (written.push(transaction.store.add(row)) === count) break;
  await Promise.all([...written, transaction.done]);
  await createRecording({ ...template, id, name: id });
}

/** Packs the slices that {@link writeUnpacked} wrote, one pack after another without a pause. */
export async function packAll(templateId: RecordingId, id: RecordingId): Promise<void> {
  const slices = await readSlices(id);
  const { rows } = await rowsLike(templateId, id);
  const packer = createPacker(id, limits);
  for (const row of rows) {
    if (row.sequence >= slices.length) break;
    await packer.add(row);
  }
}

/** The state of slices some of which were packed. */
export interface Packed {
  readonly rows: number;
  readonly packs: number;
  /** Whether every byte of every slice is there, once, in its place, and the parts agree. */
  readonly isWhole: boolean;
  /** The size of the file that the library makes of it, in bytes. */
  readonly fileBytes: number;
}

/** Compares the slices that {@link writeUnpacked} wrote with those on disk now. */
export async function inspectPacked(
  templateId: RecordingId,
  id: RecordingId,
  count: number,
): Promise<Packed> {
  const stored = await withTables(await (await openDatabase()).getAll('slices', slicesOf(id)));
  const { rows } = await rowsLike(templateId, id);
  const expected: StoredSlice[] = [];
  for (const row of rows) if (expected.push(row) === count) break;
  const [before, after] = [await bytesOf(expected), await bytesOf(stored)];
  let end = 0;
  const areParts = stored.every(({ part, blob }) => {
    const follows = part?.start === end && part.end - part.start === blob.size;
    end += blob.size;
    return follows;
  });
  const recording = await findRecording(id);
  return {
    rows: stored.length,
    packs: stored.filter(({ blob, sequence }) => blob.size > (expected[sequence]?.blob.size ?? 0)).length,
    isWhole: areParts && before.length === after.length && before.every((byte, at) => byte === after[at]),
    fileBytes: recording === undefined ? 0 : (await openMedia(recording)).file.size,
  };
}

/** The media without the sizes of its Clusters, which packing writes. */
async function bytesOf(slices: readonly StoredSlice[]): Promise<Uint8Array> {
  // Read one by one: Blobs from IndexedDB are joined with care only.
  const buffers = await Promise.all(slices.map(({ blob }) => blob.arrayBuffer()));
  const bytes = new Uint8Array(await new Blob(buffers).arrayBuffer());
  for (const { part } of slices) {
    if (part?.container !== 'webm') continue;
    for (let row = 0; row < part.clusters.length; row += clusterRow.length) {
      const offset = part.clusters[row + clusterRow.offset] ?? 0;
      bytes.fill(0, offset + 4, offset + (part.clusters[row + clusterRow.headerLength] ?? 0));
    }
  }
  return bytes;
}

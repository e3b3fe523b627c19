import { concat } from '../container/concat';
import { closesOf, finishPack, joinParts, type MediaPart } from '../container/media-index';
import { detachTables } from '../container/part-tables';
import type { ColorMatrix } from '../domain/color';
import { type RecordingId, slicesUpTo } from '../domain/recording';
import { openDatabase } from './database';
import { outcomeOf } from './outcome';
import type { PackedSlices, StoredSlice } from './schema';

/** When to pack: at so many slices or bytes, whichever comes first. While a pack is written, the next slice waits. */
export const packLimits = { slices: 256, bytes: 16 * 1024 * 1024 };

/** The newest slices are not packed: in WebM they show where the last Cluster of a pack ends. */
const keptSlices = 8;

/** The tables of so many packs are stored again, together: about the square root of the packs in ten hours. */
const packsPerGroup = 32;

/** Merges the slices of one recording into fewer, larger Blobs, so that opening it stays cheap. */
export interface Packer {
  /**
   * Call it when a slice has reached the disk. It packs when a pack is due.
   *
   * @param commitMs how long its commit took, in ms
   * @throws DOMException if the pack can't be written; if the connection ended, it may have replaced the slices all the same
   */
  add(slice: StoredSlice, commitMs?: number): Promise<void>;
  /** Sets the matrix of the video's colors: later packs state it. */
  setMatrix(matrix: ColorMatrix): void;
}

/**
 * A slice that waits to be packed. Its Blob is the encoder's, not the stored one: joining stored Blobs can end the process
 * (`registered-blobs`).
 */
interface Pending extends StoredSlice {
  readonly part: MediaPart;
  readonly commitMs: number;
}

/** A packer for a new recording. @param limits when to pack */
export function createPacker(id: RecordingId, limits = packLimits): Packer {
  let pending: Pending[] = [];
  const group: Uint8Array<ArrayBuffer>[] = [];
  let packing = Promise.resolve();
  let matrix: ColorMatrix | undefined;

  const due = () => {
    const ripe = pending.slice(0, -keptSlices);
    const bytes = ripe.reduce((sum, { blob }) => sum + blob.size, 0);
    return ripe.length > 1 && (ripe.length >= limits.slices || bytes >= limits.bytes) ? ripe : undefined;
  };

  return {
    setMatrix(found) {
      matrix = found;
    },
    async add(slice, commitMs = Number.NaN) {
      const { blob, part } = slice;
      // Written again after an answer that came too late: twice, it would count the pack that it is in as a slice.
      if (slice.sequence <= (pending.at(-1)?.sequence ?? Number.NEGATIVE_INFINITY)) return;
      if (part === undefined) {
        // Without its index a slice can't be in a pack, and nothing after it can be indexed either.
        pending = [];
        return;
      }
      if (blob.size >= limits.bytes / 2) {
        // It needs no pack, and a pack has no gaps: those before it can't be packed any more.
        pending = [];
        return;
      }
      pending.push({ ...slice, part, commitMs });
      const ripe = due();
      if (ripe === undefined) return;
      pending = pending.slice(ripe.length);
      const lastEnd = closesOf(pending.map((kept) => kept.part));
      // One after another: a group is the tables of packs in a row.
      packing = packing.catch(() => undefined).then(() => pack(id, ripe, { lastEnd, matrix }, group));
      await packing;
    },
  };
}

/**
 * Writes the pack and deletes its slices in one transaction: a kill during packing neither loses nor repeats a slice.
 *
 * @param group the tables of the packs before it; its own are added
 */
async function pack(
  id: RecordingId,
  ripe: readonly Pending[],
  { lastEnd, matrix }: { readonly lastEnd: number | undefined; readonly matrix: ColorMatrix | undefined },
  group: Uint8Array<ArrayBuffer>[],
): Promise<void> {
  const [first, last] = [ripe[0], ripe.at(-1)];
  if (first === undefined || last === undefined) return;
  const bytes = new Uint8Array(await new Blob(ripe.map(({ blob }) => blob)).arrayBuffer());
  const joined = finishPack(bytes, joinParts(ripe.map((slice) => slice.part)), lastEnd, matrix);
  const { part, tables } = detachTables(joined);
  // If this pack fails, it may still have reached the disk: the next group starts after it.
  const before = group.splice(0);
  const blob = new Blob([bytes], { type: first.blob.type });
  const { recordingId, sequence, totalBytes, coversMs } = last;
  const { commitBeforeMs } = first;
  const row: StoredSlice = {
    recordingId,
    sequence,
    totalBytes,
    coversMs,
    blob,
    part,
    packed: outlineOf(ripe),
    ...joinPeaks(ripe),
    ...(commitBeforeMs === undefined ? {} : { commitBeforeMs }),
    tables: new Blob([tables]),
    ...(before.length + 1 < packsPerGroup ? {} : { groupTables: new Blob([...before, tables]) }),
  };
  // Hand the bytes to the browser before the transaction begins: slices must wait until it ends.
  await blob.slice(0, 1).arrayBuffer();
  const database = await openDatabase();
  const transaction = database.transaction('slices', 'readwrite', { durability: 'strict' });
  const bounds = [
    [id, first.sequence],
    [id, last.sequence],
  ] as const;
  const replace = async () => {
    // The recording was deleted in the meantime.
    if ((await transaction.store.count(IDBKeyRange.bound(...bounds))) !== ripe.length) return false;
    const others = IDBKeyRange.bound(...bounds, false, true);
    // The pack first: if it were refused at once, the deletion alone would be committed.
    await Promise.all([transaction.store.put(row), transaction.store.delete(others)]);
    return true;
  };
  const isPacked = await outcomeOf(transaction, replace());
  if (isPacked && row.groupTables === undefined) group.push(...before, tables);
}

function outlineOf(slices: readonly Pending[]): PackedSlices {
  return {
    numbers: Uint32Array.from(slices, ({ sequence }) => slicesUpTo(sequence)),
    bytes: Uint32Array.from(slices, ({ blob }) => blob.size),
    coversMs: Uint32Array.from(slices, ({ coversMs }) => Math.round(coversMs)),
    commitMs: Float32Array.from(slices, ({ commitMs }) => commitMs),
  };
}

function joinPeaks(slices: readonly StoredSlice[]): Pick<StoredSlice, 'peaks'> {
  const peaks = slices.flatMap((slice) => slice.peaks ?? []);
  return peaks.length === 0 ? {} : { peaks: concat(peaks) };
}

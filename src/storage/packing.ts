import { closesOf, finishPack, joinParts, type MediaPart } from '../container/media-index';
import { detachTables } from '../container/part-tables';
import type { RecordingId } from '../domain/recording';
import { openDatabase, type StoredSlice } from './database';

/** A pack is made of so many slices or bytes, whichever comes first: while it is written, the next slice waits. */
export const packLimits = { slices: 256, bytes: 16 * 1024 * 1024 };

/** The newest slices stay as they are: in WebM they tell where the last Cluster of a pack ends. */
const keptSlices = 8;

/** The tables of so many packs are stored once more, together: near the root of how many packs ten hours have. */
const packsPerGroup = 32;

/** Merges the slices of one recording into fewer, larger Blobs, so that opening it stays cheap. */
export interface Packer {
  /** A slice reached the disk. Packs where it is time to; a pack that fails leaves the slices as they were. */
  add(slice: StoredSlice): Promise<void>;
}

/** What the packer remembers of a slice: everything but its Blob. */
interface Pending {
  readonly sequence: number;
  readonly bytes: number;
  readonly part: MediaPart;
}

/** A packer for a recording that begins. @param limits when to pack; the default is for the product */
export function createPacker(id: RecordingId, limits = packLimits): Packer {
  let pending: Pending[] = [];
  const group: Uint8Array<ArrayBuffer>[] = [];
  let packing = Promise.resolve();

  const due = () => {
    const ripe = pending.slice(0, -keptSlices);
    const bytes = ripe.reduce((sum, slice) => sum + slice.bytes, 0);
    return ripe.length > 1 && (ripe.length >= limits.slices || bytes >= limits.bytes) ? ripe : undefined;
  };

  return {
    async add({ sequence, blob, part }) {
      if (part === undefined) {
        // Without its index a slice can't be in a pack, and nothing after it can be indexed either.
        pending = [];
        return;
      }
      if (blob.size >= limits.bytes / 2) {
        // Large enough by itself; what is packed follows without a gap, so it also ends what came before it.
        pending = [];
        return;
      }
      pending.push({ sequence, bytes: blob.size, part });
      const ripe = due();
      if (ripe === undefined) return;
      pending = pending.slice(ripe.length);
      const lastEnd = closesOf(pending.map((slice) => slice.part));
      // One after another: a group is the tables of packs in a row.
      packing = packing.catch(() => undefined).then(() => pack(id, ripe, lastEnd, group));
      await packing;
    },
  };
}

/**
 * Puts the pack and deletes its slices in one transaction: a kill in mid-packing loses nothing and doubles nothing.
 *
 * @param group the tables of the packs before it, to which its own are added
 */
async function pack(
  id: RecordingId,
  ripe: readonly Pending[],
  lastEnd: number | undefined,
  group: Uint8Array<ArrayBuffer>[],
): Promise<void> {
  const range = IDBKeyRange.bound([id, ripe[0]?.sequence], [id, ripe.at(-1)?.sequence]);
  const database = await openDatabase();
  const slices = await database.getAll('slices', range);
  const first = slices[0];
  const last = slices.at(-1);
  // The recording was deleted under way.
  if (first === undefined || last === undefined || slices.length !== ripe.length) return;

  const bytes = new Uint8Array(await new Blob(slices.map(({ blob }) => blob)).arrayBuffer());
  const joined = finishPack(bytes, joinParts(ripe.map((slice) => slice.part)), lastEnd);
  const { part, tables } = detachTables(joined);
  // Where this pack fails, it may still have reached the disk: then a group begins behind it.
  const before = group.splice(0);
  const blob = new Blob([bytes], { type: first.blob.type });
  const row: StoredSlice = {
    ...last,
    blob,
    part,
    tables: new Blob([tables]),
    ...(before.length + 1 < packsPerGroup ? {} : { groupTables: new Blob([...before, tables]) }),
  };
  // Its bytes are with the browser before the transaction begins, for slices must wait until it ends.
  await blob.slice(0, 1).arrayBuffer();
  const transaction = database.transaction('slices', 'readwrite', { durability: 'strict' });
  const packed = IDBKeyRange.bound([id, first.sequence], [id, last.sequence], false, true);
  // The pack first: were it refused at once, the deletion alone would be committed.
  await Promise.all([transaction.store.put(row), transaction.store.delete(packed), transaction.done]);
  if (row.groupTables === undefined) group.push(...before, tables);
}

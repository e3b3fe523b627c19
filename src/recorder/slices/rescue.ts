import type { Recording, Slice } from '../../domain/recording';
import type { Rescue } from '../../domain/snapshot';
import type { SliceDisk } from './disk';

/** In bytes: a header fits into `enough`; a slice of more than `most` is not kept for it. */
const beginningBytes = { enough: 65_536, most: 4 * 1024 * 1024 };

/** The first bytes of a recording, kept in memory: without its header no player opens what comes later. */
export interface Beginning {
  readonly blobs: readonly Blob[];
  /** Adds a slice that is on disk; it is kept if it belongs to the first bytes. */
  add(slice: Slice): void;
}

/** A beginning without any bytes yet. */
export function createBeginning(): Beginning {
  const blobs: Blob[] = [];
  return {
    blobs,
    add({ blob, totalBytes }) {
      const isLate = totalBytes - blob.size >= beginningBytes.enough;
      if (!isLate && blob.size <= beginningBytes.most) blobs.push(blob);
    },
  };
}

/**
 * Makes a file of the slices that the disk refused: the whole recording if the rest of it can be read, else its
 * beginning and its end.
 *
 * @param held in order, without a gap
 * @param beginning of the slices before them; empty if there are none
 */
export async function rescueHeld(
  { id, name, format, mimeType }: Recording,
  held: readonly Slice[],
  beginning: Beginning,
  disk: Pick<SliceDisk, 'rescue'>,
): Promise<Rescue> {
  const blobs = held.map(({ blob }) => blob);
  const [first] = held;
  const isAll = first === undefined || first.totalBytes === first.blob.size;
  const { file, isWhole } = await disk.rescue(held, mimeType).then(
    (whole) => ({ file: whole, isWhole: true }),
    () => ({
      file: new Blob([...beginning.blobs, ...blobs], { type: mimeType }),
      isWhole: isAll,
    }),
  );
  return {
    recordingId: id,
    name,
    format,
    url: URL.createObjectURL(file),
    bytes: file.size,
    unsavedBytes: blobs.reduce((sum, { size }) => sum + size, 0),
    isWhole,
  };
}

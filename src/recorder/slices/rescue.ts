import type { Recording, RecordingId, Slice } from '../../domain/recording';
import type { Rescue } from '../../domain/snapshot';
import type { SliceDisk } from './disk';
import type { NumberedSlice } from './writer';

/** A header and a little more is in so many bytes at the latest; more than the second is never kept. */
const beginningBytes = { enough: 65_536, most: 4 * 1024 * 1024 };

/** The first bytes of a recording, kept in memory: without them no player opens what comes later. */
export interface Beginning {
  readonly blobs: readonly Blob[];
  add(blob: Blob): void;
}

/** A beginning that is empty yet. */
export function createBeginning(): Beginning {
  const blobs: Blob[] = [];
  let bytes = 0;
  return {
    blobs,
    add(blob) {
      if (bytes >= beginningBytes.enough || blob.size > beginningBytes.most) return;
      bytes += blob.size;
      blobs.push(blob);
    },
  };
}

/** A slice as it is stored. */
export function sliceOf(id: RecordingId, { sequence, blob, coversMs, after }: NumberedSlice): Slice {
  return { recordingId: id, sequence, blob, coversMs, totalBytes: after.bytes };
}

/**
 * Makes a file of what the disk refused: the whole recording where the rest of it can be read, or else its beginning
 * and its end.
 */
export async function rescueHeld(
  row: Recording,
  held: readonly NumberedSlice[],
  beginning: Beginning,
  disk: Pick<SliceDisk, 'rescue'>,
): Promise<Rescue> {
  const { id, name, format, mimeType } = row;
  const slices = held.map((slice) => sliceOf(id, slice));
  const blobs = slices.map(({ blob }) => blob);
  const [first] = slices;
  const isTail = first !== undefined && first.totalBytes > first.blob.size;
  const { file, isWhole } = await disk.rescue(slices, mimeType).then(
    (whole) => ({ file: whole, isWhole: true }),
    () => ({
      file: new Blob([...(isTail ? beginning.blobs : []), ...blobs], { type: mimeType }),
      isWhole: !isTail,
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

import type { RecordingId } from '../../../src/domain/recording';
import { createPacker, packLimits } from '../../../src/storage/packing';
import { createRecording, findRecording, updateRecording } from '../../../src/storage/recordings';
import type { StoredSlice } from '../../../src/storage/schema';
import { appendSlice } from '../../../src/storage/slices';
import { rowsLike } from './synthetic';

const kept = 8;

/** What else happens when the last slice comes: nothing, a pack is being read, or one is being written. */
export type Meanwhile = 'nothing' | 'reading' | 'writing';

/**
 * Adds the last slice of a recording and marks it complete, as the recorder does at the end. The slices before it fill
 * the largest pack that the product makes.
 *
 * @returns how long that took, in ms
 */
export async function timeLastSlice(
  templateId: RecordingId,
  id: RecordingId,
  meanwhile: Meanwhile,
): Promise<number> {
  const { bytes, durationMs } = (await findRecording(templateId)) ?? { bytes: 1, durationMs: 0 };
  const seconds = (packLimits.bytes / packLimits.slices / bytes) * (durationMs / 1000);
  const { template, rows } = await rowsLike(templateId, id, seconds);
  await createRecording({ ...template, id, name: id, state: 'recording' });
  const packer = createPacker(id, { ...packLimits, bytes: Number.POSITIVE_INFINITY });
  const slices: StoredSlice[] = [];
  for (const row of rows) if (slices.push(row) === packLimits.slices + kept + 1) break;
  const last = slices.pop();
  const packed = slices.pop();
  if (last === undefined || packed === undefined) throw new RangeError('The template is empty');
  for (const slice of slices) {
    await appendSlice(slice);
    await packer.add(slice);
  }
  await appendSlice(packed);
  const isWritten = beginningOfPack();
  const packing = packer.add(packed);
  if (meanwhile === 'nothing') await packing;
  if (meanwhile === 'writing') await isWritten;
  const began = performance.now();
  await appendSlice(last);
  await updateRecording(id, { state: 'complete' });
  const ms = performance.now() - began;
  await packing;
  return ms;
}

/** Resolves once a pack's transaction has begun: it deletes the slices of the pack. */
function beginningOfPack(): Promise<void> {
  const { prototype } = IDBObjectStore;
  const { delete: original } = prototype;
  return new Promise((resolve) => {
    prototype.delete = function (this: IDBObjectStore, ...query) {
      prototype.delete = original;
      resolve();
      return original.apply(this, query);
    };
  });
}

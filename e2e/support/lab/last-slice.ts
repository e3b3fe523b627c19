import type { RecordingId } from '../../../src/domain/recording';
import type { StoredSlice } from '../../../src/storage/database';
import { createPacker } from '../../../src/storage/packing';
import { createRecording, updateRecording } from '../../../src/storage/recordings';
import { appendSlice } from '../../../src/storage/slices';
import { rowsLike } from './synthetic';

const packed = 256;
const kept = 8;

/**
 * Adds the last slice of a recording and marks it complete, as the recorder does at the end.
 *
 * @param whilePacking whether a pack of the 256 slices before it is on its way to the disk just then
 * @returns how long that took, in ms
 */
export async function timeLastSlice(
  templateId: RecordingId,
  id: RecordingId,
  whilePacking: boolean,
): Promise<number> {
  const { template, rows } = await rowsLike(templateId, id);
  await createRecording({ ...template, id, name: id, state: 'recording' });
  const packer = createPacker(id, { slices: packed, bytes: Number.POSITIVE_INFINITY });
  const slices: StoredSlice[] = [];
  for (const row of rows) if (slices.push(row) === packed + kept + 1) break;
  const last = slices.pop();
  if (last === undefined) throw new RangeError('The template is empty');
  let packing: Promise<void> = Promise.resolve();
  for (const slice of slices) {
    await appendSlice(slice);
    await packing;
    packing = packer.add(slice);
  }
  if (!whilePacking) await packing;
  const began = performance.now();
  await appendSlice(last);
  await updateRecording(id, { state: 'complete' });
  const ms = performance.now() - began;
  await packing;
  return ms;
}

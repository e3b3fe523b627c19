import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { adoptLost } from './adoption';
import { openDatabase } from './database';
import { deleteHidden, hideRecordings, unhideRecordings } from './deletion';
import { createRecording, findRecording, listAll, listRecordings } from './recordings';
import { recount } from './recovery';
import { appendSlice, readSlices } from './slices';
import { recordingRow } from './testing/recording';

/** Node 20 has no Web Locks: those named in `held` are held. */
const held = new Set<string>();
vi.stubGlobal('navigator', {
  locks: {
    request: async (name: string, _options: object, callback: (lock: object | null) => unknown) =>
      callback(held.has(name) ? null : { name }),
  },
});

const append = (recordingId: string, sequence = 0) =>
  appendSlice({
    recordingId,
    sequence,
    blob: new Blob(['x'], { type: 'video/mp4;codecs=vp9,opus' }),
    coversMs: 10,
    totalBytes: sequence + 1,
  });

beforeEach(async () => {
  held.clear();
  const database = await openDatabase();
  await Promise.all((['clips', 'media', 'slices'] as const).map((store) => database.clear(store)));
  for (const id of ['a', 'b']) {
    await createRecording(recordingRow(id, { state: 'complete' }));
    await append(id);
  }
});

it('hides a recording, shows it again, and really deletes what stays hidden', async () => {
  expect(await hideRecordings(['a'])).toBe(true);
  expect((await listRecordings()).map(({ id }) => id)).toEqual(['b']);
  expect(await unhideRecordings(['a'])).toBe(true);
  await deleteHidden();
  expect((await listRecordings()).map(({ id }) => id).sort()).toEqual(['a', 'b']);
  await hideRecordings(['a']);
  await deleteHidden();
  expect((await listAll()).map(({ id }) => id)).toEqual(['b']);
  expect(await readSlices('a')).toEqual([]);
  expect(await readSlices('b')).toHaveLength(1);
  expect(await unhideRecordings(['a'])).toBe(false);
});

it('hides many together, and deletes those that are not in use', async () => {
  for (const id of ['c', 'd']) await createRecording(recordingRow(id, { state: 'complete' }));
  expect(await hideRecordings(['a', 'b', 'c'])).toBe(true);
  expect(await hideRecordings(['d', 'gone']), 'one is missing').toBe(false);
  expect(await listRecordings()).toEqual([]);
  expect(await unhideRecordings(['d'])).toBe(true);
  held.add('media:b');
  await deleteHidden();
  expect((await listAll()).map(({ id }) => id).sort()).toEqual(['b', 'd']);
  expect(await readSlices('b')).toHaveLength(1);
});

it('does not delete a recording that is in use or can be restored', async () => {
  await hideRecordings(['a']);
  held.add('media:a');
  await deleteHidden();
  expect(await findRecording('a')).toMatchObject({ id: 'a' });
  expect(await readSlices('a')).toHaveLength(1);
});

it('writes a row for slices without one, once, and for no others', async () => {
  await append('lost', 0);
  await append('lost', 1);
  // It sorts before all others, and has no name that a recording could have.
  await append(7 as unknown as string, 0);
  await adoptLost('Found');
  await adoptLost('Found again');
  expect(await listRecordings()).toHaveLength(3);
  expect(await findRecording('lost')).toMatchObject({
    name: 'Found',
    state: 'interrupted',
    format: 'mp4-h264',
    mimeType: 'video/mp4;codecs=vp9,opus',
    bytes: 2,
    sliceCount: 2,
  });
});

it('recounts a recording whose row says that nothing is there, and no other', async () => {
  await createRecording(recordingRow('empty', { state: 'complete' }));
  await createRecording(recordingRow('running'));
  await append('running');
  await recount();
  expect(await findRecording('a')).toMatchObject({ bytes: 1, durationMs: 10, sliceCount: 1 });
  expect(await findRecording('empty')).toMatchObject({ bytes: 0 });
  expect(await findRecording('running')).toMatchObject({ bytes: 0 });
});

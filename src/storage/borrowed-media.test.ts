import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { mostPieces, mostPiecesWithoutSpace } from '../container/copy-clip';
import { fixture } from '../container/testing/fixtures';
import { longSilence, packetMs } from '../container/testing/long-silence';
import { borrowMedia } from './borrowed-media';
import { createClips } from './create-clips';
import { openDatabase } from './database';
import { openMedia } from './media';
import { findRecording } from './recordings';
import { appendSlice } from './slices';
import { stubOrigin } from './testing/origin';
import { mediaRow } from './testing/recording';
import { bytesOf } from './testing/stored-slices';

/** A clip of an hour of WebM is like this: too many pieces. */
async function plantLongClip(clusters = mostPieces) {
  const bytes = longSilence(fixture('opus.webm'), clusters);
  const durationMs = clusters * packetMs;
  const blob = new Blob([bytes]);
  const slice = { recordingId: 'long', sequence: 0, blob, coversMs: durationMs, totalBytes: bytes.length };
  await appendSlice(slice);
  const range = { mediaId: 'long', startMs: durationMs / 4 };
  const [id = ''] = await createClips([{ name: 'Part', ranges: [range], durationMs, bytes: bytes.length }]);
  const recording = await findRecording(id);
  if (recording === undefined) throw new Error('It was not created');
  return recording;
}

beforeEach(async () => {
  const database = await openDatabase();
  await Promise.all((['clips', 'media', 'slices'] as const).map((store) => database.clear(store)));
  await database.put('media', mediaRow('long', { state: 'complete', mimeType: 'audio/webm;codecs=opus' }));
});

it('is a copy if it has too many pieces, which goes when it is closed', async () => {
  const files = stubOrigin();
  const recording = await plantLongClip();
  const { file, close } = await borrowMedia(recording);
  const paths = [...files.keys()];
  expect(paths).toEqual([expect.stringMatching(`^/temporary/[^/]+/${recording.id}$`)]);
  expect(await bytesOf(file)).toEqual(await bytesOf((await openMedia(recording)).file));
  await close();
  expect([...files.keys()]).toEqual([]);
});

it('is made of references all the same if the disk has no space for the copy', async () => {
  const files = stubOrigin();
  const recording = await plantLongClip();
  navigator.storage.estimate = async () => ({ usage: 0, quota: 1000 });
  const { file, close } = await borrowMedia(recording);
  expect(await bytesOf(file)).toEqual(await bytesOf((await openMedia(recording)).file));
  await close();
  expect([...files.keys()]).toEqual([]);
});

it('fails if the disk has no space for the copy of pieces that are too many, and leaves nothing', async () => {
  const files = stubOrigin();
  const recording = await plantLongClip(mostPiecesWithoutSpace);
  navigator.storage.estimate = async () => ({ usage: 0, quota: 1000 });
  await expect(borrowMedia(recording)).rejects.toMatchObject({ failure: { code: 'disk-full' } });
  expect([...files.keys()]).toEqual([]);
});

it('is made of references otherwise', async () => {
  const files = stubOrigin();
  const recording = await plantLongClip();
  const { file, close } = await borrowMedia({ ...recording, ranges: [{ mediaId: 'long' }] });
  expect(file.size).toBeGreaterThan(0);
  await close();
  expect([...files.keys()]).toEqual([]);
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { composeSeekableFile, indexBlobs } from '../container/seekable-file';
import { fixture, slicesOf } from '../container/testing/fixtures';
import { cluster, recording as film, simpleBlock } from '../container/testing/webm-builder';
import { draftSequence } from '../domain/recording';
import { openDatabase } from './database';
import { inspectMedia } from './inspection';
import { openMedia, openPieces, piecesOf } from './media';
import type { Originals } from './originals';
import { createPacker } from './packing';
import { composeRescue } from './rescue';
import type { StoredSlice } from './schema';
import { appendSlice } from './slices';
import { recordingRow } from './testing/recording';
import { bytesOf, cutInto, storedSlices } from './testing/stored-slices';

const recording = recordingRow('a');
const eight = cutInto(8);

beforeEach(async () => (await openDatabase()).clear('slices'));

describe('openMedia', () => {
  it('makes the same file with and without the stored index', async () => {
    for (const slice of storedSlices(slicesOf('vp9-opus.webm'), 'webm')) await appendSlice(slice);
    const indexed = await bytesOf((await openMedia(recording)).file);
    await (await openDatabase()).clear('slices');
    for (const { part, ...slice } of storedSlices(slicesOf('vp9-opus.webm'), 'webm'))
      await appendSlice(slice);
    expect(await bytesOf((await openMedia(recording)).file)).toEqual(indexed);
    expect(indexed).not.toEqual(fixture('vp9-opus.webm'));
  });

  it('corrects the colors that the browser labels wrongly, also packed, without the stored index, and in memory', async () => {
    const row = { ...recording, matrix: 'bt601' } as const;
    const slices = storedSlices(slicesOf('vp9-opus.webm'), 'webm');
    const labelled = await bytesOf((await openMedia(recording)).file);
    const pieces = await indexBlobs('webm', [new Blob(slices.map(({ blob }) => blob))]);
    const right = await bytesOf(composeSeekableFile(pieces, '', 'bt601'));
    expect(right).not.toEqual(labelled);

    for (const slice of slices) await appendSlice(slice);
    expect(await bytesOf((await openMedia(row)).file)).toEqual(right);
    expect(
      await bytesOf((await openMedia({ ...recording, matrix: 'bt709' })).file),
      'as the browser labels it',
    ).toEqual(await bytesOf((await openMedia(recording)).file));
    const [first, ...rest] = slices;
    await (await openDatabase()).clear('slices');
    if (first !== undefined) await appendSlice(first);
    expect(await bytesOf(await composeRescue(rest, '', 'bt601'))).toEqual(right);
    expect(await bytesOf(await composeRescue(rest, '', 'bt709'))).not.toEqual(right);
    await (await openDatabase()).clear('slices');
    for (const { part, ...slice } of slices) await appendSlice(slice);
    expect(await bytesOf((await openMedia(row)).file)).toEqual(right);
  });

  it('returns bytes that are not media unchanged, and an empty file without slices', async () => {
    expect((await openMedia(recording)).file.size).toBe(0);
    await appendSlice({
      recordingId: 'a',
      sequence: 0,
      blob: new Blob(['not a film']),
      coversMs: 1,
      totalBytes: 10,
    });
    const { file: media } = await openMedia(recording);
    expect(await media.text()).toBe('not a film');
    expect(media.type).toBe(recording.mimeType);
  });

  it('returns the bytes unchanged if the index is invalid', async () => {
    const row = {
      recordingId: 'a',
      sequence: 0,
      blob: new Blob(['not a film']),
      coversMs: 1,
      totalBytes: 10,
    };
    const parts = [null, {}, { container: 'webm', start: 0, end: 10, samples: 'none' }];
    for (const part of parts) {
      await (await openDatabase()).put('slices', { ...row, part } as unknown as StoredSlice);
      const { file } = await openMedia(recording);
      expect(await file.text()).toBe('not a film');
    }
    for (const part of parts.slice(0, 2)) {
      await (await openDatabase()).put('slices', { ...row, part } as unknown as StoredSlice);
      expect((await inspectMedia(recording)).damage).toEqual({ what: 'not-media' });
    }
  });

  it('makes the file of a long clip even if its originals can’t be offered', async () => {
    const clusters = Array.from({ length: 600 }, (_, index) => cluster(100 * index, simpleBlock(1, 0)));
    for (const slice of storedSlices([film(...clusters)], 'webm')) await appendSlice(slice);
    const clip = recordingRow('clip', { ranges: [{ mediaId: 'a', startMs: 1000 }] });
    const offered: Originals[] = [];
    const { file } = await openMedia(clip, undefined, async (originals) => {
      offered.push(originals);
      throw new DOMException('The page is gone', 'DataCloneError');
    });
    expect(offered).toMatchObject([{ spans: [{ startMs: 1000 }] }]);
    expect(await bytesOf(file)).toEqual(await bytesOf((await openMedia(clip)).file));
  });

  it('makes a complete file of the slices before a missing one, and raw data of those after it too', async () => {
    const slices = storedSlices(eight, 'webm');
    for (const slice of slices.filter(({ sequence }) => sequence !== 3)) await appendSlice(slice);
    const file = composeSeekableFile(await piecesOf(slices.slice(0, 3)), recording.mimeType);
    expect(await bytesOf((await openMedia(recording)).file)).toEqual(await bytesOf(file));
    const all = slices.filter(({ sequence }) => sequence !== 3).map(({ blob }) => blob);
    expect(await bytesOf(await openPieces(recording))).toEqual(await bytesOf(new Blob(all)));
    const rest = slices.slice(4).reduce((sum, { blob }) => sum + blob.size, 0);
    const damage = { what: 'gap', safeMs: 3, restBytes: rest };
    expect((await inspectMedia(recording)).damage).toEqual(damage);
    expect((await openMedia(recording)).damage, 'reported to the page that opens it').toEqual(damage);
  });

  it('keeps the complete part of a truncated last slice', async () => {
    const slices = storedSlices(eight, 'webm');
    const last = slices.at(-1);
    for (const slice of slices) {
      await appendSlice(
        slice === last ? { ...slice, blob: slice.blob.slice(0, slice.blob.size >> 1) } : slice,
      );
    }
    const { file: media } = await openMedia(recording);
    const whole = fixture('vp9-opus.webm').length;
    expect(media.size).toBeGreaterThan(whole - (last?.blob.size ?? 0));
    expect((await inspectMedia(recording)).damage).toMatchObject({ what: 'cut-off', safeMs: slices.length });
    const again = await indexBlobs('webm', [media]);
    expect(again).toHaveLength(1);
  });

  it('keeps the slices before bytes that could not be indexed', async () => {
    for (const slice of storedSlices(eight, 'webm').slice(0, 4)) await appendSlice(slice);
    await appendSlice({
      recordingId: 'a',
      sequence: 4,
      blob: new Blob(['no media']),
      coversMs: 5,
      totalBytes: 1,
    });
    const file = composeSeekableFile(
      await piecesOf(storedSlices(eight, 'webm').slice(0, 4)),
      recording.mimeType,
    );
    expect(await bytesOf((await openMedia(recording)).file)).toEqual(await bytesOf(file));
    expect((await inspectMedia(recording)).damage).toEqual({ what: 'unreadable', safeMs: 4, restBytes: 8 });
  });
});

describe('inspectMedia', () => {
  it('reads many rows a few at a time, and all of them', async () => {
    const slices = storedSlices(cutInto(100), 'webm');
    const missing = slices.splice(70, 1);
    for (const slice of slices) await appendSlice(slice);
    expect((await inspectMedia(recording)).damage).toMatchObject({ what: 'gap', safeMs: 70 });
    for (const slice of missing) await appendSlice(slice);
    expect((await inspectMedia(recording)).damage).toBeUndefined();
  });

  it('finds no damage in a recording, with or without its index, packed or with drafts', async () => {
    const packer = createPacker('a', { slices: 10, bytes: 1e9 });
    for (const slice of storedSlices(cutInto(60), 'webm')) {
      await appendSlice(slice);
      await packer.add(slice);
    }
    expect((await inspectMedia(recording)).damage).toBeUndefined();
    await (await openDatabase()).clear('slices');
    const sequences = [draftSequence(0, 0), draftSequence(0, 1), 0, 1, draftSequence(2, 0), 2, 3];
    for (const [index, { part, ...slice }] of storedSlices(cutInto(60).slice(0, 7), 'webm').entries()) {
      await appendSlice({ ...slice, sequence: sequences[index] ?? 0 });
    }
    expect((await inspectMedia(recording)).damage).toBeUndefined();
  });

  it('reports damage only if the recording plays what is damaged', async () => {
    for (const slice of storedSlices(cutInto(8), 'webm')) {
      if (slice.sequence !== 5) await appendSlice({ ...slice, coversMs: 1000 * (slice.sequence + 1) });
    }
    const part = (startMs: number, endMs?: number) =>
      recordingRow('part', {
        ranges: [{ mediaId: 'a', startMs, ...(endMs === undefined ? {} : { endMs }) }],
      });
    expect(await inspectMedia(part(0, 4000))).toEqual({ damage: undefined, isIntact: false });
    for (const reaching of [part(0, 6000), part(2000)]) {
      expect((await inspectMedia(reaching)).damage).toMatchObject({ what: 'gap', safeMs: 5000 });
      expect((await openMedia(reaching)).damage).toMatchObject({ what: 'gap', safeMs: 5000 });
    }
    expect((await openMedia(part(0, 4000))).damage).toBeUndefined();
  });

  it('reports missing slices, and bytes that are not media', async () => {
    expect((await inspectMedia(recording)).damage).toEqual({ what: 'no-media' });
    const row = { recordingId: 'a', sequence: 0, coversMs: 1, totalBytes: 10 };
    await appendSlice({ ...row, blob: new Blob(['not a film']) });
    expect((await inspectMedia(recording)).damage).toEqual({ what: 'not-media' });
    await (await openDatabase()).put('slices', { ...row, blob: 'a text' as unknown as Blob });
    expect((await inspectMedia(recording)).damage).toEqual({ what: 'no-media' });
    expect((await openMedia(recording)).file.size).toBe(0);
  });

  it('reports a missing first slice', async () => {
    for (const slice of storedSlices(eight, 'webm').slice(1)) await appendSlice(slice);
    expect((await inspectMedia(recording)).damage).toMatchObject({ what: 'gap', safeMs: 0 });
    expect((await openMedia(recording)).file.size).toBe((await openPieces(recording)).size);
  });
});

describe('composeRescue', () => {
  const slices = storedSlices(eight, 'webm');
  const whole = piecesOf(slices).then((pieces) => composeSeekableFile(pieces, recording.mimeType));

  it('joins the slices on disk and the unsaved ones', async () => {
    for (const slice of slices.slice(0, 5)) await appendSlice(slice);
    expect(await bytesOf(await composeRescue(slices.slice(5), recording.mimeType))).toEqual(
      await bytesOf(await whole),
    );
  });

  it('uses a slice once that reached the disk after all', async () => {
    for (const slice of slices.slice(0, 7)) await appendSlice(slice);
    expect(await bytesOf(await composeRescue(slices.slice(5), recording.mimeType))).toEqual(
      await bytesOf(await whole),
    );
  });

  it('returns the bytes unchanged if they could not be indexed', async () => {
    for (const slice of slices.slice(0, 5)) await appendSlice(slice);
    const held = slices.slice(5).map(({ part, ...slice }) => slice);
    expect(await bytesOf(await composeRescue(held, ''))).toEqual(fixture('vp9-opus.webm'));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Container } from '../domain/format';
import { concat } from './concat';
import type { MediaPiece } from './media-bytes';
import { closesOf, finishPack, joinParts } from './media-index';
import { composeSeekableFile, indexBlobs } from './seekable-file';
import { statedDurationMs } from './testing/duration';
import { type FixtureName, fixture, fixtureNames, slicesOf, split } from './testing/fixtures';
import { mp4PartOf, partsOf, webmPartOf } from './testing/index-of';
import { play } from './testing/mp4-reader';

const all: [FixtureName, Container][] = [
  ...fixtureNames.webm.map((name): [FixtureName, Container] => [name, 'webm']),
  ...fixtureNames.mp4.map((name): [FixtureName, Container] => [name, 'mp4']),
];

function piecesOf(container: Container, slices: readonly Uint8Array<ArrayBuffer>[]): MediaPiece[] {
  return partsOf(container, slices).map((part, index) => ({ part, blob: new Blob([slices[index] ?? '']) }));
}

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe.each(all)('%s', (name, container) => {
  const slices = slicesOf(name);

  test('the file is the same however the recording was sliced, and packed', async () => {
    const file = composeSeekableFile(piecesOf(container, slices), 'video/x');
    const expected = await read(file);
    expect(file.type).toBe('video/x');
    expect(statedDurationMs(container, expected)).toBeGreaterThan(2900);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(6000), { maxLength: 12 }), async (lengths) => {
        const pieces = piecesOf(container, split(fixture(name), lengths));
        expect(await read(composeSeekableFile(pieces, ''))).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });

  test('recovered: whatever was saved of it is a file, as long as one block or fragment is complete', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(fixture(name).length), async (length) => {
        const saved = fixture(name).slice(0, length);
        const pieces = piecesOf(container, split(saved, [length / 3, length / 3]));
        const part = joinParts(pieces.map((piece) => piece.part));
        const media = part.complete - (part.header?.mediaStart ?? part.complete);
        if (media <= 0) {
          const compose = () => composeSeekableFile(pieces, '');
          expect(compose).toThrow(expect.objectContaining({ reason: 'no-media' }));
          return;
        }
        const file = await read(composeSeekableFile(pieces, ''));
        expect(file.subarray(-media)).toEqual(saved.subarray(part.complete - media, part.complete));
        const again = container === 'webm' ? webmPartOf(file) : play(file);
        if ('complete' in again) expect(again.complete).toBe(file.length);
        else
          for (const track of again)
            for (const sample of track.samples) expect(sample.bytes.length).toBeGreaterThan(0);
      }),
      { numRuns: 8 },
    );
  });

  test('indexed afterwards, it is the same as indexed while it was recorded', async () => {
    const pieces = piecesOf(container, slices);
    const blobs = pieces.map(({ blob }) => blob);
    expect(await indexBlobs(container, blobs)).toEqual(pieces);
    const [whole] = await indexBlobs(container, [new Blob(blobs)]);
    expect(whole?.part).toEqual(joinParts(pieces.map(({ part }) => part)));
  });

  test('indexed afterwards, up to the first bytes that aren’t media', async () => {
    const pieces = piecesOf(container, slices);
    const blobs = pieces.map(({ blob }) => blob);
    expect(await indexBlobs(container, [new Blob(['no media']), ...blobs])).toEqual([]);
  });
});

test('slices, then packs of them: one file, and the blobs are used unchanged', async () => {
  const pieces = piecesOf('webm', slicesOf('vp8-opus.webm'));
  const packed = pieces.slice(0, 6);
  const bytes = await read(new Blob(packed.map(({ blob }) => blob)));
  const parts = pieces.map(({ part }) => part);
  const part = finishPack(bytes, joinParts(parts.slice(0, 6)), closesOf(parts.slice(6)));
  const file = composeSeekableFile([{ blob: new Blob([bytes]), part }, ...pieces.slice(6)], '');
  const again = webmPartOf(await read(file));
  const plain = webmPartOf(await read(composeSeekableFile(pieces, '')));
  expect({ ...again, clusters: 0 }).toEqual({ ...plain, clusters: 0 });
  expect(again.clusters).not.toEqual(plain.clusters);
});

describe('refuses', () => {
  const pieces = piecesOf('mp4', slicesOf('avc3-pauses.mp4'));
  test.each([
    ['no pieces', []],
    ['a piece that is missing', pieces.toSpliced(1, 1)],
    ['a first piece that is missing', pieces.slice(1)],
    [
      'a blob that is not the one that was indexed',
      pieces.map(({ part }) => ({ part, blob: new Blob(['x']) })),
    ],
    [
      'pieces of two containers',
      [...pieces.slice(0, 1), ...piecesOf('webm', slicesOf('opus.webm')).slice(1)],
    ],
  ])('%s', (_, wrong) => {
    expect(() => composeSeekableFile(wrong, '')).toThrow(RangeError);
  });
});

test('an index that is stored and read again is the same', async () => {
  for (const [name, container] of all) {
    const pieces = piecesOf(container, slicesOf(name));
    const stored = pieces.map(({ blob, part }) => ({ blob, part: structuredClone(part) }));
    const [one, other] = [composeSeekableFile(stored, ''), composeSeekableFile(pieces, '')];
    expect(statedDurationMs(container, await read(one))).toBe(statedDurationMs(container, await read(other)));
  }
});

test('MP4 packs need nothing: their bytes stay', () => {
  const bytes = concat(slicesOf('avc3.mp4'));
  const part = mp4PartOf(bytes);
  expect(finishPack(bytes, part)).toBe(part);
  expect(bytes).toEqual(fixture('avc3.mp4'));
});

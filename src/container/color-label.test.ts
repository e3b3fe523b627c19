import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColorMatrix } from '../domain/color';
import {
  findAv1Label,
  findVp9Label,
  labelCodes,
  labelRow,
  relabelBytes,
  relabelled,
  relabelWord,
} from './color-label';
import type { MediaPiece } from './media-bytes';
import { finishPack, joinParts } from './media-index';
import { findAvcLabel, readSps } from './mp4/avc';
import { attachTables, detachTables } from './part-tables';
import { composeSeekableFile } from './seekable-file';
import { type FixtureName, fixture, slicesOf, split } from './testing/fixtures';
import { partsOf } from './testing/index-of';
import { makeSps } from './testing/sps-builder';

/** Recordings that state their colors in each key frame. */
const labelled = [
  'vp9-opus.webm',
  'vp9-pauses.webm',
  'av1-opus.webm',
  'vp9-opus.mp4',
  'av1-opus.mp4',
  'avc3.mp4',
  'avc3-resized.mp4',
] as const satisfies readonly FixtureName[];

const containerOf = (name: FixtureName) => (name.endsWith('.mp4') ? 'mp4' : 'webm');

function piecesOf(name: FixtureName, slices = slicesOf(name)): MediaPiece[] {
  return partsOf(containerOf(name), slices).map((part, index) => ({
    part,
    blob: new Blob([slices[index] ?? '']),
  }));
}

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

function mediaOf(file: Uint8Array, pieces: readonly MediaPiece[]): Uint8Array {
  const { complete, header } = joinParts(pieces.map(({ part }) => part));
  return file.subarray(-(complete - (header?.mediaStart ?? 0)));
}

/** The matrix coefficients in the header: the element of Matroska, or the last but one field of `colr`. */
async function statedMatrix(file: Blob): Promise<number | undefined> {
  const header = String.fromCharCode(...(await read(file)).subarray(0, 2000));
  const [, found] = /\x55\xb1\x81(.)/s.exec(header) ?? /colrnclx.{5}(.)/s.exec(header) ?? [];
  return found?.charCodeAt(0);
}

describe.each(labelled)('%s', (name) => {
  const pieces = piecesOf(name);
  const { labels = new Float64Array() } = joinParts(pieces.map(({ part }) => part));

  test('each of its labels states what the browser wrote, which was BT.709', () => {
    expect(labels.length / labelRow.length).toBeGreaterThanOrEqual(1);
    expect([...relabelled(labels, 'bt709')]).toEqual([]);
    expect([...relabelled(labels, 'bt601')]).toHaveLength(labels.length / labelRow.length);
  });

  test('with another matrix nothing else changes in the media', async () => {
    const original = mediaOf(await read(composeSeekableFile(pieces, '')), pieces);
    const changed = mediaOf(await read(composeSeekableFile(pieces, '', 'bt601')), pieces);
    expect(changed).not.toEqual(original);
    const again = piecesOf(name, [
      new Uint8Array([...fixture(name).subarray(0, -original.length), ...changed]),
    ]);
    expect(mediaOf(await read(composeSeekableFile(again, '', 'bt709')), again)).toEqual(original);
    const differing = changed.filter((byte, index) => byte !== original[index]).length;
    expect(differing).toBeGreaterThanOrEqual(labels.length / labelRow.length);
    expect(differing).toBeLessThanOrEqual((2 * labels.length) / labelRow.length);
  });

  test('a pack that states the matrix itself makes the same file, and needs no other bytes in it', async () => {
    const expected = await read(composeSeekableFile(pieces, '', 'bt601'));
    const bytes = await read(new Blob(pieces.map(({ blob }) => blob)));
    const joined = joinParts(pieces.map(({ part }) => part));
    const part = finishPack(bytes, { ...joined }, undefined, 'bt601');
    expect([...relabelled(part.labels ?? new Float64Array(), 'bt601')]).toEqual([]);
    const packed = await read(composeSeekableFile([{ blob: new Blob([bytes]), part }], '', 'bt601'));
    expect(mediaOf(packed, pieces).length).toBe(mediaOf(expected, pieces).length);
    // And back, if the first proof was an assumption that was wrong.
    const back = await read(composeSeekableFile([{ blob: new Blob([bytes]), part }], '', 'bt709'));
    expect(await statedMatrix(new Blob([back]))).toBe(1);
    expect(await statedMatrix(new Blob([packed]))).toBe(6);
  });

  test('the header states the matrix too', async () => {
    expect(await statedMatrix(composeSeekableFile(pieces, ''))).toBe(1);
    expect(await statedMatrix(composeSeekableFile(pieces, '', 'bt601'))).toBe(6);
    expect(await statedMatrix(composeSeekableFile(pieces, '', 'bt709'))).toBe(1);
  });

  test('the file is the same however the recording was sliced, and its tables detached', async () => {
    const expected = await read(composeSeekableFile(pieces, '', 'bt601'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(6000), { maxLength: 12 }), async (lengths) => {
        const sliced = piecesOf(name, split(fixture(name), lengths)).map(({ blob, part }) => {
          const { part: bare, tables } = detachTables(part);
          return { blob, part: attachTables(bare, tables) };
        });
        expect(await read(composeSeekableFile(sliced, '', 'bt601'))).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });
});

test('VP8 states nothing, but the header of its file does', async () => {
  const pieces = piecesOf('vp8-opus.webm');
  expect(joinParts(pieces.map(({ part }) => part)).labels).toBeUndefined();
  const stated = composeSeekableFile(pieces, '', 'bt601');
  expect(await statedMatrix(stated)).toBe(6);
  // A screen is recorded with BT.601 in the header, and may be converted.
  const screen = piecesOf('vp8-opus.webm', [await read(stated)]);
  expect(await statedMatrix(composeSeekableFile(screen, '', 'bt709'))).toBe(1);
  const original = mediaOf(await read(composeSeekableFile(pieces, '')), pieces);
  expect(mediaOf(await read(composeSeekableFile(pieces, '', 'bt601')), pieces)).toEqual(original);
});

test('a recording without video is not touched', async () => {
  for (const name of ['opus.webm', 'opus.mp4'] as const) {
    const pieces = piecesOf(name);
    expect(await read(composeSeekableFile(pieces, '', 'bt601'))).toEqual(
      await read(composeSeekableFile(pieces, '')),
    );
  }
});

test('a word gets another matrix and keeps its other bits', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffff),
      fc.constantFrom(...(['vp9', 'h273'] as const)),
      fc.nat(8),
      fc.constantFrom<ColorMatrix>('bt601', 'bt709'),
      (word, code, shift, matrix) => {
        const { bits } = labelCodes[code];
        const changed = relabelWord({ word, shift, code }, matrix);
        expect((changed >> shift) % 2 ** bits).toBe(labelCodes[code][matrix]);
        const others = 0xffff & ~((2 ** bits - 1) << shift);
        expect(changed & others).toBe(word & others);
      },
    ),
  );
});

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

test('only a key frame of profile 0 that is not RGB has a label in VP9', () => {
  expect(findVp9Label(bytes('8249834240004f0033'))).toMatchObject({ offset: 4, shift: 13, word: 0x4000 });
  for (const other of [
    '8649834240004f0033',
    '8a49834240004f0033',
    'a249834240004f0033',
    '82498342e0004f0033',
    '824983',
    '',
  ])
    expect(findVp9Label(bytes(other)), other).toBeUndefined();
});

test('whatever the bytes, looking for a label ends', () => {
  for (const find of [findVp9Label, findAv1Label, findAvcLabel]) {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (frame) => {
        const label = find(frame);
        if (label === undefined) return;
        expect(label.offset + 2).toBeLessThanOrEqual(frame.length);
        expect(find(relabelBytes(frame, [label], 'bt601'))).toMatchObject({ offset: label.offset });
      }),
      { numRuns: 3000 },
    );
  }
});

test('a parameter set of Chromium gets another matrix, and nothing else changes', () => {
  const sps = bytes('67640c0cac191a828d26e021a020f08846a0');
  const label = findAvcLabel(sps);
  expect(label).toEqual({ offset: 12, word: 0xa020, shift: 5, code: 'h273' });
  const changed = relabelBytes(sps, label === undefined ? [] : [label], 'bt601');
  expect(readSps(changed)).toEqual(readSps(sps));
});

/** A parameter set whose VUI states an aspect ratio of 0:0, and these primaries and matrix. */
function spsOf(widthInMbs: number, primaries: number, matrix: number): Uint8Array {
  const description = { primaries, transfer: primaries, matrix };
  const signal = { format: 5, isFullRange: false, description };
  return makeSps(widthInMbs, { aspect: [0, 0], overscan: false, signal, rest: '000000' });
}

/** A width, in macroblocks, with which the matrix begins at a byte. */
const aligned = Array.from({ length: 200 }, (_, index) => index + 1).find(
  (width) => (readSps(spsOf(width, 1, 1))?.color?.at ?? 1) % 8 === 0,
) as number;

test('a parameter set with emulation prevention bytes before its matrix gets another one', () => {
  const sps = spsOf(aligned, 1, 1);
  expect([...sps].some((byte, index) => byte === 3 && sps[index - 1] === 0 && sps[index - 2] === 0)).toBe(
    true,
  );
  const label = findAvcLabel(sps);
  const changed = relabelBytes(sps, label === undefined ? [] : [label], 'bt601');
  expect(changed).toEqual(spsOf(aligned, 1, 6));
});

test('a parameter set is left alone if its other matrix would make a start code', () => {
  // Two zeros, then 6; with 1 instead, the three would be a start code.
  expect(findAvcLabel(spsOf(aligned, 0, 6))).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Container } from '../domain/format';
import { composeClip, cutPoints } from './clip-file';
import { concat } from './concat';
import { ContainerError } from './container-error';
import type { MediaPiece } from './media-bytes';
import { joinParts } from './media-index';
import { box, fullBox, readBoxes, words } from './mp4/mp4-boxes';
import { indexFile, openFile } from './open-file';
import { composeSeekableFile } from './seekable-file';
import { statedDurationMs } from './testing/duration';
import { type FixtureName, fixture, fixtureNames } from './testing/fixtures';
import { play } from './testing/mp4-reader';
import * as webm from './testing/webm-builder';
import { playWebm } from './testing/webm-reader';
import { ids } from './webm/ebml';
import { element, uintElement } from './webm/ebml-writer';

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const all: [FixtureName, Container][] = [
  ...fixtureNames.webm.map((name): [FixtureName, Container] => [name, 'webm']),
  ...fixtureNames.mp4.map((name): [FixtureName, Container] => [name, 'mp4']),
];

/** The bytes of every block or sample, track by track. */
function framesOf(container: Container, file: Uint8Array): string[][] {
  if (container === 'mp4') return play(file).map(({ samples }) => samples.map(({ bytes }) => bytes.join()));
  const { blocks } = playWebm(file);
  const tracks = [...new Set(blocks.map(({ track }) => track))].sort();
  return tracks.map((own) => blocks.filter(({ track }) => track === own).map(({ bytes }) => bytes.join()));
}

const whatOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await openFile(new Blob([bytes]))).faults.map(({ what }) => what);

/** The file that a library makes of what it was given, chunk by chunk. */
async function throughLibrary(blob: Blob, chunkSize: number): Promise<MediaPiece[]> {
  const { media, faults } = await openFile(blob);
  const pieces: MediaPiece[] = [];
  for await (const { bytes, part } of indexFile(media, faults.length === 0, chunkSize)) {
    pieces.push({ blob: new Blob([bytes]), part });
  }
  return pieces;
}

describe.each(all)('%s', (name, container) => {
  test('is repaired once; then nothing is wrong with it', async () => {
    const opened = await openFile(new Blob([fixture(name)]));
    const what = opened.faults.map((fault) => fault.what);
    const unseekable = name === 'firefox-whole.webm' ? ['no-duration', 'no-index'] : undefined;
    if (container === 'mp4') expect(what).toEqual(['fragmented']);
    else if (name === 'vp8-whole.webm') expect(what).toEqual([]);
    else if (name === 'vp9-requested.webm') expect(what).toContain('wrong-duration');
    else expect(what).toEqual(unseekable ?? ['no-duration', 'no-index']);
    const file = await read(opened.file);
    expect(Math.abs(statedDurationMs(container, file) - opened.durationMs)).toBeLessThan(100);
    expect(opened.durationMs).toBeGreaterThan(2850);

    const again = await openFile(opened.file);
    expect(again.faults).toEqual([]);
    expect(await read(again.file)).toEqual(file);
    expect(again.mimeType.replace('avc1.640034', 'avc3.640034')).toBe(opened.mimeType);
  });

  test('cut off anywhere, everything that is complete is kept, in a file with nothing wrong', async () => {
    const { file } = await openFile(new Blob([fixture(name)]));
    const whole = await read(file);
    const expected = framesOf(container, whole);
    for (const bytes of [fixture(name), whole]) {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
          const cut = new Blob([bytes.slice(0, length)]);
          const opened = await openFile(cut).catch((error: unknown) => error);
          if (opened instanceof ContainerError) {
            // Half of it always has a frame, unless the index was at the end.
            expect(length).toBeLessThan(bytes.length / 2);
            return;
          }
          if (opened instanceof Error || typeof opened !== 'object' || opened === null) throw opened;
          const repaired = await read((opened as Awaited<ReturnType<typeof openFile>>).file);
          const kept = framesOf(container, repaired);
          for (const [track, frames] of kept.entries())
            expect(
              expected.some((own) => own.slice(0, frames.length).join() === frames.join()),
              `track ${track}`,
            ).toBe(true);
          const bytesKept = kept.flat().reduce((sum, frame) => sum + frame.split(',').length, 0);
          // All but the last frame and the header.
          const bytesOfAll = expected.flat().reduce((sum, frame) => sum + frame.split(',').length, 0);
          const overhead = bytes.length - bytesOfAll;
          expect(bytesKept).toBeGreaterThan(length - overhead - 2600);
          expect(await whatOf(repaired)).toEqual([]);
        }),
        { numRuns: 12 },
      );
    }
  });

  test('a library makes the same file of it, whatever the chunks are, and can cut it', async () => {
    const cutOff = new Blob([fixture(name).slice(0, -700)]);
    for (const blob of [new Blob([fixture(name)]), cutOff]) {
      const { file, mimeType } = await openFile(blob);
      for (const source of [blob, file]) {
        for (const chunkSize of [977, 5000, 2 ** 20]) {
          const pieces = await throughLibrary(source, chunkSize);
          const made = composeSeekableFile(pieces, mimeType);
          expect(await read(made)).toEqual(await read(file));
          const points = cutPoints(joinParts(pieces.map(({ part }) => part)));
          const startMs = points[Math.floor(points.length / 2)] ?? 0;
          const clip = await composeClip([{ pieces, startMs }], mimeType);
          expect(await whatOf(await read(clip))).toEqual([]);
        }
      }
    }
  });
});

describe('a duration that is wrong', () => {
  test('in WebM', async () => {
    const { file } = await openFile(new Blob([fixture('vp8-opus.webm')]));
    const bytes = await read(file);
    const at = bytes.findIndex((byte, index) => byte === 0x44 && bytes[index + 1] === 0x89) + 3;
    new DataView(bytes.buffer).setFloat64(at, 60_000);
    const opened = await openFile(new Blob([bytes]));
    expect(opened.faults).toEqual([{ what: 'wrong-duration', statedMs: 60_000 }]);
    expect(statedDurationMs('webm', await read(opened.file))).toBeLessThan(3100);
  });

  test.each([
    ['0', 0n, 'no-duration'],
    ['too long', 500_000n, 'wrong-duration'],
  ])('in MP4: %s', async (_, ticks, what) => {
    const { file } = await openFile(new Blob([fixture('vp9-opus.mp4')]));
    const bytes = await read(file);
    const moov = [...readBoxes(bytes, 0)].find(({ type }) => type === 'moov');
    new DataView(bytes.buffer).setBigUint64((moov?.offset ?? 0) + 8 + 8 + 4 + 16 + 4, ticks);
    const opened = await openFile(new Blob([bytes]));
    expect(opened.faults.map((fault) => fault.what)).toEqual([what]);
    const repaired = await read(opened.file);
    expect(statedDurationMs('mp4', repaired)).toBeLessThan(3100);
    expect(framesOf('mp4', repaired)).toEqual(framesOf('mp4', await read(file)));
  });
});

test('bytes that aren’t media: what is before them is kept, and how much is lost is said', async () => {
  for (const [name, container] of [
    ['vp9-opus.webm', 'webm'],
    ['vp8-whole.webm', 'webm'],
    ['vp9-opus.mp4', 'mp4'],
  ] as const) {
    const bytes = fixture(name).slice();
    const lastMoof = new TextDecoder('latin1').decode(bytes).lastIndexOf('moof');
    bytes.fill(0, container === 'mp4' ? lastMoof - 4 : Math.floor(bytes.length * 0.8));
    const opened = await openFile(new Blob([bytes]));
    const { length } = opened.faults.filter(({ what }) => what === 'damaged' || what === 'cut-off');
    expect(length, name).toBe(1);
    const frames = framesOf(container, await read(opened.file));
    expect(frames.flat().length).toBeGreaterThan(10);
    expect(await whatOf(await read(opened.file))).toEqual([]);
  }
});

test('two recordings one after another: the first is kept', async () => {
  const one = fixture('vp8-opus.webm');
  const opened = await openFile(new Blob([one, fixture('vp9-opus.webm')]));
  expect(opened.faults).toContainEqual({
    what: 'damaged',
    lostBytes: fixture('vp9-opus.webm').length,
  });
  const alone = await openFile(new Blob([one]));
  expect(await read(opened.file)).toEqual(await read(alone.file));
});

test('an MP4 whose moov comes last is whole, and can be cut', async () => {
  const { file } = await openFile(new Blob([fixture('vp9-opus.mp4')]));
  const bytes = await read(file);
  const boxes = [...readBoxes(bytes, 0)];
  const of = (type: string) => boxes.find((box) => box.type === type)?.bytes.slice() ?? new Uint8Array();
  const moov = of('moov');
  const view = new DataView(moov.buffer);
  for (let at = 0; at + 16 < moov.length; at++) {
    if (String.fromCharCode(...moov.subarray(at, at + 4)) !== 'co64') continue;
    for (let entry = 0; entry < view.getUint32(at + 8); entry++) {
      const place = at + 12 + 8 * entry;
      view.setBigUint64(place, view.getBigUint64(place) - BigInt(moov.length));
    }
  }
  const swapped = concat([of('ftyp'), of('mdat'), moov]);
  const opened = await openFile(new Blob([swapped]));
  expect(opened.faults).toEqual([]);
  expect(await read(opened.file)).toEqual(swapped);
  expect(framesOf('mp4', swapped)).toEqual(framesOf('mp4', bytes));
  const pieces = await throughLibrary(new Blob([swapped]), 4096);
  expect(await read(composeSeekableFile(pieces, ''))).toEqual(swapped);
  const clip = await read(await composeClip([{ pieces, startMs: 1000 }], ''));
  expect(framesOf('mp4', clip)[0]?.length).toBeGreaterThan(20);
  // Broken off, it has no moov.
  const broken = openFile(new Blob([swapped.slice(0, -100)]));
  await expect(broken).rejects.toMatchObject({ reason: 'no-header' });
});

describe('is cut off wherever it ends in a fragment or a Cluster of known size, also between two frames', () => {
  const ends = async (bytes: Uint8Array<ArrayBuffer>, first: number) => {
    const silent: number[] = [];
    for (let length = first; length <= bytes.length; length++) {
      if (!(await whatOf(bytes.subarray(0, length))).includes('cut-off')) silent.push(length);
    }
    return silent;
  };

  test('MP4', async () => {
    const bytes = fixture('avc3.mp4');
    const boxes = [...readBoxes(bytes, 0)];
    const fragments = boxes.filter(({ type }) => type === 'mdat').map((box) => box.offset + box.bytes.length);
    const first = fragments[0] ?? 0;
    expect(await ends(bytes, first - 300)).toEqual(fragments);
    expect(fragments.length).toBeGreaterThan(1);
  });

  test('WebM', async () => {
    const blocks = [0, 33, 66].map((time) => webm.simpleBlock(1, time, time === 0, 40));
    const cluster = (...of: Uint8Array[]) => element(ids.Cluster, uintElement(ids.Timestamp, 0), ...of);
    const bytes = webm.recording(cluster(...blocks));
    const [block] = blocks;
    expect(await ends(bytes, bytes.length - 2 * (block?.length ?? 0))).toEqual([bytes.length]);
  });
});

test('the type of a Matroska file names the codecs that others record', async () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const track = (number: number, codec: string) =>
    element(
      ids.TrackEntry,
      uintElement(ids.TrackNumber, number),
      uintElement(ids.TrackType, number),
      element(ids.CodecID, text(codec)),
    );
  const tracks = element(ids.Tracks, track(1, 'V_MPEG4/ISO/AVC'), track(2, 'A_AAC'));
  const blocks = [webm.simpleBlock(1, 0), webm.simpleBlock(2, 0), webm.simpleBlock(1, 33, false)];
  const head = element(ids.EBML, element(ids.DocType, text('matroska')));
  const segment = webm.open(ids.Segment, webm.info(), tracks, webm.cluster(0, ...blocks));
  const { mimeType } = await openFile(new Blob([concat([head, segment])]));
  expect(mimeType).toBe('video/x-matroska;codecs=avc1.640034,mp4a.40.2');
});

test('the checksum of a Cluster that is broken off is taken out', async () => {
  const blocks = [0, 33, 66].map((time) => webm.simpleBlock(1, time, time === 0, 300));
  const checksum = element(ids.CRC32, new Uint8Array(4));
  const sized = element(ids.Cluster, checksum, uintElement(ids.Timestamp, 0), ...blocks);
  const bytes = webm.recording(sized);
  const { file, faults } = await openFile(new Blob([bytes.slice(0, -50)]));
  expect(faults.map(({ what }) => what)).toContain('cut-off');
  const repaired = await read(file);
  expect(playWebm(repaired).blocks).toHaveLength(2);
  const at = repaired.findIndex((_, index) => index > 100 && repaired[index] === 0xec);
  expect([...repaired.subarray(at, at + 2)]).toEqual([ids.Void, 0x84]);
});

test('the size of a video on its side is that which players show', async () => {
  const upright = fixture('avc3.mp4');
  const { width, height } = await openFile(new Blob([upright]));
  const turned = upright.slice();
  const matrixAt = new TextDecoder('latin1').decode(upright).indexOf('tkhd') + 4 + 52;
  const view = new DataView(turned.buffer);
  // A quarter turn clockwise: a, b, c and d of the matrix, in 16.16 fixed point.
  for (const [index, value] of [0, 1, 0, -1, 0].entries()) view.setInt32(matrixAt + 4 * index, value << 16);
  expect(width).toBeGreaterThan(height);
  expect(await openFile(new Blob([turned]))).toMatchObject({ width: height, height: width });
});

describe('refuses', () => {
  const { length } = fixture('avc3.mp4');
  test.each([
    ['an empty file', new Uint8Array(), 'not-media'],
    ['text', new TextEncoder().encode('This is not a recording at all.'), 'not-media'],
    ['zeros', new Uint8Array(5000), 'not-media'],
    ['an MP4 without moov', concat([fixture('avc3.mp4').subarray(0, 28), new Uint8Array(8)]), 'no-header'],
    ['a header alone', fixture('vp8-opus.webm').slice(0, 200), 'no-media'],
    ['an MP4 whose first fragment isn’t complete', fixture('avc3.mp4').slice(0, length / 8), 'no-media'],
  ])('%s', async (_, bytes, reason) => {
    await expect(openFile(new Blob([bytes]))).rejects.toMatchObject({ reason });
  });
});

test('reports how much it has read, and ends as soon as that throws', async () => {
  const steps: number[] = [];
  await openFile(new Blob([fixture('vp8-opus.webm')]), async (bytes) => void steps.push(bytes));
  expect(steps).toEqual([fixture('vp8-opus.webm').length]);
  const refusal = new Error('enough');
  await expect(openFile(new Blob([fixture('avc3.mp4')]), () => Promise.reject(refusal))).rejects.toBe(
    refusal,
  );
});

test('a fragmented MP4 that has all of its samples before its first fragment keeps them', async () => {
  const plain = await read((await openFile(new Blob([fixture('vp9-opus.mp4')]))).file);
  const boxes = [...readBoxes(plain, 0)];
  const of = (type: string) => boxes.find((one) => one.type === type)?.bytes ?? new Uint8Array();
  const trex = play(plain).map(({ id }) => fullBox('trex', 0, 0, words(id, 1, 0, 0, 0)));
  const mvex = concat([...box('mvex', ...trex)]);
  const moov = concat([of('moov'), mvex]);
  const view = new DataView(moov.buffer);
  view.setUint32(0, moov.length);
  for (let at = 0; at + 16 < moov.length; at += 1) {
    if (String.fromCharCode(...moov.subarray(at, at + 4)) !== 'co64') continue;
    for (let entry = 0; entry < view.getUint32(at + 8); entry += 1) {
      const place = at + 12 + 8 * entry;
      view.setBigUint64(place, view.getBigUint64(place) + BigInt(mvex.length));
    }
  }
  const opened = await openFile(new Blob([concat([of('ftyp'), moov, of('mdat')])]));
  expect(framesOf('mp4', await read(opened.file))).toEqual(framesOf('mp4', plain));
});

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { ColorMatrix } from '../domain/color';
import type { Container } from '../domain/format';
import { type ClipRange, composeClip, cutPoints, extentOf } from './clip-file';
import type { MediaPiece } from './media-bytes';
import { closesOf, finishPack, joinParts } from './media-index';
import { composeSeekableFile } from './seekable-file';
import { statedDurationMs } from './testing/duration';
import { type FixtureName, fixture, fixtureNames, slicesOf, split } from './testing/fixtures';
import { partsOf, webmPartOf } from './testing/index-of';
import { play } from './testing/mp4-reader';
import { playWebm } from './testing/webm-reader';
import { readBlocks } from './webm/webm-cluster';
import { clustersOf } from './webm/webm-clusters';

const all: [FixtureName, Container][] = [
  ...fixtureNames.webm.map((name): [FixtureName, Container] => [name, 'webm']),
  ...fixtureNames.mp4.map((name): [FixtureName, Container] => [name, 'mp4']),
];

const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

function piecesOf(
  name: FixtureName,
  slices: readonly Uint8Array<ArrayBuffer>[] = slicesOf(name),
): MediaPiece[] {
  const container = name.endsWith('.webm') ? 'webm' : 'mp4';
  return partsOf(container, slices).map((part, index) => ({ part, blob: new Blob([slices[index] ?? '']) }));
}

/** The same recording with the numbers of its two tracks exchanged, as if the other one had come first. */
function swapNumbers(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const swapped = bytes.slice();
  const swap = (at: number) => {
    swapped[at] = (swapped[at] ?? 0) ^ 0x03;
  };
  const part = webmPartOf(bytes);
  const { tracks = new Uint8Array(), mediaStart = 0 } = part.header ?? {};
  const from = bytes.findIndex((_, at) => tracks.every((byte, index) => bytes[at + index] === byte));
  for (let at = from; at < Math.min(from + tracks.length, mediaStart); at++) {
    // TrackNumber, and its size of one byte.
    if (bytes[at] === 0xd7 && bytes[at + 1] === 0x81) swap(at + 2);
  }
  const { count, data, ends } = clustersOf(part);
  for (let index = 0; index < count; index++) {
    const start = data[index] ?? 0;
    for (const { frame } of readBlocks(bytes.subarray(start, ends[index]), start, 0)) swap(frame - 4);
  }
  return swapped;
}

/** The same recording with its first pieces in a pack. */
async function packed(pieces: readonly MediaPiece[], count: number): Promise<MediaPiece[]> {
  const inPack = pieces.slice(0, count);
  if (inPack.length === 0) return [...pieces];
  const bytes = await read(new Blob(inPack.map(({ blob }) => blob)));
  const lastEnd = closesOf(pieces.slice(count).map(({ part }) => part));
  const part = finishPack(bytes, joinParts(inPack.map((piece) => piece.part)), lastEnd);
  return [{ blob: new Blob([bytes]), part }, ...pieces.slice(count)];
}

/** A frame as a player finds it. */
interface Frame {
  readonly track: number;
  readonly isLead: boolean;
  readonly timeMs: number;
  readonly key: boolean;
  readonly bytes: Uint8Array;
  /** The time of its Cluster; in MP4 its own. */
  readonly originMs: number;
}

/** The frames of a file, track by track. */
function framesOf(container: Container, file: Uint8Array): Frame[] {
  if (container === 'webm') {
    const lead = webmPartOf(file).header?.cueTrack;
    const frames = playWebm(file).blocks.map(({ track, time, key, bytes, clusterTime }) => ({
      track,
      isLead: track === lead,
      timeMs: time,
      key,
      bytes,
      originMs: clusterTime,
    }));
    return frames.sort((one, other) => one.track - other.track);
  }
  return play(file).flatMap(({ id, samples, timescale, edits }, index) => {
    const [first] = edits;
    expect(edits.every(({ mediaTime }) => mediaTime <= 0)).toBe(true);
    const delay = first?.mediaTime === -1 ? first.duration : 0;
    return samples.map(({ bytes, time, composition, sync }) => {
      const timeMs = delay + (1000 * (time + composition)) / timescale;
      return { track: id, isLead: index === 0, timeMs, key: sync, bytes, originMs: timeMs };
    });
  });
}

/** Where a clip can begin: at each key frame of the video, in WebM at the first of each Cluster. */
function cutsOf(container: Container, whole: readonly Frame[]): Frame[] {
  const keys = whole.filter(({ isLead, key }) => isLead && key);
  if (container === 'mp4') return keys;
  return keys.filter(({ originMs }, index) => originMs !== keys[index - 1]?.originMs);
}

/** The frames that a range should have: those of the whole file, from the last cut point on. */
function framesBetween(
  container: Container,
  whole: readonly Frame[],
  { startMs = -1, endMs = 1e9 }: Pick<ClipRange, 'startMs' | 'endMs'>,
): Frame[] {
  const cut = cutsOf(container, whole).findLast(({ timeMs }) => timeMs <= startMs + 0.5);
  // The sound that belongs to a key frame is no clip without it.
  if (container === 'webm' && cut !== undefined && endMs - 0.5 <= cut.timeMs) return [];
  return whole.filter(({ isLead, timeMs, originMs }) => {
    const isAfter = isLead ? timeMs >= (cut?.timeMs ?? 0) : originMs >= (cut?.originMs ?? 0) - 0.5;
    return isAfter && timeMs < endMs - 0.5;
  });
}

/** The frames of a whole recording; none if none is complete. */
async function wholeOf(container: Container, { pieces, matrix }: ClipRange): Promise<Frame[]> {
  const part = joinParts(pieces.map((piece) => piece.part));
  if (part.complete <= (part.header?.mediaStart ?? part.complete)) return [];
  return framesOf(container, await read(composeSeekableFile(pieces, '', matrix)));
}

/** Checks a clip against the whole files of its recordings, and returns its frames. */
async function check(container: Container, ranges: readonly ClipRange[]): Promise<void> {
  const [only] = ranges;
  // Its file is that of the recording, which keeps the recorder's own times and duration.
  const isWhole = ranges.length === 1 && only?.startMs === undefined && only?.endMs === undefined;
  const expected: Frame[] = [];
  let beginMs = 0;
  for (const range of ranges) {
    const whole = await wholeOf(container, range);
    const frames = framesBetween(container, whole, range);
    if (frames.length === 0) {
      await expect(composeClip(ranges, '')).rejects.toMatchObject({ reason: 'no-media' });
      return;
    }
    const { startMs, endMs } = await extentOf(range);
    const first = Math.min(...frames.map(({ timeMs }) => timeMs));
    expect(startMs).toBeLessThanOrEqual(first + 0.5);
    expect(first - startMs).toBeLessThan(1);
    const last = Math.max(...frames.map(({ timeMs }) => timeMs));
    expect(endMs).toBeGreaterThanOrEqual(last);
    expect(endMs).toBeGreaterThanOrEqual(Math.min(range.endMs ?? 1e9, last));
    // A packet of sound is 60 ms long, and up to 10 ms late.
    expect(endMs).toBeLessThan(Math.max(range.endMs ?? 0, last) + 150);
    const movedMs = isWhole ? 0 : beginMs - startMs;
    for (const frame of frames) expected.push({ ...frame, timeMs: frame.timeMs + movedMs });
    beginMs += endMs - startMs;
  }
  expected.sort((one, other) => one.track - other.track);

  const clip = await composeClip(ranges, 'video/x');
  expect(clip.type).toBe('video/x');
  const file = await read(clip);
  const frames = framesOf(container, file);
  expect(frames.map(({ track, key, bytes }) => ({ track, key, bytes }))).toEqual(
    expected.map(({ track, key, bytes }) => ({ track, key, bytes })),
  );
  // MP4: the times of a track are rounded to its ticks, and the empty edit to 1 ms.
  const tolerance = container === 'webm' ? 0 : 0.6;
  const worst = Math.max(
    ...frames.map(({ timeMs }, index) => Math.abs(timeMs - (expected[index]?.timeMs ?? Number.NaN))),
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
  const durationMs = statedDurationMs(container, file);
  // The recorder's own duration may be without the last frame.
  const most = isWhole ? 70 : container === 'webm' ? 0 : 1.1;
  expect(Math.abs(durationMs - beginMs)).toBeLessThanOrEqual(most);
  if (container === 'webm' && !isWhole) checkWebm(file);
}

/** Checks that everything in a clip's file is where the file says. */
function checkWebm(file: Uint8Array): void {
  const { segmentSize, segmentLength, clusterSizes, blocks, cues } = playWebm(file);
  const part = webmPartOf(file);
  expect(part.complete).toBe(file.length);
  expect(part.clusters.length / 4).toBe(clusterSizes.length);
  expect(segmentSize).toBe(segmentLength);
  expect(clusterSizes.every(Number.isFinite)).toBe(true);
  expect(Math.min(...blocks.map(({ time }) => time))).toBe(0);
  const keys = blocks.filter(({ track, key }) => track === part.header?.cueTrack && key);
  const firstKeys = keys.filter(({ cluster }, index) => cluster !== keys[index - 1]?.cluster);
  expect(cues).toEqual(firstKeys.map(({ time, track, offset }) => ({ time, track, offset })));
}

const bound = fc.option(fc.integer({ min: 0, max: 3100 }), { nil: undefined, freq: 4 });
const bounds = fc.record({ startMs: bound, length: bound }).map(({ startMs, length }) => ({
  ...(startMs === undefined ? {} : { startMs }),
  ...(length === undefined ? {} : { endMs: (startMs ?? 0) + length }),
}));
const matrix = fc.constantFrom<(ColorMatrix | undefined)[]>(undefined, undefined, 'bt601', 'bt709');

describe.each(all)('%s', (name, container) => {
  const pieces = piecesOf(name);
  const part = joinParts(pieces.map((piece) => piece.part));
  const points = cutPoints(part);

  test('a clip can begin at each key frame of the video, or where there is sound', async () => {
    const whole = framesOf(container, await read(composeSeekableFile(pieces, '')));
    expect([...points]).toEqual(cutsOf(container, whole).map(({ timeMs }) => timeMs));
  });

  test('without bounds it is the file of the recording', async () => {
    const whole = await read(composeSeekableFile(pieces, ''));
    expect(await read(await composeClip([{ pieces }], ''))).toEqual(whole);
  });

  test('begins at any cut point, and ends after any frame', async () => {
    const whole = framesOf(container, await read(composeSeekableFile(pieces, '')));
    const starts = [undefined, ...points].filter((_, index) => index < 4);
    for (const startMs of starts) {
      for (const index of [1, 7, 20, 44, 60]) {
        const endMs = whole[index]?.timeMs;
        await check(container, [
          {
            pieces,
            ...(startMs === undefined ? {} : { startMs }),
            ...(endMs === undefined ? {} : { endMs }),
          },
        ]);
      }
    }
  });

  test('two and three ranges, in any order, also overlapping', async () => {
    const last = points.at(-1) ?? 0;
    const [one, two] = [
      { pieces, endMs: 800 },
      { pieces, startMs: last },
    ];
    await check(container, [one, two]);
    await check(container, [two, one]);
    await check(container, [one, { pieces, startMs: 1100, endMs: 2600 }, one]);
    await check(container, [{ pieces }, { pieces }]);
  });

  test('all of it is the file of the recording, with its own times', async () => {
    await check(container, [{ pieces }]);
  });

  test('any ranges of any slices and packs, also of an interrupted recording', async () => {
    const length = fixture(name).length;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ bounds, matrix }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(6000), { maxLength: 12 }),
        fc.nat(4),
        fc.oneof(fc.constant(length), fc.integer({ min: Math.ceil(length * 0.8), max: length })),
        async (drawn, lengths, count, saved) => {
          const slices = split(fixture(name).slice(0, saved), lengths);
          const own = await packed(piecesOf(name, slices), count);
          const matrix = drawn[0]?.matrix;
          const ranges = drawn.map((each) => ({
            pieces: own,
            ...each.bounds,
            ...(matrix === undefined ? {} : { matrix }),
          }));
          await check(container, ranges);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('indexed without the times of its Clusters, it is the same file', async () => {
    const older = pieces.map((piece) => {
      const { timestamps: _, ...rest } = { timestamps: undefined, ...piece.part };
      return { ...piece, part: rest as MediaPiece['part'] };
    });
    const ranges = [{ startMs: 1200, endMs: 2300 }, { endMs: 900 }];
    const [clip, same] = await Promise.all(
      [pieces, older].map((each) =>
        composeClip(
          ranges.map((range) => ({ ...range, pieces: each })),
          '',
        ),
      ),
    );
    expect(same && (await read(same))).toEqual(clip && (await read(clip)));
    expect(cutPoints(joinParts(older.map((each) => each.part)))).toEqual(points);
  });

  test('what was cut off is not in the file', async () => {
    const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
    const whole = framesOf(container, await read(composeSeekableFile(pieces, '')));
    const range = { pieces, startMs: 1100, endMs: 1800 };
    const kept = framesBetween(container, whole, range).map(({ bytes }) => text(bytes));
    const clip = text(await read(await composeClip([range], '')));
    // Packets of silence are all alike.
    for (const { bytes } of whole.filter((frame) => frame.bytes.length > 40)) {
      expect(clip.includes(text(bytes))).toBe(kept.includes(text(bytes)));
    }
  });
});

test('at most the last Cluster of a range is read, and some sound before its first key frame', async () => {
  const pieces = piecesOf('vp9-opus.webm');
  const { clusters } = joinParts(pieces.map(({ part }) => part)) as { clusters: Float64Array };
  const reading = vi.spyOn(Blob.prototype, 'arrayBuffer');
  await composeClip([{ pieces, startMs: 2100, endMs: 2500 }], '');
  const sizes = reading.mock.contexts.map((blob) => (blob as Blob).size);
  reading.mockRestore();
  expect(sizes).toHaveLength(2);
  expect(sizes[0]).toBeLessThan(300);
  expect(sizes[1]).toBeLessThan(fixture('vp9-opus.webm').length - (clusters[12] ?? 0));
});

describe('recordings to be joined', () => {
  test.each<[FixtureName, FixtureName]>([
    ['vp9-opus.webm', 'vp9-pauses.webm'],
    ['avc3-pauses.mp4', 'avc3-resized.mp4'],
  ])('%s and %s, which have the same tracks', async (one, other) => {
    const container = one.endsWith('.webm') ? 'webm' : 'mp4';
    await check(container, [
      { pieces: piecesOf(one), endMs: 900 },
      { pieces: piecesOf(other), startMs: 500, endMs: 2000 },
    ]);
  });

  test.each<[string, FixtureName, FixtureName]>([
    ['containers', 'vp9-opus.webm', 'vp9-opus.mp4'],
    ['codecs', 'vp9-opus.webm', 'vp8-opus.webm'],
    ['codecs', 'vp9-opus.mp4', 'av1-opus.mp4'],
    ['tracks', 'vp9-opus.webm', 'opus.webm'],
    ['tracks', 'avc3-whole.mp4', 'avc3.mp4'],
  ])('of other %s are refused: %s, %s', async (_, one, other) => {
    const clip = composeClip([{ pieces: piecesOf(one) }, { pieces: piecesOf(other) }], '');
    await expect(clip).rejects.toMatchObject({ name: 'ContainerError', reason: 'unsupported' });
  });

  test('whose tracks have each other’s numbers', async () => {
    const bytes = fixture('vp9-opus.webm');
    const original = [{ blob: new Blob([bytes]), part: webmPartOf(bytes) }];
    const renumbered = swapNumbers(bytes);
    expect(playWebm(renumbered).blocks[0]?.track).not.toBe(playWebm(bytes).blocks[0]?.track);
    const swapped = [{ blob: new Blob([renumbered]), part: webmPartOf(renumbered) }];
    const join = async (...media: (readonly MediaPiece[])[]) =>
      read(
        await composeClip(
          media.map((pieces) => ({ pieces, startMs: 500, endMs: 2000 })),
          '',
        ),
      );
    expect(await join(original, swapped)).toEqual(await join(original, original));
    expect(await join(swapped, original, swapped)).toEqual(await join(swapped, swapped, swapped));

    // As if it were long.
    const write = vi.fn(async (chunks: AsyncIterable<Uint8Array<ArrayBuffer>>) => {
      const all: Uint8Array<ArrayBuffer>[] = [];
      for await (const chunk of chunks) all.push(chunk);
      return new Blob(all);
    });
    const onSlow = vi.fn(async () => undefined);
    const often = Array.from({ length: 40 }, () => ({ pieces: swapped }));
    const copied = await read(await composeClip([{ pieces: original }, ...often], '', write, onSlow));
    const bounds = await Promise.all([{ pieces: original }, ...often].map(extentOf));
    expect(write).toHaveBeenCalledOnce();
    expect(onSlow).toHaveBeenCalledExactlyOnceWith(bounds.map(({ startMs, endMs }) => ({ startMs, endMs })));
    expect(copied).toEqual(await read(await composeClip([{ pieces: original }, ...often], '')));
  });

  test.each<FixtureName>(['vp9-opus.webm', 'vp9-opus.mp4'])(
    'whose colors were not all found out get those of the others: %s',
    async (name) => {
      const pieces = piecesOf(name);
      const bytes = async (...matrices: (ColorMatrix | undefined)[]) => {
        const ranges = matrices.map((each) => ({ pieces, ...(each === undefined ? {} : { matrix: each }) }));
        return new Uint8Array(await (await composeClip(ranges, '')).arrayBuffer());
      };
      const known = await bytes('bt601', 'bt601');
      expect(await bytes(undefined, 'bt601')).toEqual(known);
      expect(await bytes('bt601', undefined)).toEqual(known);
      expect(await bytes(undefined, undefined)).not.toEqual(known);
    },
  );

  test.each<FixtureName>(['vp9-opus.webm', 'vp9-opus.mp4'])(
    'of other colors are refused: %s',
    async (name) => {
      const pieces = piecesOf(name);
      const clip = composeClip(
        [
          { pieces, matrix: 'bt601' },
          { pieces, matrix: 'bt709' },
        ],
        '',
      );
      await expect(clip).rejects.toMatchObject({ name: 'ContainerError', reason: 'unsupported' });
    },
  );
});

describe('refuses', () => {
  test('no ranges, and pieces that are missing', async () => {
    const pieces = piecesOf('vp9-opus.webm');
    await expect(composeClip([], '')).rejects.toThrow(RangeError);
    await expect(composeClip([{ pieces: pieces.slice(1), endMs: 5 }], '')).rejects.toThrow(RangeError);
  });

  test.each(all)('a range without a frame, and a recording without one: %s', async (name) => {
    const pieces = piecesOf(name);
    const empty = { startMs: 1500, endMs: 0 };
    await expect(composeClip([{ pieces, ...empty }], '')).rejects.toMatchObject({ reason: 'no-media' });
    const cutOff = piecesOf(name, [fixture(name).slice(0, 150)]);
    await expect(composeClip([{ pieces: cutOff, endMs: 100 }], '')).rejects.toMatchObject({
      reason: 'no-media',
    });
    expect(cutPoints(joinParts(cutOff.map(({ part }) => part)))).toHaveLength(0);
  });
});

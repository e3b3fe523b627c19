import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../concat';
import { statedDurationMs } from '../testing/duration';
import { fixture, fixtureNames, slicesOf } from '../testing/fixtures';
import { mp4PartOf } from '../testing/index-of';
import * as mp4 from '../testing/mp4-builder';
import { play } from '../testing/mp4-reader';
import { box, childrenOf, fullBox, readBoxes, words } from './mp4-boxes';
import { makeMp4Header } from './mp4-header';
import { boxesOfVisualEntry } from './mp4-moov';
import { chunkRow, type Mp4Part, type Mp4Samples } from './mp4-part';

function finish(bytes: Uint8Array, part: Mp4Part): Uint8Array<ArrayBuffer> {
  const header = makeMp4Header(part);
  return concat([...header.pieces, bytes.subarray(header.mediaStart, header.mediaEnd)]);
}

/** The samples of the fragments themselves: where they lie in the recording. */
function recorded(bytes: Uint8Array, { chunks, sizes }: Mp4Samples): Uint8Array[] {
  const samples: Uint8Array[] = [];
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let at = chunks[row] ?? 0;
    for (let left = chunks[row + chunkRow.samples] ?? 0; left > 0; left--) {
      const size = sizes[samples.length] ?? 0;
      samples.push(bytes.subarray(at, at + size));
      at += size;
    }
  }
  return samples;
}

/** A moov whose tracks have an edit list that skips 80 ms or so. */
function withEdits(moov: Uint8Array): Uint8Array {
  const [whole] = readBoxes(moov, 0);
  if (whole === undefined) throw new RangeError('There is no moov');
  const edts = box('edts', fullBox('elst', 0, 0, words(1, 0, 3840, 0x10000)));
  return concat(
    box(
      'moov',
      ...[...childrenOf(whole)].flatMap((child) =>
        child.type === 'trak' ? box('trak', child.contents, ...edts) : [child.bytes],
      ),
    ),
  );
}

function expand(runs: Uint32Array): number[] {
  const values: number[] = [];
  for (let run = 0; run < runs.length; run += 2) {
    for (let count = runs[run] ?? 0; count > 0; count--) values.push(runs[run + 1] ?? 0);
  }
  return values;
}

describe.each(fixtureNames.mp4)('%s', (name) => {
  const bytes = fixture(name);
  const part = mp4PartOf(...slicesOf(name));
  const file = finish(bytes, part);
  const tracks = play(file);

  test('is ftyp, moov and one mdat of 64 bits: no fragments', () => {
    const boxes = [...readBoxes(file, 0)];
    expect(boxes.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat']);
    expect((boxes[2]?.bytes.length ?? 0) - (boxes[2]?.contents.length ?? 0)).toBe(16);
    expect(boxes[2]?.contents).toEqual(bytes.subarray(part.header?.mediaStart, part.complete));
  });

  test('the tables find every sample, none lost and none twice', () => {
    expect(tracks.map(({ id }) => id)).toEqual(part.samples.map(({ track }) => track));
    for (const [index, samples] of part.samples.entries()) {
      expect(tracks[index]?.samples.map((sample) => sample.bytes)).toEqual(recorded(bytes, samples));
      const sync = tracks[index]?.samples.map((sample) => (sample.sync ? 1 : 0)) ?? [];
      expect(sync).toEqual(expand(samples.sync));
    }
  });

  test('each fragment begins when its tfdt says', () => {
    for (const [index, { chunks }] of part.samples.entries()) {
      let sample = 0;
      for (let row = 0; row < chunks.length; row += chunkRow.length) {
        expect(tracks[index]?.samples[sample]?.time).toBe(chunks[row + chunkRow.time]);
        sample += chunks[row + chunkRow.samples] ?? 0;
      }
    }
  });

  test('lasts as long as it was recorded, and needs no edit list', () => {
    expect(statedDurationMs('mp4', file)).toBeGreaterThan(2900);
    expect(statedDurationMs('mp4', file)).toBeLessThan(3100);
    expect(tracks.flatMap(({ edits }) => edits)).toEqual([]);
  });

  test('avc3 has become avc1; other codecs are unchanged', () => {
    const [video] = tracks;
    const types = video?.entries.map(({ type }) => type) ?? [];
    if (!name.startsWith('avc3')) expect(types).toHaveLength(1);
    else expect(types).toEqual(name === 'avc3-resized.mp4' ? ['avc1', 'avc1'] : ['avc1']);
    expect(new TextDecoder('latin1').decode(file.subarray(0, 36))).not.toContain('avc3');
  });
});

describe('the pre-skip of Opus', () => {
  /** The value in the first dOps. */
  const preSkipOf = (bytes: Uint8Array) => {
    const at = new TextDecoder('latin1').decode(bytes).indexOf('dOps');
    if (at === -1) return undefined;
    return new DataView(bytes.buffer, bytes.byteOffset).getUint16(at + 6);
  };

  const withSound = fixtureNames.mp4.filter((name) => preSkipOf(fixture(name)) !== undefined);

  test.each(withSound)('is left out of %s: no edit list makes up for it', (name) => {
    const bytes = fixture(name);
    expect(preSkipOf(bytes)).toBe(3840);
    expect(preSkipOf(finish(bytes, mp4PartOf(bytes)))).toBe(0);
  });

  test('stays where the track has an edit list', () => {
    const bytes = fixture('opus.mp4');
    const { header, ...part } = mp4PartOf(bytes);
    if (header === undefined) throw new RangeError('There is no header');
    const moov = withEdits(header.moov);
    expect(preSkipOf(finish(bytes, { ...part, header: { ...header, moov } }))).toBe(3840);
  });
});

test('a size change under way: each sample has the sample entry of its parameter sets', () => {
  const bytes = fixture('avc3-resized.mp4');
  const [video] = play(finish(bytes, mp4PartOf(bytes)));
  const entries = video?.entries ?? [];
  const sizeOf = (entry: Uint8Array) => [entry[32], entry[33], entry[34], entry[35]];
  expect(entries.map((entry) => sizeOf(entry.bytes))).toEqual([
    [0, 160, 0, 96],
    [0, 200, 0, 120],
  ]);
  const used = video?.samples.map(({ entry }) => entry) ?? [];
  expect(used).toEqual([...Array(15).fill(0), ...Array(15).fill(1), ...Array(15).fill(0)]);
  for (const sample of video?.samples.filter(({ sync }) => sync) ?? []) {
    const entry = entries[sample.entry];
    const record = entry && boxesOfVisualEntry(entry).find(({ type }) => type === 'avcC')?.contents;
    // The parameter set in the stream is the one in avcC.
    expect(record?.subarray(8, 8 + (record[7] ?? 0))).toEqual(
      sample.bytes.subarray(4, 4 + (sample.bytes[3] ?? 0)),
    );
  }
});

test('a parameter set that changes in the middle of a chunk splits it', () => {
  const bytes = fixture('avc3.mp4');
  const part = mp4PartOf(bytes);
  const [samples] = part.samples;
  const record = samples?.configs[0]?.record ?? new Uint8Array();
  const other = record.slice();
  other[3] = 31;
  const configs = [
    { sample: 0, record },
    { sample: 5, record: other },
    { sample: 20, record },
  ];
  const [track] = play(finish(bytes, { ...part, samples: part.samples.map((one) => ({ ...one, configs })) }));
  expect(track?.samples.map(({ entry }) => entry)).toEqual([
    ...Array(5).fill(0),
    ...Array(15).fill(1),
    ...Array(25).fill(0),
  ]);
  expect(samples && track?.samples.map((sample) => sample.bytes)).toEqual(
    samples && recorded(bytes, samples),
  );
});

const sample = fc.record({
  bytes: fc.uint8Array({ maxLength: 6 }),
  duration: fc.nat(50),
  sync: fc.boolean(),
  composition: fc.integer({ min: -20, max: 20 }),
});
const fragment = fc.record({
  video: fc.array(sample, { maxLength: 6 }),
  audio: fc.array(sample, { maxLength: 6 }),
  gap: fc.nat(30),
});

test('any fragments: the same samples at the same times, gaps filled by the sample before them', () => {
  fc.assert(
    fc.property(fc.array(fragment, { minLength: 1, maxLength: 6 }), (fragments) => {
      const expected = new Map<
        number,
        { bytes: number[]; time: number; composition: number; sync: boolean }[]
      >();
      const times = [0, 0, 0];
      const boxes = fragments.map(({ video, audio, gap }) => {
        const runs = [video, audio].map((samples, index) => {
          const track = index + 1;
          const time = (times[track] ?? 0) + (expected.has(track) ? gap : 0);
          let at = time;
          for (const { bytes, duration, composition, sync } of samples) {
            const list = expected.get(track) ?? [];
            list.push({ bytes: [...bytes], time: at, composition, sync });
            expected.set(track, list);
            at += duration;
          }
          if (samples.length > 0) times[track] = at;
          return { track, time, samples };
        });
        return mp4.fragment(...runs.filter(({ samples }) => samples.length > 0));
      });
      const bytes = mp4.bytesOf(mp4.ftyp, mp4.moov(mp4.trak(1), mp4.trak(2)), ...boxes);
      const part = mp4PartOf(bytes);
      fc.pre(part.samples.length > 0);
      for (const { id, samples } of play(finish(bytes, part))) {
        const seen = samples.map(({ entry: _, ...rest }) => ({ ...rest, bytes: [...rest.bytes] }));
        expect(seen).toEqual(expected.get(id));
      }
    }),
  );
});

const one = (track: number, time: number, duration = 100) => ({
  track,
  time,
  samples: [{ bytes: Uint8Array.of(1), duration }],
});
const twoTracks = mp4.moov(mp4.trak(1, 1000), mp4.trak(2, 48_000));

test('a track that begins later gets an edit list, so that audio and video stay in sync', () => {
  const bytes = mp4.bytesOf(mp4.ftyp, twoTracks, mp4.fragment(one(1, 5000), one(2, 5250 * 48, 4800)));
  const file = finish(bytes, mp4PartOf(bytes));
  const [video, audio] = play(file);
  expect(video?.edits).toEqual([]);
  expect(audio?.edits).toEqual([
    { duration: 250, mediaTime: -1 },
    { duration: 100, mediaTime: 0 },
  ]);
  expect(statedDurationMs('mp4', file)).toBe(350);
});

test('frames that are shown later than they are decoded last until the last of them is over', () => {
  const order = [0, 300, 100, 200, 600, 400, 500];
  const delay = 200;
  const samples = order.map((shown, index) => ({
    bytes: Uint8Array.of(1),
    duration: 100,
    sync: index === 0,
    composition: shown + delay - index * 100,
  }));
  const edts = box('edts', fullBox('elst', 0, 0, words(1, 0, delay, 0x10000)));
  const [, ...rest] = mp4.trak(1, 1000);
  for (const [trak, edits] of [
    [mp4.trak(1, 1000), []],
    [box('trak', ...rest, ...edts), [{ duration: 700, mediaTime: delay }]],
  ] as const) {
    const bytes = mp4.bytesOf(mp4.ftyp, mp4.moov(trak), mp4.fragment({ track: 1, time: 0, samples }));
    const file = finish(bytes, mp4PartOf(bytes));
    const [video] = play(file);
    expect(video?.edits).toEqual(edits);
    expect(statedDurationMs('mp4', file)).toBe(edits.length === 0 ? 900 : 700);
  }
});

test('decode times that step back shift the rest as little as possible', () => {
  const fragments = [one(1, 0), one(1, 100), one(1, 40), one(1, 300)].map((run) => mp4.fragment(run));
  const bytes = mp4.bytesOf(mp4.ftyp, twoTracks, ...fragments);
  const [video] = play(finish(bytes, mp4PartOf(bytes)));
  expect(video?.samples.map(({ time }) => time)).toEqual([0, 100, 100, 300]);
});

test('a track without a sample is left out', () => {
  const bytes = mp4.bytesOf(mp4.ftyp, twoTracks, mp4.fragment(one(2, 0, 4800)));
  expect(play(finish(bytes, mp4PartOf(bytes))).map(({ id }) => id)).toEqual([2]);
});

test('offsets above 4 GiB', () => {
  const bytes = mp4.bytesOf(mp4.ftyp, twoTracks, mp4.fragment(one(1, 0)));
  const part = mp4PartOf(bytes);
  const far = 5 * 2 ** 32 + 3;
  const samples = part.samples.map((track) => ({
    ...track,
    chunks: track.chunks.with(chunkRow.offset, far),
  }));
  const header = makeMp4Header({ ...part, samples, complete: far + 1 });
  const made = concat(header.pieces);
  const moved = made.length - header.mediaStart;
  const view = new DataView(made.buffer);
  const at = new TextDecoder('latin1').decode(made).indexOf('co64') + 12;
  expect(Number(view.getBigUint64(at))).toBe(far + moved);
  expect(Number(view.getBigUint64(made.length - 8))).toBe(far + 1 - header.mediaStart + 16);
});

test('nothing to play: no complete fragment', () => {
  const bytes = fixture('avc3.mp4').slice(0, 2000);
  expect(() => makeMp4Header(mp4PartOf(bytes))).toThrow(expect.objectContaining({ reason: 'no-media' }));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColorMatrix } from '../../domain/color';
import { composeClip } from '../clip-file';
import { concat } from '../concat';
import { composeSeekableFile } from '../seekable-file';
import { fixture, split } from '../testing/fixtures';
import { mp4PartOf, partsOf } from '../testing/index-of';
import * as mp4 from '../testing/mp4-builder';
import { type PlayedTrack, play } from '../testing/mp4-reader';
import { makeSps } from '../testing/sps-builder';
import { describeAvcRecord, describeSps, isLabelledRecord, makeAvcRecord } from './avc';
import { box, type Rope, words } from './mp4-boxes';
import { boxesOfVisualEntry } from './mp4-moov';
import { mostConfigs } from './mp4-parameter-sets';
import type { Mp4Part } from './mp4-part';

const sps = makeSps(40);
const otherSps = makeSps(41);
const pps = Uint8Array.of(0x68, 0xce, 0x3c, 0x80);
const delimiter = Uint8Array.of(9, 0x10);
const sei = Uint8Array.of(6, 5, 1, 0, 0x80);
const extra = Uint8Array.of(12, 0xff, 0x80);

/** A sample of these NAL units. */
const sampleOf = (...units: Uint8Array[]) => concat(units.flatMap((unit) => [words(unit.length), unit]));

/** A picture that differs from all others. */
const picture = (type: 1 | 5, number: number) => Uint8Array.of(type, number >> 8, number & 255, 0x80);

const record = (set: Uint8Array) =>
  makeAvcRecord({ sps: [set], pps: [pps], spsExtensions: [] }, 4) ?? new Uint8Array();

const entry = box('avc3', new Uint8Array(78), box('avcC', record(sps)));
const start = [mp4.ftyp, mp4.moov(mp4.trak(1, 1000, entry, 'vide'), mp4.trak(2, 48_000))];

/** A sample as it is recorded, and what should be left of it. */
interface Frame {
  readonly bytes: Uint8Array;
  readonly kept: Uint8Array;
  readonly sync: boolean;
}

const key = (number: number, before: readonly Uint8Array[] = [sps, pps]): Frame => ({
  bytes: sampleOf(...before, picture(5, number)),
  kept: sampleOf(picture(5, number)),
  sync: true,
});
const frame = (number: number): Frame => {
  const bytes = sampleOf(picture(1, number));
  return { bytes, kept: bytes, sync: false };
};

/** A recording with sound. Each group of frames is a fragment. */
function recordingOf(groups: readonly (readonly Frame[])[]): Uint8Array<ArrayBuffer> {
  let time = 0;
  const fragments = groups.map((samples): Rope => {
    const video = { track: 1, time, samples };
    const sound = {
      track: 2,
      time: time * 48,
      samples: [{ bytes: Uint8Array.of(time & 255), duration: 480 }],
    };
    time += samples.length * 10;
    return mp4.fragment(video, sound);
  });
  return mp4.bytesOf(...start, ...fragments);
}

const second = (from: number, ...before: Uint8Array[]) => [
  key(from, before.length === 0 ? [sps, pps] : before),
  frame(from + 1),
  frame(from + 2),
];

async function playedOf(
  bytes: Uint8Array<ArrayBuffer>,
  matrix?: ColorMatrix,
  part: Mp4Part = mp4PartOf(bytes),
) {
  const file = composeSeekableFile([{ blob: new Blob([bytes]), part }], '', matrix);
  return videoOf(new Uint8Array(await file.arrayBuffer()));
}

function videoOf(file: Uint8Array): PlayedTrack {
  const [video] = play(file);
  if (video === undefined) throw new Error('There is no video');
  return video;
}

const bytesOf = ({ samples }: PlayedTrack) => samples.map(({ bytes }) => [...bytes]);
const recorded = (groups: readonly (readonly Frame[])[]) => groups.flat().map(({ bytes }) => [...bytes]);
const kept = (groups: readonly (readonly Frame[])[]) => groups.flat().map((each) => [...each.kept]);

const recordsOf = ({ entries }: PlayedTrack) =>
  entries.map(
    (each) => boxesOfVisualEntry(each).find(({ type }) => type === 'avcC')?.contents ?? new Uint8Array(),
  );

const groups = [second(0), second(10), second(20)];

describe('an H.264 without a place for the matrix', () => {
  test('states it in its sample entry, and has no parameter sets in the stream', async () => {
    const video = await playedOf(recordingOf(groups), 'bt601');
    expect(bytesOf(video)).toEqual(kept(groups));
    expect(recordsOf(video)).toEqual([describeAvcRecord(record(sps), 'bt601')]);
    expect(recordsOf(video).every(isLabelledRecord)).toBe(true);
    const all = await playedOf(recordingOf(groups));
    expect(video.samples.map(({ time, sync }) => [time, sync])).toEqual(
      all.samples.map(({ time, sync }) => [time, sync]),
    );
    expect(video.duration).toBe(all.duration);
  });

  test('keeps its bytes: only the header differs', async () => {
    const bytes = recordingOf(groups);
    const pieces = [{ blob: new Blob([bytes]), part: mp4PartOf(bytes) }];
    const media = bytes.subarray(pieces[0]?.part.header?.mediaStart);
    const file = new Uint8Array(await composeSeekableFile(pieces, '', 'bt601').arrayBuffer());
    expect(file.subarray(-media.length)).toEqual(media);
  });

  test('loses the delimiters before its parameter sets too', async () => {
    const delimited = [second(0, delimiter, sps, pps), second(10, delimiter, sps, pps)];
    expect(bytesOf(await playedOf(recordingOf(delimited), 'bt601'))).toEqual(kept(delimited));
  });

  test('keeps what comes after its parameter sets', async () => {
    const bytes = recordingOf([second(0, sps, pps, sei), second(10, sps, pps, sei)]);
    const [first] = (await playedOf(bytes, 'bt601')).samples;
    expect(first?.bytes).toEqual(sampleOf(sei, picture(5, 0)));
  });

  test.each<[string, Frame[][]]>([
    ['something is before a parameter set', [second(0), second(10, sei, sps, pps)]],
    ['something is between its parameter sets', [second(0), second(10, sps, extra, pps)]],
    ['a key frame has none', [second(0), [key(10, []), frame(11)], second(20)]],
    ['a key frame has only one', [second(0), [key(10, [pps]), frame(11)], second(20)]],
    ['they change', [second(0), second(10, otherSps, pps), second(20)]],
    [
      'they have a label',
      [second(0, describeSps(sps, 'bt601') ?? sps, pps), second(10, describeSps(sps, 'bt601') ?? sps, pps)],
    ],
    ['a sample consists of them alone', [second(0), [{ ...key(10), bytes: sampleOf(sps, pps) }]]],
  ])('keeps its parameter sets in the stream if %s', async (_, these) => {
    const video = await playedOf(recordingOf(these), 'bt601');
    expect(bytesOf(video)).toEqual(recorded(these));
  });

  test.each([
    ['has no parameter sets', []],
    ['has a delimiter before them', [delimiter, sps, pps]],
  ])('may have any number of key frames in a fragment, also if every other one %s', async (_, before) => {
    const frames = Array.from({ length: mostConfigs + 100 }, (_, n) =>
      key(n, n % 2 === 0 ? [sps, pps] : before),
    );
    const these = [frames, second(frames.length)];
    const bytes = recordingOf(these);
    const configs = mp4PartOf(bytes).samples[0]?.configs ?? [];
    const lead = sampleOf(sps, pps).length;
    expect(configs.slice(-3).map((config) => [config.sample, config.lead])).toEqual([
      [mostConfigs - 2, lead],
      [mostConfigs - 1, undefined],
      [frames.length, lead],
    ]);
    expect(bytesOf(await playedOf(bytes, 'bt601'))).toEqual(recorded(these));
  });

  test('can’t have any number of other parameter sets in a fragment', () => {
    const frames = Array.from({ length: mostConfigs + 1 }, (_, n) =>
      key(n, [n % 2 === 0 ? sps : otherSps, pps]),
    );
    expect(() => mp4PartOf(recordingOf([frames]))).toThrow(expect.objectContaining({ reason: 'too-large' }));
    expect(mp4PartOf(recordingOf([frames.slice(1)])).samples[0]?.configs).toHaveLength(mostConfigs);
  });

  test('stays what it is if its matrix isn’t known', async () => {
    const video = await playedOf(recordingOf(groups));
    expect(bytesOf(video)).toEqual(recorded(groups));
    expect(recordsOf(video)).toEqual([record(sps)]);
  });

  test('stays what it is if an older version indexed it', async () => {
    const bytes = recordingOf(groups);
    const part = mp4PartOf(bytes);
    const samples = part.samples.map((track) => ({
      ...track,
      configs: track.configs.map(({ sample, record: set }) => ({ sample, record: set })),
    }));
    expect(bytesOf(await playedOf(bytes, 'bt601', { ...part, samples }))).toEqual(recorded(groups));
  });

  test('clips of it have none either', async () => {
    const bytes = recordingOf(groups);
    const range = { pieces: [{ blob: new Blob([bytes]), part: mp4PartOf(bytes) }], matrix: 'bt601' } as const;
    const clip = await composeClip(
      [
        { ...range, startMs: 30, endMs: 50 },
        { ...range, startMs: 60 },
      ],
      '',
    );
    const video = videoOf(new Uint8Array(await clip.arrayBuffer()));
    expect(bytesOf(video)).toEqual(kept([(groups[1] ?? []).slice(0, 2), groups[2] ?? []]));
    expect(recordsOf(video)).toEqual([describeAvcRecord(record(sps), 'bt601')]);
  });

  test('a clip of recordings with different parameter sets has longer ones in the stream', async () => {
    const rangeOf = (these: readonly (readonly Frame[])[], matrix?: ColorMatrix) => {
      const bytes = recordingOf(these);
      const pieces = [{ blob: new Blob([bytes]), part: mp4PartOf(bytes) }];
      return matrix === undefined ? { pieces } : { pieces, matrix };
    };
    const others = [
      second(40, delimiter, otherSps, pps),
      [...second(50, otherSps, pps), ...second(60, sps, pps, sei)],
    ];
    const join = async (matrix?: ColorMatrix) => {
      const ranges = [{ ...rangeOf(groups, matrix), startMs: 30 }, rangeOf(others, matrix)];
      const file = new Uint8Array(await (await composeClip(ranges, '')).arrayBuffer());
      return { video: videoOf(file), sound: play(file)[1] };
    };
    const described = (set: Uint8Array) => describeSps(set, 'bt601') ?? set;
    const { video, sound } = await join('bt601');
    expect(bytesOf(video)).toEqual(
      recorded([
        second(10, described(sps), pps),
        second(20, described(sps), pps),
        second(40, described(otherSps), pps),
        second(50, described(otherSps), pps),
        second(60, described(sps), pps, sei),
      ]),
    );
    expect(recordsOf(video)).toEqual([record(described(sps)), record(described(otherSps))]);
    const plain = await join();
    expect(bytesOf(plain.video)).toEqual(recorded([...groups.slice(1), ...others]));
    expect(sound?.samples).toEqual(plain.sound?.samples);
    expect(video.samples.map(({ time, sync, entry }) => [time, sync, entry])).toEqual(
      plain.video.samples.map(({ time, sync, entry }) => [time, sync, entry]),
    );
  });

  test('any key frames in any fragments and slices: the samples are found without their parameter sets', async () => {
    const length = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(length, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(400), { maxLength: 8 }),
        async (shape, lengths) => {
          let number = 0;
          const any = shape.map((group) =>
            group.map((isKey) => (isKey || number === 0 ? key(number++) : frame(number++))),
          );
          const slices = split(recordingOf(any), lengths);
          const pieces = partsOf('mp4', slices).map((part, index) => ({
            part,
            blob: new Blob([slices[index] ?? '']),
          }));
          const file = composeSeekableFile(pieces, '', 'bt601');
          const video = videoOf(new Uint8Array(await file.arrayBuffer()));
          expect(bytesOf(video)).toEqual(kept(any));
          expect(video.samples.map(({ sync }) => sync)).toEqual(any.flat().map(({ sync }) => sync));
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a recording of Chromium that states its matrix keeps its parameter sets', async () => {
  const bytes = fixture('avc3.mp4');
  const all = await playedOf(bytes);
  const relabelled = await playedOf(bytes, 'bt601');
  expect(relabelled.samples.map(({ bytes: { length } }) => length)).toEqual(
    all.samples.map(({ bytes: { length } }) => length),
  );
  const [config] = mp4PartOf(bytes).samples[0]?.configs ?? [];
  const [first] = all.samples;
  const set = first?.bytes.subarray(4, 4 + (first.bytes[3] ?? 0)) ?? new Uint8Array();
  expect(config?.lead).toBe(4 + set.length + 4 + pps.length);
});

import { describe, expect, test } from 'vitest';
import { type ClipRange, composeClip, cutPoints, extentOf } from '../clip-file';
import { fixture } from '../testing/fixtures';
import { mp4PartOf } from '../testing/index-of';
import * as mp4 from '../testing/mp4-builder';
import { type PlayedTrack, play } from '../testing/mp4-reader';
import { type Box, box, fullBox, type Rope, words } from './mp4-boxes';
import { boxesOfVisualEntry } from './mp4-moov';

const entry = box('vp09', new Uint8Array(78));
const video = mp4.trak(1, 1000, entry, 'vide');
const sound = mp4.trak(2, 48_000, entry, 'soun');
const moov = mp4.moov(video, sound);

/** Bytes that name their track and their time. */
const payload = (track: number, time: number) => Uint8Array.of(0xee, track, time >> 8, time & 255);

/** A second of frames at 10 fps and of sound in packets of 60 ms, the first of which begins `late` ms late. */
function second(from: number, late = 20): Rope {
  const frames = Array.from({ length: 10 }, (_, index) => from + index * 100);
  const packets = Array.from({ length: 16 }, (_, index) => from + late + index * 60);
  return mp4.fragment(
    {
      track: 1,
      time: from,
      samples: frames.map((time) => ({ bytes: payload(1, time), duration: 100, sync: time === from })),
    },
    {
      track: 2,
      time: (from + late) * 48,
      samples: packets.map((time) => ({ bytes: payload(2, time), duration: 60 * 48 })),
    },
  );
}

function rangeOf(bounds: Omit<ClipRange, 'pieces'>, ...boxes: Rope[]): ClipRange {
  const recorded = boxes.length > 0 ? boxes : [moov, second(0), second(1000), second(2000)];
  const bytes = mp4.bytesOf(mp4.ftyp, ...recorded);
  return { pieces: [{ blob: new Blob([bytes]), part: mp4PartOf(bytes) }], ...bounds };
}

async function playClip(...ranges: ClipRange[]): Promise<PlayedTrack[]> {
  return play(new Uint8Array(await (await composeClip(ranges, '')).arrayBuffer()));
}

/** The samples of a track: the time that they had, and the time that they have, in ms. */
function timesOf({ samples, timescale, edits }: PlayedTrack): [number, number][] {
  const wait = edits[0]?.mediaTime === -1 ? edits[0].duration : 0;
  return samples.map(({ bytes, time }) => [
    (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0),
    wait + (time / timescale) * 1000,
  ]);
}

test('begins with a key frame, and the sound with the first packet after it', async () => {
  const range = rangeOf({ startMs: 1300, endMs: 1501 });
  const [frames, packets] = await playClip(range);
  expect(frames && timesOf(frames)).toEqual(
    [1000, 1100, 1200, 1300, 1400, 1500].map((at) => [at, at - 1000]),
  );
  expect(packets && timesOf(packets)).toEqual(
    [1020, 1080, 1140, 1200, 1260, 1320, 1380, 1440, 1500].map((at) => [at, at - 1000]),
  );
  expect(packets?.edits).toEqual([
    { duration: 20, mediaTime: -1 },
    { duration: 540, mediaTime: 0 },
  ]);
  expect(frames?.edits).toEqual([]);
  // The last frame ends as asked for, the last packet after that.
  expect(frames?.duration).toBe(501);
  expect(await extentOf(range)).toEqual({ startMs: 1000, endMs: 1560, bytes: 60 });
});

test('a packet that began before the key frame is left out', async () => {
  const late = [moov, second(0, 50), second(1000, 50)];
  const [, packets] = await playClip(rangeOf({ startMs: 1000 }, ...late));
  expect(packets && timesOf(packets)[0]).toEqual([1050, 50]);
});

test('the sample before a join lasts until the next one begins, in each track', async () => {
  const one = rangeOf({ endMs: 250 });
  const two = { ...one, startMs: 2000, endMs: 2200 };
  const [frames, packets] = await playClip(two, one, two);
  const ends = (await extentOf(two)).endMs - 2000;
  const joins = [0, ends, ends + (await extentOf(one)).endMs];
  expect(joins).toEqual([0, 200, 460]);
  expect(frames && timesOf(frames)).toEqual([
    [2000, 0],
    [2100, 100],
    [0, 200],
    [100, 300],
    [200, 400],
    [2000, 460],
    [2100, 560],
  ]);
  expect(packets && timesOf(packets).filter(([, at]) => [220, 480].includes(at))).toEqual([
    [20, 220],
    [2020, 480],
  ]);
});

test('a long pause of the sound does not make a range longer', async () => {
  const [first, last] = [second(0), second(9000)];
  const silent = mp4.fragment({
    track: 1,
    time: 1000,
    samples: Array.from({ length: 80 }, (_, index) => ({
      bytes: payload(1, 1000 + index * 100),
      duration: 100,
    })),
  });
  expect(await extentOf(rangeOf({ endMs: 970 }, moov, first, silent, last))).toEqual({
    startMs: 0,
    endMs: 980,
    bytes: 104,
  });
  expect(await extentOf(rangeOf({ endMs: 3000 }, moov, first, silent, last))).toEqual({
    startMs: 0,
    endMs: 3000,
    bytes: 184,
  });
});

test('a chapter or a time code does not make a range longer', async () => {
  const marked = mp4.moov(video, sound, mp4.trak(3, 1000, entry, 'text'));
  const chapter = mp4.fragment({ track: 3, time: 0, samples: [{ bytes: payload(3, 0), duration: 3000 }] });
  const range = rangeOf({ endMs: 970 }, marked, chapter, second(0), second(1000), second(2000));
  expect(await extentOf(range)).toMatchObject({ startMs: 0, endMs: 980 });
});

test('sound alone can begin with each packet', async () => {
  const alone = mp4.moov(mp4.trak(1, 1000, entry, 'soun'));
  const samples = [0, 60, 120].map((time) => ({ bytes: payload(2, time), duration: 60 }));
  const range = rangeOf({ startMs: 60 }, alone, mp4.fragment({ track: 1, time: 0, samples }));
  const [piece] = range.pieces;
  expect(piece && [...cutPoints(piece.part)]).toEqual([0, 60, 120]);
  const [packets] = await playClip(range);
  expect(packets && timesOf(packets)).toEqual([
    [60, 0],
    [120, 60],
  ]);
});

describe('an edit list', () => {
  const edts = box('edts', fullBox('elst', 0, 0, words(1, 0, 3840, 0x10000)));
  const edited = mp4.moov(
    video,
    box('trak', sound[0]?.subarray(8, 8) ?? new Uint8Array(), ...sound.slice(1), ...edts),
  );

  test('that hides the first 80 ms of the sound stays at the beginning of a clip', async () => {
    const [frames, packets] = await playClip(rangeOf({ endMs: 900 }, edited, second(0, 0)));
    expect(frames && timesOf(frames)[0]).toEqual([0, 0]);
    expect(packets && timesOf(packets)[0]).toEqual([0, 0]);
    expect(packets?.edits.map(({ mediaTime }) => mediaTime)).toEqual([3840]);
  });

  test('leaves out what it hides after a join, and the rest stays in sync', async () => {
    const whole = rangeOf({}, edited, second(0, 0), second(1000, 0));
    const { endMs } = await extentOf(whole);
    const [frames, packets] = await playClip(whole, whole);
    const again = (track: PlayedTrack | undefined, time: number) =>
      track &&
      timesOf(track)
        .filter(([was]) => was === time)
        .map(([, at]) => at);
    expect(again(frames, 0)).toEqual([0, endMs]);
    expect(again(packets, 120)).toEqual([120, 80 + endMs + 40]);
    expect(again(packets, 60)).toEqual([60]);
  });

  test('counts also in the middle', async () => {
    const range = rangeOf({ startMs: 1000 }, edited, second(0, 0), second(1000, 0), second(2000, 0));
    const [frames, packets] = await playClip(range);
    expect(frames && timesOf(frames)[0]).toEqual([1000, 0]);
    const [first] = packets === undefined ? [] : timesOf(packets);
    expect((first?.[0] ?? 0) - 80 - (first?.[1] ?? 0)).toBe(1000);
  });
});

test('frames that are shown in another order than they are decoded stay as long as one of them is shown', async () => {
  const order = [0, 300, 100, 200, 600, 400, 500];
  const samples = order.map((shown, index) => ({
    bytes: payload(1, shown),
    duration: 100,
    sync: index === 0,
    composition: shown - index * 100,
  }));
  const range = rangeOf({ endMs: 250 }, moov, mp4.fragment({ track: 1, time: 0, samples }));
  const [frames] = await playClip(range);
  expect(frames && timesOf(frames).map(([shown]) => shown)).toEqual([0, 300, 100, 200]);
});

const boxesOf = (entry: Box | undefined) => (entry === undefined ? [] : boxesOfVisualEntry(entry));

test('each key frame has the sample entry of its parameter sets, also after a cut in another size', async () => {
  const bytes = fixture('avc3-resized.mp4');
  const pieces = [{ blob: new Blob([bytes]), part: mp4PartOf(bytes) }];
  const [frames] = await playClip({ pieces, startMs: 1100, endMs: 2500 }, { pieces, endMs: 1500 });
  const entries = frames?.entries ?? [];
  expect(entries.map((entry) => [...entry.bytes.subarray(32, 36)])).toEqual([
    [0, 200, 0, 120],
    [0, 160, 0, 96],
  ]);
  const keys = frames?.samples.filter(({ sync }) => sync) ?? [];
  expect(keys.map((key) => key.entry)).toEqual([0, 1, 1, 0]);
  for (const key of keys) {
    const record = boxesOf(entries[key.entry]).find(({ type }) => type === 'avcC')?.contents;
    expect(record?.subarray(8, 8 + (record[7] ?? 0))).toEqual(key.bytes.subarray(4, 4 + (key.bytes[3] ?? 0)));
  }
});

describe('recordings to be joined', () => {
  test('may have other track numbers', async () => {
    const swapped = mp4.moov(mp4.trak(1, 48_000, entry, 'soun'), mp4.trak(2, 1000, entry, 'vide'));
    const other = mp4.fragment(
      { track: 1, time: 0, samples: [{ bytes: payload(2, 7), duration: 2880 }] },
      { track: 2, time: 0, samples: [{ bytes: payload(1, 8), duration: 100 }] },
    );
    const [frames, packets] = await playClip(rangeOf({ endMs: 100 }), rangeOf({}, swapped, other));
    expect(frames && timesOf(frames)).toEqual([
      [0, 0],
      [8, 140],
    ]);
    expect(packets && timesOf(packets).at(-1)).toEqual([7, 140]);
  });

  test.each([
    ['timescales', mp4.moov(mp4.trak(1, 600, entry, 'vide'), sound)],
    ['tracks', mp4.moov(video)],
    ['codecs', mp4.moov(mp4.trak(1, 1000, box('av01', new Uint8Array(78)), 'vide'), sound)],
  ])('can’t have other %s', async (_, moov) => {
    const frames = mp4.fragment({ track: 1, time: 0, samples: [{ bytes: payload(1, 0) }] });
    const clip = composeClip([rangeOf({}), rangeOf({}, moov, frames)], '');
    await expect(clip).rejects.toMatchObject({ reason: 'unsupported' });
  });
});

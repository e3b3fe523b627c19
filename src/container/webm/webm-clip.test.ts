import { describe, expect, test } from 'vitest';
import { type ClipRange, composeClip, cutPoints, extentOf } from '../clip-file';
import { concat } from '../concat';
import type { MediaPiece } from '../media-bytes';
import { webmPartOf } from '../testing/index-of';
import * as webm from '../testing/webm-builder';
import { type PlayedWebm, playWebm } from '../testing/webm-reader';
import { ids } from './ebml';
import { element, uintElement } from './ebml-writer';

const video = 1;
const sound = 2;

function pieceOf(bytes: Uint8Array<ArrayBuffer>): MediaPiece {
  return { blob: new Blob([bytes]), part: webmPartOf(bytes) };
}

function rangeOf(clusters: readonly Uint8Array[], bounds: Omit<ClipRange, 'pieces'>): ClipRange {
  return { pieces: [pieceOf(webm.recording(...clusters))], ...bounds };
}

async function bytesOf(...ranges: ClipRange[]): Promise<Uint8Array> {
  return new Uint8Array(await (await composeClip(ranges, '')).arrayBuffer());
}

async function playClip(...ranges: ClipRange[]): Promise<PlayedWebm> {
  return playWebm(await bytesOf(...ranges));
}

const timesOf = ({ blocks }: PlayedWebm, track: number) =>
  blocks.filter((block) => block.track === track).map(({ time }) => time);

const clusters = [0, 500, 1000].map((time) =>
  webm.cluster(
    time,
    webm.simpleBlock(sound, 0),
    webm.simpleBlock(video, 30),
    webm.simpleBlock(sound, 60),
    webm.simpleBlock(video, 70, false),
    webm.simpleBlock(sound, 120),
  ),
);

describe('the beginning', () => {
  test('is that of the Cluster, with the sound before its key frame', async () => {
    const range = rangeOf(clusters, { startMs: 530 });
    expect([...cutPoints(webmPartOf(webm.recording(...clusters)))]).toEqual([30, 530, 1030]);
    expect((await extentOf(range)).startMs).toBe(500);
    expect(timesOf(await playClip(range), video)).toEqual([30, 70, 530, 570]);
    expect(timesOf(await playClip(range), sound)).toEqual([0, 60, 120, 500, 560, 620]);
  });

  test.each([
    [530.4, 500],
    [529.6, 500],
    [529.4, 0],
    [0, 0],
  ])('at %f ms is the last cut point, within half a ms', async (startMs, expected) => {
    expect((await extentOf(rangeOf(clusters, { startMs }))).startMs).toBe(expected);
  });

  test('frames before the key frame of its Cluster are left out, and the sound stays', async () => {
    const mixed = webm.cluster(
      500,
      webm.simpleBlock(sound, 0),
      webm.simpleBlock(video, 10, false),
      webm.simpleBlock(sound, 15),
      webm.simpleBlock(video, 20),
      webm.simpleBlock(video, 30, false),
    );
    const played = await playClip(rangeOf([clusters[0] ?? mixed, mixed], { startMs: 520 }));
    expect(timesOf(played, video)).toEqual([20, 30]);
    expect(timesOf(played, sound)).toEqual([0, 15]);
    expect(played.cues.map(({ time, offset }) => [time, offset])).toEqual([[20, played.blocks[2]?.offset]]);
  });

  test('blocks before the time of their Cluster don’t become negative', async () => {
    const early = webm.cluster(500, webm.simpleBlock(video, -10), webm.simpleBlock(sound, -25));
    const range = rangeOf([clusters[0] ?? early, early], { startMs: 490 });
    const played = await playClip(range);
    expect(timesOf(played, video)).toEqual([15]);
    expect(timesOf(played, sound)).toEqual([0]);
    expect((await extentOf(range)).startMs).toBe(475);
  });

  test('times that step back to before it don’t become negative', async () => {
    const back = [0, 500, 300, 800].map((time) => webm.cluster(time, webm.simpleBlock(video, 0)));
    expect(timesOf(await playClip(rangeOf(back, { startMs: 500 })), video)).toEqual([0, 0, 300]);
  });
});

describe('the end', () => {
  test('comes before the first frame at or after it, whatever track that is of', async () => {
    const at = async (endMs: number) => {
      const played = await playClip(rangeOf(clusters, { endMs }));
      return [timesOf(played, video), timesOf(played, sound)];
    };
    expect(await at(61)).toEqual([[30], [0, 60]]);
    expect(await at(60)).toEqual([[30], [0]]);
    expect(await at(531)).toEqual([
      [30, 70, 530],
      [0, 60, 120, 500],
    ]);
    expect(await at(500)).toEqual([
      [30, 70],
      [0, 60, 120],
    ]);
  });

  test('a Cluster of which nothing is left is left out, and the sound before it ends as it does', async () => {
    const late = webm.cluster(140, webm.simpleBlock(video, 5), webm.simpleBlock(sound, 8));
    const played = await playClip(rangeOf([clusters[0] ?? late, late], { endMs: 143 }));
    expect(played.clusterSizes).toHaveLength(1);
    expect(played.durationMs).toBe(180);
  });

  test('is later than asked for if a sound lasts longer, but a frame does not', async () => {
    const endOf = async (endMs: number) => (await extentOf(rangeOf(clusters, { endMs }))).endMs;
    expect(await endOf(600)).toBe(620);
    expect(await endOf(700)).toBe(700);
    const stated = webm.cluster(0, webm.simpleBlock(video, 0), webm.blockGroup(sound, 10, undefined, 400));
    const range = rangeOf([stated, ...clusters.slice(1)], { endMs: 20 });
    expect((await extentOf(range)).endMs).toBe(410);
  });

  test.each([-5, 0, 500])('before its beginning, at %d ms, there is no clip', async (endMs) => {
    const range = rangeOf(clusters, { startMs: 530, endMs });
    await expect(composeClip([range], '')).rejects.toMatchObject({ reason: 'no-media' });
  });
});

describe('the end of a foreign file', () => {
  test('keeps the frame that frames before it need', async () => {
    const times = [0, 90, 30, 60, 180, 120, 150];
    const reordered = webm.cluster(0, ...times.map((time) => webm.simpleBlock(video, time, time === 0)));
    expect(timesOf(await playClip(rangeOf([reordered], { endMs: 50 })), video)).toEqual([0, 90, 30]);
  });

  test('is not that of its subtitles', async () => {
    const track = (number: number, type: number) =>
      element(ids.TrackEntry, uintElement(ids.TrackNumber, number), uintElement(ids.TrackType, type));
    const tracks = element(ids.Tracks, track(1, 1), track(2, 2), track(3, 17));
    const cluster = webm.cluster(
      0,
      webm.simpleBlock(video, 0),
      webm.blockGroup(3, 10, undefined, 400),
      webm.simpleBlock(video, 40, false),
      webm.simpleBlock(video, 80, false),
    );
    const bytes = concat([webm.ebmlHeader, webm.open(ids.Segment, webm.info(), tracks, cluster)]);
    expect((await extentOf({ pieces: [pieceOf(bytes)], endMs: 50 })).endMs).toBe(50);
  });
});

test('Clusters of known size whose times stay are taken as they are', async () => {
  const sized = [0, 500, 1000].map((time) =>
    webm.sizedCluster(time, webm.simpleBlock(video, 0), webm.simpleBlock(video, 33, false)),
  );
  const file = await bytesOf(rangeOf(sized, { endMs: 1020 }));
  const media = concat(sized.slice(0, 2));
  const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
  expect(text(file)).toContain(text(media));
  const played = playWebm(file);
  expect(timesOf(played, video)).toEqual([0, 33, 500, 533, 1000]);
  expect(played.cues.map(({ offset }) => offset)).toEqual(
    played.blocks.filter(({ key }) => key).map(({ offset }) => offset),
  );
});

test('a Timestamp after a CRC-32 is found, and both are replaced, also without their place in the index', async () => {
  const checked = webm.open(
    ids.Cluster,
    element(ids.CRC32, new Uint8Array(4)),
    uintElement(ids.Timestamp, 500),
    webm.simpleBlock(video, 0),
  );
  const recorded = webm.recording(clusters[0] ?? checked, checked);
  const { timestamps: _, ...older } = webmPartOf(recorded);
  const file = await bytesOf({ pieces: [pieceOf(recorded)], startMs: 500 });
  expect(timesOf(playWebm(file), video)).toEqual([0]);
  expect(file.some((byte, index) => byte === ids.CRC32 && file[index + 1] === 0x84)).toBe(false);
  const piece = { blob: new Blob([recorded]), part: older };
  expect(await bytesOf({ pieces: [piece], startMs: 500 })).toEqual(file);
});

describe('recordings to be joined', () => {
  const recorded = (tracks: Uint8Array, info = webm.info()): ClipRange => {
    const cluster = webm.cluster(0, webm.simpleBlock(video, 0), webm.simpleBlock(video, 40, false));
    return { pieces: [pieceOf(concat([webm.ebmlHeader, webm.open(ids.Segment, info, tracks, cluster)]))] };
  };

  test('may have other UIDs: the times go on where the one before ends', async () => {
    const played = await playClip(recorded(webm.tracks(['video'], 7)), recorded(webm.tracks(['video'], 8)));
    expect(timesOf(played, video)).toEqual([0, 40, 80, 120]);
    expect(played.durationMs).toBe(160);
  });

  test.each([
    ['tracks', recorded(webm.tracks(['audio']))],
    ['ticks', recorded(webm.tracks(['video']), element(ids.Info, uintElement(ids.TimestampScale, 1000)))],
  ])('can’t have other %s', async (_, other) => {
    const clip = composeClip([recorded(webm.tracks(['video'])), other], '');
    await expect(clip).rejects.toMatchObject({ reason: 'unsupported' });
  });
});

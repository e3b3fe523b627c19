import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../concat';
import { statedDurationMs } from '../testing/duration';
import { fixture, fixtureNames, slicesOf } from '../testing/fixtures';
import { webmPartOf } from '../testing/index-of';
import * as webm from '../testing/webm-builder';
import { type Element, ids, readElementHeader, readElements, readFloat, readUint } from './ebml';
import { makeWebmHeader } from './webm-header';
import { writeClusterSizes } from './webm-pack';
import { clusterRow, endOfTimes, timeRow, type WebmPart } from './webm-part';

function finish(bytes: Uint8Array, part: WebmPart): Uint8Array<ArrayBuffer> {
  const header = makeWebmHeader(part);
  return concat([...header.pieces, bytes.subarray(header.mediaStart, header.mediaEnd)]);
}

const uint = (parent: Element | undefined, ...path: number[]): number => {
  const found = path.reduce<Element | undefined>(
    (element, id) => element && [...readElements(element.data, 0)].find((child) => child.id === id),
    parent,
  );
  if (found === undefined) throw new RangeError(`No ${path}`);
  return found.id === ids.SeekID || found.data.length > 0 ? readUint(found.data, 0, found.id) : 0;
};

/** The Segment of a file: its size, and a reader of what lies at a position in it. */
function open(file: Uint8Array) {
  const ebml = readElementHeader(file, 0, 0);
  const start = (ebml?.length ?? 0) + (ebml?.size ?? 0);
  const segment = readElementHeader(file, start, 0);
  const data = file.subarray(start + (segment?.length ?? 0));
  const at = (position: number): Element | undefined => {
    const header = readElementHeader(data, position, 0);
    if (header === undefined) return undefined;
    const end = Number.isFinite(header.size) ? position + header.length + header.size : data.length;
    return {
      id: header.id,
      data: data.subarray(position + header.length, end),
      bytes: data,
      offset: position,
    };
  };
  const seeks = new Map<number, number>();
  const seekHead = at(0);
  for (const seek of readElements(seekHead?.data ?? new Uint8Array(), 0)) {
    seeks.set(uint(seek, ids.SeekID), uint(seek, ids.SeekPosition));
  }
  const cues = seeks.get(ids.Cues);
  const points = cues === undefined ? [] : [...readElements(at(cues)?.data ?? new Uint8Array(), 0)];
  return { size: segment?.size, data, at, seeks, points };
}

const isVideo = ({ id }: Element) => id === ids.Video;

describe.each(fixtureNames.webm)('%s', (name) => {
  const bytes = fixture(name);
  const part = webmPartOf(...slicesOf(name));
  const file = finish(bytes, part);
  const { at, seeks, points } = open(file);

  test('SeekHead says where Info, Tracks and Cues are', () => {
    expect([...seeks.keys()]).toEqual([ids.Info, ids.Tracks, ids.Cues]);
    for (const [id, position] of seeks) expect(at(position)?.id).toBe(id);
  });

  const isUnlabelledVp8 = name === 'firefox-vp8-opus.webm' || name === 'firefox-whole.webm';

  test(isUnlabelledVp8 ? 'Tracks state the BT.601 of VP8' : 'Tracks are unchanged', () => {
    const tracks = at(seeks.get(ids.Tracks) ?? 0);
    const childrenOf = ({ data }: Element) => [...readElements(data, 0)];
    const video = tracks && childrenOf(tracks).find((entry) => childrenOf(entry).some(isVideo));
    if (isUnlabelledVp8) expect(uint(video, ids.Video, ids.Colour, ids.MatrixCoefficients)).toBe(6);
    else expect(part.header?.tracks.subarray(-(tracks?.data.length ?? 0))).toEqual(tracks?.data);
  });

  test('each CuePoint names a key frame of the video, or of the audio if there is no video', () => {
    expect(points.length).toBeGreaterThan(0);
    let latest = -1;
    for (const point of points) {
      const positions = [...readElements(point.data, 0)].find(({ id }) => id === ids.CueTrackPositions);
      const cluster = at(uint(positions, ids.CueClusterPosition));
      expect(cluster?.id).toBe(ids.Cluster);
      const relative = uint(positions, ids.CueRelativePosition);
      const [block] = readElements(cluster?.data.subarray(relative) ?? new Uint8Array(), 0);
      const data = block?.id === ids.BlockGroup ? [...readElements(block.data, 0)][0]?.data : block?.data;
      expect((data?.[0] ?? 0) & 0x7f).toBe(uint(positions, ids.CueTrack));
      // Firefox sets no key frame flag on sound.
      if (name === 'firefox-opus.webm') expect((data?.[3] ?? 0) & 0x80).toBe(0);
      else if (block?.id === ids.SimpleBlock) expect((data?.[3] ?? 0) & 0x80).toBe(0x80);
      else
        expect(
          [...readElements(block?.data ?? new Uint8Array(), 0)].some(({ id }) => id === ids.ReferenceBlock),
        ).toBe(false);
      const [timestamp] = readElements(cluster?.data ?? new Uint8Array(), 0);
      const time = readUint(timestamp?.data ?? new Uint8Array(), 0, ids.Timestamp);
      const own = ((data?.[1] ?? 0) << 8) | (data?.[2] ?? 0);
      expect(uint(point, ids.CueTime)).toBe(time + own);
      expect(uint(point, ids.CueTime)).toBeGreaterThan(latest);
      latest = uint(point, ids.CueTime);
    }
  });

  test('Duration is right within one frame, and what was written before', () => {
    const info = at(seeks.get(ids.Info) ?? 0);
    const duration = [...readElements(info?.data ?? new Uint8Array(), 0)].find(
      ({ id }) => id === ids.Duration,
    );
    const frame = Math.max(
      ...Array.from(part.times).filter((_, at) => at % timeRow.length === timeRow.frame),
    );
    const error = (duration ? readFloat(duration) : Number.NaN) - endOfTimes(part.times);
    expect(Math.abs(error)).toBeLessThanOrEqual(frame);
    if (name === 'vp8-whole.webm') expect(duration && readFloat(duration)).toBe(part.header?.duration);
    if (name === 'vp9-requested.webm') expect(part.header?.duration).toBe(1);
  });

  test('read again it gives the same index, and finished again the same file', () => {
    const again = webmPartOf(file);
    const moved =
      file.length - (part.complete - (part.header?.mediaStart ?? 0)) - (part.header?.mediaStart ?? 0);
    expect(again.times).toEqual(part.times);
    expect(again.clusters.length).toBe(part.clusters.length);
    for (let row = 0; row < part.clusters.length; row += clusterRow.length) {
      expect(again.clusters[row]).toBe((part.clusters[row] ?? 0) + moved);
    }
    expect(finish(file, again)).toEqual(file);
  });

  test('with the sizes of all Clusters, the Segment has one too', () => {
    const packed = bytes.slice();
    const sized = writeClusterSizes(packed, part, part.complete);
    const whole = finish(packed, sized);
    expect(open(whole).size).toBe(open(whole).data.length);
    expect(webmPartOf(whole).times).toEqual(part.times);
    if (name !== 'vp8-whole.webm') expect(open(file).size).toBe(Number.POSITIVE_INFINITY);
  });
});

test('positions of any size fit: the Cues are as long as planned', () => {
  const block = webm.simpleBlock(1, 0);
  const part = webmPartOf(webm.recording(webm.cluster(0, block)));
  const { header } = part;
  if (header === undefined) throw new RangeError('No header');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 50 }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
      (places, tick) => {
        const offsets = places.sort((one, other) => one - other).map((place) => place + header.mediaStart);
        const complete = (offsets.at(-1) ?? 0) + 100;
        const cues = Float64Array.from(offsets.flatMap((offset, index) => [index * tick, offset, 3]));
        const clusters = Float64Array.from(offsets.flatMap((offset) => [offset, 12, offset + 90, 0]));
        const { pieces } = makeWebmHeader({ ...part, cues, clusters, complete });
        const { points, data } = open(concat(pieces));
        expect(points.map((point) => uint(point, ids.CueTrackPositions, ids.CueClusterPosition))).toEqual(
          offsets.map((offset) => data.length + offset - header.mediaStart),
        );
      },
    ),
  );
});

test('no Cues without a key frame', () => {
  const bytes = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0, false)));
  expect([...open(finish(bytes, webmPartOf(bytes))).seeks.keys()]).toEqual([ids.Info, ids.Tracks]);
});

test('times that step back are left out of the Cues', () => {
  const clusters = [0, 500, 300, 800].map((time) => webm.cluster(time, webm.simpleBlock(1, 0)));
  const bytes = webm.recording(...clusters);
  const { points } = open(finish(bytes, webmPartOf(bytes)));
  expect(points.map((point) => uint(point, ids.CueTime))).toEqual([0, 500, 800]);
});

test("a wrong Duration is corrected; the recorder's own is kept if it is right within one frame", () => {
  const durationOf = (own: number) => {
    const blocks = [0, 33, 66].map((time) => webm.simpleBlock(1, time));
    const bytes = concat([
      webm.ebmlHeader,
      webm.open(ids.Segment, webm.info(own), webm.tracks(), webm.cluster(0, ...blocks)),
    ]);
    return statedDurationMs('webm', finish(bytes, webmPartOf(bytes)));
  };
  expect(durationOf(70.5)).toBe(70.5);
  expect(durationOf(5000)).toBe(99);
  expect(durationOf(Number.NaN)).toBe(99);
});

test('a truncated tail is left out, with its Cluster if no block of it is complete', () => {
  const first = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0)));
  const second = webm.cluster(500, webm.simpleBlock(1, 0));
  for (let length = 0; length < second.length; length++) {
    const bytes = concat([first, second.subarray(0, length)]);
    const header = makeWebmHeader(webmPartOf(bytes));
    // As soon as its ID is read, the Cluster before it is known to be whole: the same end.
    expect(header.mediaEnd).toBe(first.length);
    expect(open(concat(header.pieces)).points).toHaveLength(1);
  }
});

test.each([
  ['no Cluster', webm.recording()],
  ['no whole block', webm.recording(webm.cluster(0, webm.simpleBlock(1, 0).subarray(0, 5)))],
])('nothing to play: %s', (_, bytes) => {
  expect(() => makeWebmHeader(webmPartOf(bytes))).toThrow(expect.objectContaining({ reason: 'no-media' }));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../concat';
import { ContainerError } from '../container-error';
import { joinParts } from '../media-index';
import { fixture, fixtureNames, slicesOf, split } from '../testing/fixtures';
import { partsOf, slicesInMemory, webmPartOf } from '../testing/index-of';
import * as webm from '../testing/webm-builder';
import { ids } from './ebml';
import { element, encodeId, encodeSize, uintElement } from './ebml-writer';
import { WebmIndex } from './webm-index';
import { clusterRow, cueRow, endOfTimes, timestampRow } from './webm-part';

const rows = (table: Float64Array, length: number) =>
  Array.from({ length: table.length / length }, (_, row) => [
    ...table.slice(row * length, (row + 1) * length),
  ]);

const cutAnywhere = fc.array(fc.oneof(fc.constant(0), fc.constant(1), fc.nat(40), fc.nat(9000)), {
  maxLength: 40,
});

describe.each(fixtureNames.webm)('%s', (name) => {
  test('the index is the same for every split of the bytes', () => {
    const bytes = fixture(name);
    const whole = webmPartOf(bytes);
    fc.assert(
      fc.property(cutAnywhere, (lengths) => {
        expect(joinParts(partsOf('webm', split(bytes, lengths)))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('no slice is kept in memory', async () => {
    expect(await slicesInMemory(new WebmIndex(), slicesOf(name))).toBe(0);
  });

  test('its end is the end of its last block', () => {
    const part = webmPartOf(...slicesOf(name));
    // Without a timeslice Chrome writes Cues at the end; they are left out.
    const cues = name === 'vp8-whole.webm' || name === 'vp9-requested.webm' ? 19 : 0;
    expect(part.complete).toBe(part.end - cues);
    expect(endOfTimes(part.times)).toBeGreaterThan(2900);
    expect(endOfTimes(part.times)).toBeLessThan(3200);
  });
});

test('byte by byte', () => {
  const bytes = fixture('vp8-opus.webm');
  expect(
    joinParts(
      partsOf(
        'webm',
        split(
          bytes,
          Array.from(bytes, () => 1),
        ),
      ),
    ),
  ).toEqual(webmPartOf(bytes));
});

test('a block counts once its last byte is here', () => {
  const bytes = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0), webm.simpleBlock(2, 20)));
  const last = webm.simpleBlock(2, 20).length;
  const index = new WebmIndex();
  expect(index.push(bytes.subarray(0, -1)).complete).toBe(bytes.length - last);
  expect(index.push(bytes.subarray(-1)).complete).toBe(bytes.length);
});

test('a Cluster belongs to the part in which it begins; the part in which it ends says so', () => {
  const first = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0)));
  const second = webm.cluster(500, webm.simpleBlock(1, 0));
  const index = new WebmIndex();
  const one = index.push(first);
  const two = index.push(second);
  expect(rows(one.clusters, clusterRow.length)[0]?.[clusterRow.end]).toBeNaN();
  expect(two.closes).toBe(first.length);
  expect(webmPartOf(first, second).clusters[clusterRow.end]).toBe(first.length);
});

test('Timestamps: the time of each Cluster and where it is stated, and the earliest block', () => {
  const clusters = [
    webm.cluster(0, webm.simpleBlock(1, 0)),
    webm.cluster(500, webm.simpleBlock(1, 5), webm.simpleBlock(2, -7), webm.simpleBlock(2, -3)),
    webm.open(ids.Cluster, element(ids.CRC32, new Uint8Array(4)), uintElement(ids.Timestamp, 900)),
  ];
  const part = webmPartOf(webm.recording(...clusters));
  const starts = rows(part.clusters, clusterRow.length).map((row) => row[clusterRow.offset] ?? 0);
  const [one = 0, two = 0, three = 0] = starts;
  expect(rows(part.timestamps ?? new Float64Array(), timestampRow.length)).toEqual([
    [one, 0, one + 12 + 3, 0],
    [two, 500, two + 12 + 4, 500],
    [two, 500, two + 12 + 4, 493],
    [three, 900, three + 12 + 6 + 4, 900],
  ]);
});

test('Cues know the first key frame of the video in each Cluster, wherever it lies in it', () => {
  const clusters = [
    webm.cluster(0, webm.simpleBlock(2, 0), webm.simpleBlock(1, 0, false)),
    webm.cluster(
      500,
      webm.simpleBlock(2, 0),
      webm.blockGroup(1, 10, -5),
      webm.blockGroup(1, 20),
      webm.blockGroup(1, 30),
    ),
    webm.cluster(1000, webm.simpleBlock(2, 0)),
    webm.cluster(1500, webm.simpleBlock(1, -1)),
  ];
  const bytes = webm.recording(...clusters);
  const part = webmPartOf(bytes);
  const starts = rows(part.clusters, clusterRow.length).map((row) => row[clusterRow.offset]);
  const timestamp = (time: number) => uintElement(ids.Timestamp, time).length;
  const before = webm.simpleBlock(2, 0).length + webm.blockGroup(1, 10, -5).length;
  expect(rows(part.cues, cueRow.length)).toEqual([
    [520, starts[1], timestamp(500) + before],
    [1499, starts[3], timestamp(1500)],
  ]);
});

test('audio alone: Cues know every Cluster', () => {
  const clusters = [0, 60, 120].map((time) => webm.cluster(time, webm.simpleBlock(2, 0)));
  const bytes = concat([
    webm.ebmlHeader,
    webm.open(ids.Segment, webm.info(), webm.tracks(['audio']), ...clusters),
  ]);
  expect(rows(webmPartOf(bytes).cues, cueRow.length).map(([time]) => time)).toEqual([0, 60, 120]);
});

test('times: the latest block of each track, and how long it lasts', () => {
  const part = (...blocks: Uint8Array[]) => [...webmPartOf(webm.recording(webm.cluster(0, ...blocks))).times];
  expect(part(webm.simpleBlock(1, 0))).toEqual([1, 0, 0]);
  expect(part(webm.simpleBlock(1, 0), webm.simpleBlock(1, 33))).toEqual([1, 33, 33]);
  // A gap is no measure of a frame.
  expect(part(...[0, 33, 8000].map((time) => webm.simpleBlock(1, time)))).toEqual([1, 8000, 33]);
  // Stepping back changes nothing.
  expect(part(...[0, 33, 20, 66].map((time) => webm.simpleBlock(1, time)))).toEqual([1, 66, 33]);
  expect(part(webm.simpleBlock(1, 0), webm.blockGroup(1, 40, undefined, 25))).toEqual([1, 40, 25]);
});

describe('passes safely over', () => {
  const plain = [webm.simpleBlock(1, 0), webm.simpleBlock(1, 33, false), webm.simpleBlock(1, 66, false)];
  const times = [1, 66, 33];
  test.each([
    [
      'Void and CRC-32',
      [
        element(ids.CRC32, new Uint8Array(4)),
        plain[0],
        element(ids.Void, new Uint8Array(300)),
        plain[1],
        plain[2],
      ],
    ],
    [
      'elements that it does not know',
      [plain[0], element(0x7fff, Uint8Array.of(0x1f, 0x43, 0xb6, 0x75)), plain[1], plain[2]],
    ],
    ['lacing', [plain[0], plain[1], element(ids.SimpleBlock, webm.blockData(1, 66, 0x06))]],
    ['blocks of a track that is not in Tracks', [...plain, webm.simpleBlock(9, 5000)]],
    ['an empty BlockGroup', [element(ids.BlockGroup), ...plain]],
    [
      'sizes in 8 bytes',
      [
        ...plain.slice(0, 2),
        concat([Uint8Array.of(ids.SimpleBlock, 1, 0, 0, 0, 0, 0, 0, 9), webm.blockData(1, 66, 0)]),
      ],
    ],
  ])('%s', (_, children) => {
    const part = webmPartOf(
      webm.recording(webm.cluster(0, ...children.filter((child) => child !== undefined))),
    );
    expect([...part.times]).toEqual(times);
    expect(part.complete).toBe(part.end);
  });

  test('Cues, Tags and Void between Clusters, of known and of unknown size', () => {
    const blocks = [webm.simpleBlock(1, 0), webm.simpleBlock(1, 33)];
    const between = [element(ids.Cues), element(ids.Void, new Uint8Array(9))];
    const bytes = webm.recording(
      webm.sizedCluster(0, ...blocks),
      ...between,
      webm.cluster(100, ...blocks),
      element(ids.Tags),
      webm.cluster(200, ...blocks),
    );
    const part = webmPartOf(bytes);
    expect(rows(part.clusters, clusterRow.length).map((row) => row[clusterRow.sized])).toEqual([1, 0, 0]);
    expect(part.cues).toHaveLength(3 * cueRow.length);
  });
});

test('offsets above 2^32', () => {
  const before = webm.recording();
  const gap = 6 * 2 ** 30;
  const padding = concat([encodeId(ids.Void), encodeSize(gap)]);
  const media = webm.cluster(0, webm.simpleBlock(1, 0));
  const index = new WebmIndex();
  index.push(before);
  index.push(padding);
  const piece = new Uint8Array(2 ** 20);
  for (let pushed = 0; pushed < gap; pushed += piece.length) index.push(piece);
  const part = index.push(media);
  expect(part.header?.mediaStart).toBe(before.length + padding.length + gap);
  expect(part.complete).toBe(before.length + padding.length + gap + media.length);
});

describe('refuses, with offset and element,', () => {
  const header = webm.recording();
  const at = header.length;
  const tagged = (...media: Uint8Array[]) => concat([header, ...media]);
  const inCluster = webm.cluster(0).length;
  test.each([
    ['nothing of EBML', Uint8Array.of(0, 0, 0, 32, 0x66, 0x74, 0x79, 0x70), 'malformed', 0, 'EBML element'],
    [
      'another DocType',
      element(ids.EBML, element(ids.DocType, Uint8Array.of(0x61))),
      'unsupported',
      5,
      'DocType',
    ],
    [
      'media before Tracks',
      concat([webm.ebmlHeader, webm.open(ids.Segment, webm.info(), webm.cluster(0))]),
      'malformed',
      webm.ebmlHeader.length + 12 + webm.info().length,
      'Cluster',
    ],
    ['a second document', tagged(webm.cluster(0), webm.ebmlHeader), 'unsupported', at + inCluster, 'EBML'],
    [
      'a block before the Timestamp',
      tagged(webm.open(ids.Cluster, webm.simpleBlock(1, 0))),
      'malformed',
      at + 12,
      'SimpleBlock',
    ],
    [
      'a block of 3 bytes',
      tagged(webm.cluster(0, element(ids.SimpleBlock, Uint8Array.of(0x81, 0, 0)))),
      'malformed',
      at + inCluster,
      'SimpleBlock',
    ],
    [
      'a track number of 8 bytes in a block of 5',
      tagged(webm.cluster(0, element(ids.SimpleBlock, Uint8Array.of(0x01, 0, 0, 0, 0)))),
      'malformed',
      at + inCluster,
      'SimpleBlock',
    ],
    [
      'a block of unknown size',
      tagged(webm.cluster(0, Uint8Array.of(ids.SimpleBlock, 0xff, 0x81, 0, 0, 0))),
      'malformed',
      at + inCluster,
      'SimpleBlock',
    ],
    [
      'a block longer than its Cluster',
      tagged(element(ids.Cluster, uintElement(ids.Timestamp, 0), Uint8Array.of(ids.SimpleBlock, 0x90))),
      'malformed',
      at + 8,
      'SimpleBlock',
    ],
    [
      'Tracks of 5 MiB',
      concat([webm.ebmlHeader, webm.open(ids.Segment, encodeId(ids.Tracks), encodeSize(5 * 2 ** 20))]),
      'too-large',
      webm.ebmlHeader.length + 12,
      'Tracks',
    ],
    [
      'an element that ends above 2^53',
      tagged(Uint8Array.of(ids.Void, 1, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
      'too-large',
      at,
      'Void',
    ],
  ])('%s', (_, bytes, reason, offset, name) => {
    const index = new WebmIndex();
    const push = () => index.push(bytes);
    expect(push).toThrow(ContainerError);
    expect(push).toThrow(expect.objectContaining({ reason, offset, element: name }));
    const byByte = new WebmIndex();
    const pushByByte = () => Array.from(bytes, (byte) => byByte.push(Uint8Array.of(byte)));
    expect(pushByByte).toThrow(expect.objectContaining({ reason, offset, element: name }));
  });
});

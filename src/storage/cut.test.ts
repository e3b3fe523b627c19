import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cutPoints } from '../container/clip-file';
import { joinParts } from '../container/media-index';
import { indexBlobs } from '../container/seekable-file';
import { type FixtureName, slicesOf } from '../container/testing/fixtures';
import { isPart } from '../domain/clip';
import type { Span } from '../domain/edit';
import { FailureError } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { cutPlaces, cutRecording, openJoined, partOf } from './cut';
import { openDatabase } from './database';
import { deleteRecording } from './delete-recording';
import type { Reencode } from './exact-ranges';
import { openMedia } from './media';
import { createRecording, findRecording, listAll, updateRecording } from './recordings';
import { appendSlice } from './slices';
import { mediaRow, recordingRow } from './testing/recording';
import { storedSlices } from './testing/stored-slices';
import { readTimeline } from './timeline';

const formats = [
  ['webm', 'vp9-resized.webm', 'webm-vp9'],
  ['mp4', 'avc3.mp4', 'mp4-h264'],
] as const;

/** A recording of the microphone alone. */
const audioAlone = ['webm', 'opus.webm', 'webm-vp9'] as const;

beforeEach(async () => {
  const database = await openDatabase();
  for (const store of ['clips', 'media', 'slices'] as const) await database.clear(store);
});

async function plant(container: 'webm' | 'mp4', name: FixtureName, format: Recording['format']) {
  const slices = storedSlices(slicesOf(name), container);
  const bytes = slices.at(-1)?.totalBytes ?? 0;
  const recording = recordingRow('a', { format, state: 'complete', bytes });
  await createRecording(recording);
  for (const slice of slices) await appendSlice(slice);
  return recording;
}

async function find(id: string | undefined): Promise<Recording> {
  const recording = await findRecording(id ?? '');
  if (recording === undefined) throw new Error('It is gone');
  return recording;
}

/** Where the file of a recording, read again, can be cut, in ms. */
async function placesOfFile(recording: Recording, container: 'webm' | 'mp4') {
  const { file } = await openMedia(recording);
  return { size: file.size, pieces: await indexBlobs(container, [file]) };
}

describe.each([...formats, audioAlone])('a cut of %s: %s', (container, name, format) => {
  it('begins at a place, shares the media, and knows its length and size', async () => {
    const recording = await plant(container, name, format);
    const { places } = await cutPlaces(recording);
    expect(places.length).toBeGreaterThan(1);
    const startMs = places[1] ?? 0;
    const rows = await (await openDatabase()).count('slices');
    const [id] = await cutRecording(recording, [[{ startMs, endMs: startMs + 700 }]], ['Cut']);
    const cut = await find(id);
    expect(cut).toMatchObject({ name: 'Cut', state: 'complete', format });
    expect(isPart(cut)).toBe(true);
    expect(cut.ranges).toEqual([{ mediaId: 'a', startMs, endMs: startMs + 700 }]);
    // A sound that has begun is not cut short, and in WebM it may begin before the key frame.
    expect(cut.durationMs).toBeGreaterThan(650);
    expect(cut.durationMs).toBeLessThan(850);
    expect(await (await openDatabase()).count('slices')).toBe(rows);
    const { size } = await placesOfFile(cut, container);
    expect(cut.bytes).toBeGreaterThan(0);
    expect(cut.bytes).toBeLessThanOrEqual(size);
    expect(cut.bytes).toBeLessThan(recording.bytes);
  });

  it('can be cut again: its times are those of its own file', async () => {
    const recording = await plant(container, name, format);
    const { places } = await cutPlaces(recording);
    const [second = 0, third = 0] = places.slice(1);
    const [id] = await cutRecording(recording, [[{ startMs: second, endMs: third + 280 }]], ['Cut']);
    const cut = await find(id);
    const { places: again } = await cutPlaces(cut);
    expect(again).toHaveLength(2);
    expect(again[0]).toBe(0);
    // In WebM, the sound of a Cluster comes before its key frame.
    expect(again[1]).toBeGreaterThanOrEqual(third - second);
    expect(again[1]).toBeLessThan(third - second + 70);
    const [inner] = await cutRecording(
      cut,
      [[{ startMs: again[1] ?? 0, endMs: (again[1] ?? 0) + 200 }]],
      ['Again'],
    );
    const { ranges } = await find(inner);
    expect(ranges).toHaveLength(1);
    expect(ranges[0]?.startMs).toBeCloseTo(third);
    expect(ranges[0]?.endMs).toBeCloseTo(third + 200);
  });

  it('of several spans is one recording; several parts are several', async () => {
    const recording = await plant(container, name, format);
    const {
      places: [first = 0, , third = 0],
    } = await cutPlaces(recording);
    const spans = [
      { startMs: first, endMs: first + 200 },
      { startMs: third, endMs: third + 300 },
    ];
    const ids = await cutRecording(recording, [spans, spans.slice(1)], ['One', 'Two']);
    expect(ids).toHaveLength(2);
    const joined = await find(ids[0]);
    expect(joined.ranges).toHaveLength(2);
    expect(joined.durationMs).toBeGreaterThan(450);
    expect(joined.durationMs).toBeLessThan(750);
    expect((await listAll()).map(({ id }) => id).sort()).toEqual(['a', ...ids].sort());
    // A span over the join is in both ranges, and has no more of either than they have.
    const [over] = await cutRecording(joined, [[{ startMs: 0, endMs: 350 }]], ['Over']);
    const { ranges } = await find(over);
    expect(ranges).toHaveLength(2);
    expect(ranges[0]).toEqual(joined.ranges[0]);
    expect(ranges[1]?.startMs).toBe(joined.ranges[1]?.startMs);
    expect(joined.name).toBe('One');
    const [all] = await cutRecording(joined, [[{ startMs: 0, endMs: joined.durationMs + 1 }]], ['All']);
    expect((await find(all)).ranges).toEqual(joined.ranges);
  });
});

describe.each(formats)('an exact cut of %s', (container, name, format) => {
  /** An encoder that returns what is visible as it is. */
  const reencode: Reencode = async ({ frames, startMs }) =>
    frames
      .slice(
        Math.max(
          frames.findLastIndex(({ timeMs }) => timeMs <= startMs),
          0,
        ),
      )
      .map((frame, index) => ({ ...frame, isKey: index === 0 }));

  it('is a piece of new media, then the original by reference; it is written at once', async () => {
    const recording = await plant(container, name, format);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const span = { startMs: Math.round(second / 2), endMs: second + 300 };
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const [id] = await cutRecording(recording, [[span]], ['Cut'], reencode);
    const writing = transaction.mock.calls.filter(
      ([stores, mode]) => mode === 'readwrite' && stores !== 'rows',
    );
    transaction.mockRestore();
    expect(writing.map(([stores]) => stores)).toEqual([['clips', 'media', 'slices']]);
    const cut = await find(id);
    expect(cut).toMatchObject({ name: 'Cut', state: 'complete', format });
    expect(cut.ranges).toHaveLength(2);
    expect(cut.ranges[1]).toMatchObject({ mediaId: 'a', endMs: span.endMs, continues: true });
    expect(cut.durationMs).toBeGreaterThanOrEqual(span.endMs - span.startMs - 1);
    expect(cut.durationMs).toBeLessThan(span.endMs - span.startMs + 70);
    const { size } = await placesOfFile(cut, container);
    expect(cut.bytes).toBeLessThanOrEqual(size);
    // It goes with its recording; the original stays.
    await deleteRecording(cut.id);
    const database = await openDatabase();
    expect((await database.getAll('media')).map((media) => media.id)).toEqual(['a']);
    const left = await database.getAllKeys('slices');
    expect(left.every(([mediaId]) => mediaId === 'a')).toBe(true);
  });

  it('has the chapters and events of its range, where they are: within the piece, and after it', async () => {
    const recording = await plant(container, name, format);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const startMs = Math.round(second / 2);
    const events = [
      { what: 'chapter', atMs: 0, label: 'One' },
      { what: 'paused', atMs: startMs + 50, lastedMs: 7 },
      { what: 'chapter', atMs: startMs + 100, label: 'Two' },
      { what: 'chapter', atMs: second + 200, label: 'Three' },
    ] as const;
    await updateRecording('a', { events });
    const eventsOf = async (span: Span) => {
      const [id] = await cutRecording(recording, [[span]], ['Cut'], reencode);
      return (await readTimeline(await find(id))).events.map(({ atMs, ...event }) => [
        Math.round(atMs / 100),
        'label' in event ? event.label : event.what,
      ]);
    };
    const inPiece = [
      [0, 'One'],
      [1, 'paused'],
      [1, 'Two'],
    ];
    expect(await eventsOf({ startMs, endMs: second + 400 })).toEqual([
      ...inPiece,
      [Math.round((second + 200 - startMs) / 100), 'Three'],
    ]);
    expect(await eventsOf({ startMs, endMs: startMs + 200 }), 'within one group of frames').toEqual(inPiece);
  });

  it('can be cut again, exactly and without encoding', async () => {
    const recording = await plant(container, name, format);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const startMs = Math.round(second / 2);
    const [id] = await cutRecording(recording, [[{ startMs, endMs: second + 400 }]], ['Cut'], reencode);
    const cut = await find(id);
    expect([...(await cutPlaces(cut)).places].map(Math.round)).toEqual([0, Math.round(second - startMs)]);
    const all = { startMs: 0, endMs: Number.POSITIVE_INFINITY };
    const [same] = await cutRecording(cut, [[all]], ['Same'], reencode);
    expect((await find(same)).ranges).toEqual(cut.ranges);
    const [later] = await cutRecording(cut, [[{ ...all, startMs: 100 }]], ['Later'], reencode);
    const { ranges, durationMs } = await find(later);
    expect(ranges.map(({ continues }) => continues)).toEqual([undefined, true]);
    expect(durationMs).toBeCloseTo(cut.durationMs - 100, -1);
  });

  it('says so if a part has no frame, and writes nothing', async () => {
    const recording = await plant(container, name, format);
    const parts = [[{ startMs: 0, endMs: 500 }], [{ startMs: 60_000, endMs: Number.POSITIVE_INFINITY }]];
    await expect(cutRecording(recording, parts, ['1', '2'], reencode)).rejects.toMatchObject({
      failure: { code: 'cut-failed' },
    });
    expect((await listAll()).map(({ id }) => id)).toEqual(['a']);
  });

  it('writes nothing if the encoder fails', async () => {
    const recording = await plant(container, name, format);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const fails: Reencode = async () => {
      throw new FailureError('exact-unsupported');
    };
    const span = { startMs: second / 2, endMs: second };
    await expect(cutRecording(recording, [[span]], ['Cut'], fails)).rejects.toMatchObject({
      failure: { code: 'exact-unsupported' },
    });
    expect((await listAll()).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('recordings that are joined', () => {
  it('are one file; where each begins is known', async () => {
    const recording = await plant(...formats[0]);
    const joined = { ...recording, ranges: [...recording.ranges, ...recording.ranges] };
    const { file, startsMs } = await openJoined(joined);
    const pieces = await indexBlobs('webm', [file]);
    const places = cutPoints(joinParts(pieces.map(({ part }) => part)));
    expect(startsMs).toHaveLength(2);
    expect([...places].some((place) => Math.abs(place - (startsMs[1] ?? 0)) < 70)).toBe(true);
  });

  it('are refused if their tracks differ', async () => {
    const recording = await plant(...formats[0]);
    const database = await openDatabase();
    const other = storedSlices(slicesOf('vp8-opus.webm'), 'webm');
    await database.put('media', { ...mediaRow('b'), state: 'complete' });
    for (const slice of other) await appendSlice({ ...slice, recordingId: 'b' });
    const joined = { ...recording, ranges: [...recording.ranges, { mediaId: 'b' }] };
    await expect(openJoined(joined)).rejects.toMatchObject({ failure: { code: 'join-tracks-differ' } });
  });
});

describe('what can’t begin where it was asked to', () => {
  it('begins at the key frame before, and repeats nothing', async () => {
    const recording = await plant(...formats[1]);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const spans = [
      { startMs: 0, endMs: second - 700 },
      { startMs: second - 200, endMs: second + 300 },
    ];
    const [id] = await cutRecording(recording, [spans], ['Cut']);
    expect((await find(id)).ranges).toEqual([{ mediaId: 'a', endMs: second + 300 }]);
  });

  it('ends with the recording if it was asked to', async () => {
    const recording = await plant(...formats[1]);
    const {
      places: [, second = 0],
    } = await cutPlaces(recording);
    const [id] = await cutRecording(
      recording,
      [[{ startMs: second, endMs: Number.POSITIVE_INFINITY }]],
      ['Rest'],
    );
    expect((await find(id)).ranges).toEqual([{ mediaId: 'a', startMs: second }]);
  });
});

it('has nothing of a range in a span that begins with the next one, however its time is rounded', () => {
  const [atMs, endMs] = [177777.33333333334, 6441.3];
  const range = { mediaId: 'b', pieces: [], extent: { startMs: 0, endMs, bytes: 1 }, atMs };
  expect(partOf(range, { startMs: atMs + endMs, endMs: Number.POSITIVE_INFINITY })).toBeUndefined();
});

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaRange } from '../domain/clip';
import { openDatabase } from './database';
import { deleteRecording } from './delete-recording';
import { saveStoryboard } from './storyboard';
import { mediaRow, recordingRow } from './testing/recording';
import { readTimeline } from './timeline';
import { peaksKey, readPeaks, savePeaks } from './waveform';

// The log is renewed under a lock.
vi.stubGlobal('navigator', {
  locks: { request: async (...args: (() => unknown)[]) => args.at(-1)?.() },
});

const blob = (bytes: number) => new Blob(['x'.repeat(bytes)]);

/** Three slices of a second, 100, 200 and 300 bytes long, with peaks that count. */
async function write(id: string, changes: object = {}) {
  const database = await openDatabase();
  await database.put('media', mediaRow(id, { durationMs: 3000, ...changes }));
  await database.put('clips', { id, name: id, createdAt: 1, ranges: [{ mediaId: id }] });
  for (const sequence of [0, 1, 2]) {
    await database.put('slices', {
      recordingId: id,
      sequence,
      blob: blob(100 * (sequence + 1)),
      coversMs: 1000 * (sequence + 1),
      totalBytes: 1,
      peaks: Uint8Array.from({ length: 10 }, (_, index) => 10 * sequence + index),
      ...(sequence === 0 ? {} : { commitBeforeMs: sequence }),
    });
  }
}

const counting = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

beforeEach(async () => {
  const database = await openDatabase();
  for (const store of ['media', 'clips', 'slices', 'thumbnails'] as const) await database.clear(store);
});

describe('the timeline of a recording', () => {
  it('has its peaks, slices and events', async () => {
    const events = [{ what: 'paused', atMs: 1500, lastedMs: 60 }] as const;
    await write('a', { lastCommitMs: 3, events, marks: [{ atMs: 500, gapMs: 100 }] });
    const { durationMs, peaks, slices, ...rest } = await readTimeline(recordingRow('a'));
    expect(durationMs).toBe(3000);
    expect([...(peaks ?? [])]).toEqual(counting(0, 30));
    expect([...slices.startMs]).toEqual([0, 1000, 2000]);
    expect([...slices.endMs]).toEqual([1000, 2000, 3000]);
    expect([...slices.bytes]).toEqual([100, 200, 300]);
    expect([...slices.commitMs]).toEqual([1, 2, 3]);
    expect(rest.events).toEqual([{ what: 'frozen', atMs: 500, untilMs: 600 }, ...events]);
  });

  it('has the pictures of what it keeps, where they are shown', async () => {
    await write('a');
    await write('b');
    expect((await readTimeline(recordingRow('a'))).pictures).toBeUndefined();
    const at = (atMs: number) => ({ atMs, picture: new Blob(['picture']) });
    await saveStoryboard('a', [at(500), at(1500), at(2500)]);
    const times = async (id: string, ranges: readonly MediaRange[]) =>
      (await readTimeline(recordingRow(id, { ranges }))).pictures?.map(({ atMs }) => atMs);
    expect(await times('a', [{ mediaId: 'a' }])).toEqual([500, 1500, 2500]);
    const part = [
      { mediaId: 'a', startMs: 1000, endMs: 2000 },
      { mediaId: 'b' },
      { mediaId: 'a', startMs: 2000 },
    ];
    expect(await times('part', part)).toEqual([500, 4500]);
    const others = [{ mediaId: 'b', startMs: 1000 }];
    expect(await times('b', others)).toBeUndefined();
    await (await openDatabase()).put('clips', { id: 'c', name: 'c', createdAt: 1, ranges: others });
    await saveStoryboard('c', [at(700)]);
    expect(await times('c', others), 'those that were made of its file').toEqual([700]);
  });

  it('of a part has few pictures if the whole has, until more were made of its file', async () => {
    await write('a');
    const last = { recordingId: 'a', sequence: 3, blob: blob(100), coversMs: 100_000, totalBytes: 1 };
    await (await openDatabase()).put('slices', last);
    const at = (atMs: number) => ({ atMs, picture: new Blob(['picture']) });
    await saveStoryboard('a', [at(10_000), at(90_000)]);
    const ranges = [{ mediaId: 'a', startMs: 5000, endMs: 65_000 }];
    const read = async (id: string, of: readonly MediaRange[]) => {
      const { pictures, hasFewPictures } = await readTimeline(recordingRow(id, { ranges: of }));
      return [pictures?.map(({ atMs }) => atMs), hasFewPictures === true];
    };
    expect(await read('part', ranges), 'one for a minute').toEqual([[5000], true]);
    expect(await read('part', [{ mediaId: 'a', startMs: 5000, endMs: 12_000 }])).toEqual([[5000], false]);
    expect(await read('part', [{ mediaId: 'a', startMs: 20_000, endMs: 80_000 }])).toEqual([
      undefined,
      false,
    ]);
    expect(await read('a', [{ mediaId: 'a' }]), 'nothing more is made of the whole').toEqual([
      [10_000, 90_000],
      false,
    ]);
    await (await openDatabase()).put('clips', { id: 'part', name: 'part', createdAt: 1, ranges });
    await saveStoryboard('part', [at(1000)]);
    expect(await read('part', ranges), 'no more could be made').toEqual([[5000], false]);
    await saveStoryboard('part', [at(59_000)]);
    expect(await read('part', ranges)).toEqual([[1000, 59_000], false]);
  });

  it('has a first and a last slice without any recorded time of their own', async () => {
    await write('a');
    const database = await openDatabase();
    const empty = { recordingId: 'a', totalBytes: 1 };
    await database.put('slices', { ...empty, sequence: 0, blob: blob(1), coversMs: 0 });
    await database.put('slices', { ...empty, sequence: 3, blob: blob(4), coversMs: 3000 });
    const { slices } = await readTimeline(recordingRow('a'));
    expect([...slices.bytes]).toEqual([1, 200, 300, 4]);
    expect([...slices.endMs]).toEqual([0, 2000, 3000, 3000]);
  });

  it('is read from rows alone: no media is read', async () => {
    await write('a');
    const reads = (['slice', 'arrayBuffer', 'stream', 'text'] as const).map((name) =>
      vi.spyOn(Blob.prototype, name),
    );
    await readTimeline(recordingRow('a'));
    for (const read of reads) expect(read).not.toHaveBeenCalled();
    for (const read of reads) read.mockRestore();
  });

  it('of parts and joins has what is in the ranges, where they are', async () => {
    await write('a', {
      events: [
        { what: 'paused', atMs: 100, lastedMs: 1 },
        { what: 'stalled', atMs: 500, untilMs: 1500 },
        { what: 'paused', atMs: 1900, lastedMs: 2 },
      ],
    });
    await write('b');
    const { durationMs, peaks, slices, events } = await readTimeline(
      recordingRow('c', {
        ranges: [
          { mediaId: 'b', startMs: 2000 },
          { mediaId: 'a', startMs: 1000, endMs: 2500 },
        ],
      }),
    );
    expect(durationMs).toBe(2500);
    expect([...(peaks ?? [])]).toEqual([...counting(20, 30), ...counting(10, 25)]);
    expect([...slices.bytes]).toEqual([300, 200, 300]);
    expect([...slices.startMs]).toEqual([0, 1000, 2000]);
    expect([...slices.endMs]).toEqual([1000, 2000, 2500]);
    expect(events).toEqual([
      { what: 'stalled', atMs: 1000, untilMs: 1500 },
      { what: 'paused', atMs: 1900, lastedMs: 2 },
    ]);
  });

  it('of a part begins with the chapter that is running there, which is listed once', async () => {
    const events = [0, 800, 1500].map((atMs) => ({ what: 'chapter', atMs, label: `At ${atMs}` }) as const);
    await write('a', { events });
    const chaptersIn = async (...ranges: readonly object[]) => {
      const all = ranges.map((range) => ({ mediaId: 'a', ...range }));
      const timeline = await readTimeline(recordingRow('c', { ranges: all }));
      return timeline.events.map(({ atMs, ...event }) => [atMs, 'label' in event ? event.label : event.what]);
    };
    expect(await chaptersIn({ startMs: 1000, endMs: 2000 })).toEqual([
      [0, 'At 800'],
      [500, 'At 1500'],
    ]);
    expect(await chaptersIn({ startMs: 800, endMs: 1500 })).toEqual([[0, 'At 800']]);
    expect(await chaptersIn({ endMs: 1000 }, { startMs: 1200, endMs: 1600 })).toEqual([
      [0, 'At 0'],
      [800, 'At 800'],
      [1300, 'At 1500'],
    ]);
    expect(await chaptersIn({ startMs: 2000 }, { startMs: 1000, endMs: 1100 })).toEqual([
      [0, 'At 1500'],
      [1000, 'At 800'],
    ]);
  });

  it('of a piece that was encoded again and what follows it has each chapter and condition once', async () => {
    const lasting = (untilMs: number) => ({ what: 'stalled', atMs: 0, untilMs }) as const;
    const chapter = (atMs: number, more: object) => ({ what: 'chapter', atMs, ...more }) as const;
    await write('a', {
      events: [chapter(0, { label: 'One' }), { ...lasting(1500), atMs: 200 }, chapter(1800, {})],
    });
    await write('p', { events: [chapter(0, { label: 'One', continued: true }), lasting(500)] });
    const read = async (...ranges: MediaRange[]) =>
      (await readTimeline(recordingRow('c', { ranges }))).events;
    const piece = { mediaId: 'p', endMs: 500 };
    const rest = { mediaId: 'a', startMs: 1000, endMs: 2000, continues: true } as const;
    const one = expect.objectContaining({ what: 'chapter', atMs: 0, label: 'One' });
    const stalled = { what: 'stalled', atMs: 0, untilMs: 1000 };
    expect(await read(piece, rest)).toEqual([one, stalled, chapter(1300, {})]);
    expect(await read(rest), 'without its piece').toEqual([
      one,
      { ...stalled, untilMs: 500 },
      chapter(800, {}),
    ]);
    // Two recordings whose chapters have the same title.
    expect(await read({ mediaId: 'a', endMs: 100 }, { mediaId: 'a', endMs: 100 })).toEqual([
      chapter(0, { label: 'One' }),
      chapter(100, { label: 'One' }),
    ]);
  });

  it('has the pause that it ended in, and what lasted to its end, also in a part that begins later', async () => {
    const paused = { what: 'paused', atMs: 3000 };
    const gone = { what: 'microphone-gone', atMs: 500 };
    await write('a', { events: [gone, paused] });
    const lasting = { ...gone, untilMs: 3000 };
    expect((await readTimeline(recordingRow('a'))).events).toEqual([lasting, paused]);
    const eventsIn = async (range: object) =>
      (await readTimeline(recordingRow('c', { ranges: [{ mediaId: 'a', ...range }] }))).events;
    expect(await eventsIn({ startMs: 1000, endMs: 2000 })).toEqual([{ ...gone, atMs: 0, untilMs: 1000 }]);
    expect(await eventsIn({ startMs: 2000 })).toEqual([
      { ...gone, atMs: 0, untilMs: 1000 },
      { ...paused, atMs: 1000 },
    ]);
  });

  it('counts drafts as parts of their slice, and what an earlier version packed without sizes', async () => {
    const database = await openDatabase();
    await database.put('media', mediaRow('a', { lastCommitMs: 9 }));
    for (const [sequence, coversMs, commitBeforeMs] of [
      [4, 5000, undefined],
      [4.1, 5500, 2],
      [4.2, 6000, 5],
      [5, 6500, 3],
    ] as const) {
      const before = commitBeforeMs === undefined ? {} : { commitBeforeMs };
      const row = { recordingId: 'a', sequence, blob: blob(10), coversMs, totalBytes: 1, ...before };
      await database.put('slices', row);
    }
    const { slices, peaks } = await readTimeline(recordingRow('a'));
    expect([...slices.counts]).toEqual([5, 1]);
    expect([...slices.bytes]).toEqual([10, 30]);
    expect([...slices.startMs]).toEqual([0, 5000]);
    expect([...slices.commitMs]).toEqual([2, 9]);
    expect(peaks).toBeUndefined();
  });

  it('has peaks that were measured later, as long as the recording exists', async () => {
    await write('a');
    const database = await openDatabase();
    for (const row of await database.getAll('slices')) {
      const { peaks: _, ...older } = row;
      await database.put('slices', older);
    }
    await savePeaks('a', Uint8Array.of(1, 2));
    expect((await readTimeline(recordingRow('a'))).peaks).toEqual(Uint8Array.of(1, 2));
    expect((await readTimeline(recordingRow('a', { hasAudio: false }))).peaks).toBeUndefined();
    await database.put('thumbnails', { recordingId: peaksKey('a'), peaks: [1, 2] } as never);
    expect(await readPeaks('a'), 'a row that is damaged').toBeUndefined();
    await deleteRecording('a');
    expect(await readPeaks('a')).toBeUndefined();
    await savePeaks('a', Uint8Array.of(1, 2));
    expect(await readPeaks('a')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { createSliceCollector, type PendingSlice, type SliceCollector } from './collector';

const data = (bytes: number) => new Blob([new Uint8Array(bytes)]);

function setUp(container: 'webm' | 'mp4', timesliceMs: number | null) {
  const emitted: PendingSlice[] = [];
  let requests = 0;
  const collector = createSliceCollector({
    container,
    timesliceMs,
    requestData: () => {
      requests += 1;
    },
    emit: (slice) => emitted.push(slice),
  });
  return {
    collector,
    slices: () =>
      emitted.filter(({ isDraft }) => !isDraft).map(({ blob, coversMs }) => [blob.size, coversMs]),
    drafts: () => emitted.filter(({ isDraft }) => isDraft).map(({ blob, coversMs }) => [blob.size, coversMs]),
    requests: () => requests,
  };
}

describe('the collector for WebM', () => {
  it('makes a slice of each event that brings data', () => {
    const { collector, slices } = setUp('webm', 250);
    expect(collector.recorderTimesliceMs).toBe(250);
    collector.add(data(1), 260, false);
    collector.add(data(0), 300, false);
    collector.add(data(7), 520, false);
    collector.add(data(3), 600, true);
    expect(slices()).toEqual([
      [1, 260],
      [7, 520],
      [3, 600],
    ]);
  });

  it('starts the recorder without a timeslice if there is none, and passes a request on', () => {
    const { collector, requests } = setUp('webm', null);
    expect(collector.recorderTimesliceMs).toBeUndefined();
    collector.requestData();
    expect(requests()).toBe(1);
  });
});

describe('the drafts of a long timeslice in WebM', () => {
  it('are requested every second, and the slice is the rest when the timeslice has passed', () => {
    const { collector, slices, drafts } = setUp('webm', 5000);
    expect(collector.recorderTimesliceMs).toBe(5000);
    expect(collector.hasDrafts).toBe(true);
    collector.requestDraft();
    collector.add(data(10), 1005, false);
    collector.requestDraft();
    collector.add(data(20), 2005, false);
    expect(slices()).toEqual([]);
    collector.add(data(5), 5020, false);
    collector.add(data(7), 6000, true);
    expect(drafts()).toEqual([
      [10, 1005],
      [20, 2005],
    ]);
    expect(slices()).toEqual([
      [5, 5020],
      [7, 6000],
    ]);
  });

  it('end when the user saves', () => {
    const { collector, slices } = setUp('webm', 5000);
    collector.requestDraft();
    collector.add(data(10), 1005, false);
    collector.requestData();
    collector.add(data(1), 1500, false);
    expect(slices()).toEqual([[1, 1500]]);
  });

  it('do not end the slice if the recorder stops before the data of one has come', () => {
    const { collector, slices, drafts } = setUp('webm', 5000);
    collector.requestDraft();
    collector.add(data(10), 1005, true);
    collector.add(data(2), 1006, true);
    expect(drafts()).toEqual([[10, 1005]]);
    expect(slices()).toEqual([[2, 1006]]);
  });

  it('are made of a short timeslice only on request, and never without one', () => {
    const [short, none] = [setUp('webm', 1000), setUp('webm', null)];
    expect(short.collector.hasDrafts).toBe(false);
    expect(none.collector.hasDrafts).toBe(false);
    short.collector.requestDraft();
    none.collector.requestDraft();
    expect([short.requests(), none.requests()]).toEqual([1, 0]);
    short.collector.add(data(3), 700, false);
    short.collector.add(data(2), 1010, false);
    expect(short.drafts()).toEqual([[3, 700]]);
    expect(short.slices()).toEqual([[2, 1010]]);
  });
});

describe('the collector for MP4', () => {
  /** The browser sends the first piece that the muxer wrote, and on request the others. */
  const write = (collector: SliceCollector, [first, ...others]: readonly number[], elapsedMs: number) => {
    collector.add(data(first ?? 0), elapsedMs, false);
    collector.add(data(others.reduce((sum, size) => sum + size, 0)), elapsedMs + 5, false);
  };

  it('requests the pieces behind the header, and makes one slice of all', () => {
    const { collector, slices, requests } = setUp('mp4', 1000);
    collector.add(data(36), 1010, false);
    expect(requests()).toBe(1);
    expect(slices()).toEqual([]);
    collector.add(data(100), 1015, false);
    expect(slices()).toEqual([[136, 1010]]);
  });

  it('keeps the file type until there is more', () => {
    const { collector, slices, drafts } = setUp('mp4', 1000);
    write(collector, [36], 150);
    expect([...slices(), ...drafts()]).toEqual([]);
    write(collector, [700, 100], 1100);
    expect(slices()).toEqual([[836, 1100]]);
  });

  it('emits a single piece with the next fragment', () => {
    const { collector, slices } = setUp('mp4', 1000);
    write(collector, [836], 1100);
    write(collector, [100], 2130);
    write(collector, [90], 3150);
    expect(slices()).toEqual([
      [936, 2130],
      [90, 3150],
    ]);
  });

  it('requests the pieces behind the first fragment if several were written together', () => {
    const { collector, slices, requests } = setUp('mp4', 1000);
    write(collector, [36, 100], 1010);
    collector.add(data(20), 2030, false);
    expect(requests()).toBe(2);
    collector.add(data(80), 2035, false);
    write(collector, [90], 3050);
    expect(requests()).toBe(3);
    expect(slices()).toEqual([
      [136, 1010],
      [100, 2030],
      [90, 3050],
    ]);
  });

  it('ends a slice with the first fragment about when it is due; those before it are drafts', () => {
    const { collector, slices, drafts } = setUp('mp4', 3000);
    write(collector, [36, 100], 1010);
    for (const elapsedMs of [2030, 2600, 3050, 4070, 5090]) write(collector, [100], elapsedMs);
    collector.add(data(100), 5991, true);
    expect(slices()).toEqual([
      [100, 3050],
      [100, 5991],
    ]);
    expect(drafts()).toEqual([
      [136, 1010],
      [100, 2030],
      [100, 2600],
      [100, 4070],
      [100, 5090],
    ]);
  });

  it('emits all it holds when the user saves, and claims no more than complete fragments', () => {
    const { collector, slices, drafts } = setUp('mp4', null);
    write(collector, [36, 100], 1010);
    write(collector, [100], 2030);
    collector.requestData();
    collector.add(data(0), 2500, false);
    expect(slices()).toEqual([[236, 2030]]);
    expect(drafts()).toEqual([]);
    collector.requestData();
    collector.add(data(0), 2600, false);
    expect(slices()).toHaveLength(1);
  });

  it('loses nothing of a fragment that comes as the user saves', () => {
    const { collector, slices, drafts } = setUp('mp4', 1000);
    write(collector, [36, 100], 1010);
    collector.requestData();
    // Written before the request reached the browser.
    collector.add(data(20), 2030, false);
    collector.add(data(80), 2031, false);
    collector.add(data(0), 2035, false);
    expect(slices()).toEqual([
      [136, 1010],
      [20, 1010],
    ]);
    expect(drafts()).toEqual([[80, 2031]]);
  });

  it('emits everything at the end, in one slice, also what was requested just before', () => {
    const { collector, slices, drafts } = setUp('mp4', 10_000);
    write(collector, [36, 100], 1010);
    collector.add(data(30), 1700, false);
    collector.add(data(20), 1705, true);
    collector.add(data(7), 1706, true);
    expect(drafts()).toEqual([
      [136, 1010],
      [50, 1700],
    ]);
    expect(slices()).toEqual([[7, 1706]]);
  });

  it('accepts a recording that ends before its first fragment', () => {
    const { collector, slices } = setUp('mp4', 1000);
    collector.add(data(200), 400, true);
    expect(slices()).toEqual([[200, 400]]);
  });
});

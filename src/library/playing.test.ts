import { describe, expect, it } from 'vitest';
import type { Timeline } from '../domain/timeline';
import { createMediaAccess } from '../files/media-access';
import type { EndUse } from '../storage/locks';
import { createAttempts } from './attempts';
import { createMediaOpening } from './media-opening';
import { createOpened } from './opened';
import { createPlaying } from './playing';
import { row, settled } from './testing/world';

/** Plays recordings; `clip` has originals, and its file is never made. */
function setUp(originals = new Blob(['originals'])) {
  const inUse: string[] = [];
  const urls = new Set<string>();
  let made = 0;
  /** What the next use of originals waits for. */
  const gate = { pass: async (): Promise<void> => undefined };
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const access = createMediaAccess({
    async useMedia({ ranges: [range] }): Promise<EndUse> {
      const id = range?.mediaId ?? '';
      if (inUse.includes(id)) {
        asked();
        await gate.pass();
      }
      inUse.push(id);
      return async () => void inUse.splice(inUse.indexOf(id), 1);
    },
    urls: {
      create() {
        made += 1;
        urls.add(`blob:${made}`);
        return `blob:${made}`;
      },
      revoke: (url) => urls.delete(url),
    },
    download: () => undefined,
    onEnd: async () => undefined,
  });
  const opening = createMediaOpening({
    async openMedia({ id }, watch) {
      if (id === 'clip') {
        watch?.originals?.({ file: originals, spans: [{ startMs: 2000, endMs: 4000 }] });
        await new Promise((_, reject) =>
          watch?.signal.addEventListener('abort', () => reject(watch.signal.reason)),
        );
      }
      return { file: new Blob(['file']), damage: undefined };
    },
    onInspected: () => undefined,
  });
  const [attempts, opened] = [createAttempts(), createOpened()];
  const reading = { timeline: (): Promise<Timeline> => Promise.reject(new Error('It plays without it')) };
  /** The time of a wait is over at once. */
  const later = (_ms: number, task: () => void) => {
    queueMicrotask(task);
    return () => undefined;
  };
  const readTimeline = () => reading.timeline();
  const play = createPlaying({ take: access.take, readTimeline, later, access, opening, attempts, opened });
  return { play, opened, attempts, inUse, urls, gate, isAsked, reading };
}

describe('a clip that can be played from its originals', () => {
  it('makes way for what the user plays meanwhile', async () => {
    const { play, opened, attempts, inUse, urls, gate, isAsked } = setUp();
    let goOn: () => void = () => undefined;
    gate.pass = () =>
      new Promise((resolve) => {
        goOn = resolve;
      });
    const begun = play(row('clip'));
    await isAsked;
    const next = play(row('a'));
    goOn();
    await Promise.all([begun, next]);
    await settled();
    expect(opened.open.value).toMatchObject({ what: 'video', id: 'a' });
    expect([inUse, urls.size]).toEqual([['a'], 1]);
    expect(attempts.failure.value).toBeUndefined();
  });

  it('opens without its timeline if that takes long, and has it later', async () => {
    const { play, opened, reading } = setUp();
    let read: (timeline: Timeline) => void = () => undefined;
    reading.timeline = () =>
      new Promise((resolve) => {
        read = resolve;
      });
    await play(row('clip'));
    const { value: open } = opened.open;
    if (open?.what !== 'video') throw new Error('It is not played');
    expect(open.timeline.value).toBeUndefined();
    const known = { durationMs: 2000 } as Timeline;
    read(known);
    await settled();
    expect(open.timeline.value).toBe(known);
  });

  it('is not held if they can’t be used', async () => {
    const { play, opened, attempts, inUse, urls, gate } = setUp();
    gate.pass = async () => {
      throw new DOMException('No lock', 'InvalidStateError');
    };
    await play(row('clip'));
    await settled();
    expect(attempts.failure.value?.code).toBe('storage-failed');
    expect(opened.open.value).toBeUndefined();
    expect([inUse, urls.size]).toEqual([[], 0]);
  });

  it('is not held if they are empty', async () => {
    const { play, opened, inUse, urls } = setUp(new Blob());
    await play(row('clip'));
    await settled();
    expect(opened.open.value).toBeUndefined();
    expect([inUse, urls.size]).toEqual([[], 0]);
  });
});

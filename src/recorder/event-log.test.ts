import { describe, expect, it } from 'vitest';
import type { MediaEvent } from '../domain/media-event';
import { createEventLog } from './event-log';

function setUp() {
  const clock = { elapsedMs: 0, now: 0 };
  const writes: (readonly MediaEvent[])[] = [];
  const log = createEventLog({
    elapsedMs: () => clock.elapsedMs,
    now: () => clock.now,
    onChange: (events) => writes.push(events),
  });
  const at = (ms: number) => {
    clock.elapsedMs = ms;
    clock.now = ms;
  };
  return { log, clock, writes, at, events: () => writes.at(-1) };
}

const microphone = (state: 'live' | 'silent' | 'gone', label = 'Desk') => ({
  microphone: { label, muted: false, state },
});

describe('the events of a recording', () => {
  it('are pauses, with the time that they lasted', () => {
    const { log, clock, events, at } = setUp();
    at(2000);
    log.paused();
    log.paused();
    expect(events()).toEqual([{ what: 'paused', atMs: 2000 }]);
    clock.now = 9000;
    log.resumed();
    log.resumed();
    expect(events()).toEqual([{ what: 'paused', atMs: 2000, lastedMs: 7000 }]);
  });

  it('are conditions from when they hold until they don’t; what is not known changes nothing', () => {
    const { log, writes, events, at } = setUp();
    log.follow({ stalled: false, ...microphone('live') });
    expect(writes).toEqual([]);
    at(1000);
    log.follow(microphone('gone'));
    log.follow({ stalled: true });
    at(3000);
    log.follow(microphone('live'));
    expect(events()).toEqual([
      { what: 'microphone-gone', atMs: 1000, untilMs: 3000 },
      { what: 'stalled', atMs: 1000 },
    ]);
  });

  it('name another microphone, not the first one', () => {
    const { log, events, at } = setUp();
    log.follow(microphone('live'));
    at(500);
    log.follow(microphone('gone', 'Headset'));
    at(600);
    log.follow(microphone('live', 'Headset'));
    expect(events()).toEqual([
      { what: 'microphone-gone', atMs: 500, untilMs: 600 },
      { what: 'microphone-changed', atMs: 600, label: 'Headset' },
    ]);
  });

  it('are no more than a row can bear', () => {
    const { log, events, at } = setUp();
    for (let ms = 0; ms < 2000; ms += 1) {
      at(ms);
      log.follow({ stalled: ms % 2 === 0 });
    }
    expect(events()).toHaveLength(500);
    expect(events()?.every(({ untilMs }) => untilMs !== undefined)).toBe(true);
  });
});

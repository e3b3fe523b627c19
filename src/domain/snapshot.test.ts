import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DiskSpace } from './disk-space';
import type { FormatId } from './format';
import type { Source } from './options';
import type { TabReference, TabState } from './plan';
import { isNewer } from './revision';
import {
  createRevisions,
  type OpenTab,
  type Progress,
  type RecorderSnapshot,
  type Rescue,
  revisionAfter,
  snapshotSchema,
  stallLimitMs,
} from './snapshot';

const full: RecorderSnapshot = {
  revision: [1, 0, 2],
  session: { state: 'recording', recordingId: 'a' },
  progress: {
    source: 'tab',
    container: 'webm',
    timesliceMs: null,
    elapsedMs: 5000,
    measuredAt: 1,
    bytes: 1,
    sliceCount: 5,
    safeMs: 4900,
    savedAt: 1,
    stalled: false,
    unanswered: false,
    disk: { freeBytes: 1, lastsMs: 1, low: false },
    microphone: { label: 'Desk', muted: false, state: 'live' },
    inset: { shown: true, state: 'live' },
    sourceSound: true,
  },
  tab: { id: 7, windowId: 1, title: 'Lesson', crashed: false, muted: true },
  opening: true,
  rescues: [
    {
      recordingId: 'a',
      name: 'b',
      format: 'webm-vp9',
      url: 'blob:1',
      bytes: 3,
      unsavedBytes: 1,
      isWhole: true,
    },
  ],
  countdownEndsAt: 3000,
};
const cause = { failure: { code: 'disk-full', detail: 'why' }, limit: { what: 'size', bytes: 1 } } as const;

describe('a snapshot', () => {
  it.each([
    full,
    {
      revision: [1, 1, 1],
      session: { state: 'inactive', last: { recordingId: 'a', saved: true, ...cause } },
    },
    { revision: [1, 0, 1], session: { state: 'stopping', recordingId: 'a', ...cause } },
    { revision: [0, 0, 0], session: { state: 'inactive' } },
  ] satisfies RecorderSnapshot[])('is read as it was written: %j', (snapshot) => {
    expect(v.parse(snapshotSchema, JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
  });

  it('is read without fields of another version', () => {
    expect(v.parse(snapshotSchema, { ...full, later: 1 })).toEqual(full);
  });

  it.each([
    undefined,
    'recording',
    { session: full.session },
    { ...full, revision: [1, 2] },
    { ...full, revision: [1, 2, 3] },
    { ...full, session: { state: 'recording' } },
    { ...full, session: { state: 'stopping', recordingId: 'a', failure: { code: 'new' } } },
    { ...full, progress: {} },
  ])('is refused if it makes no sense: %j', (value) => {
    expect(v.is(snapshotSchema, value)).toBe(false);
  });

  it('has the types of its parts', () => {
    expectTypeOf<Progress['source']>().toEqualTypeOf<Source>();
    expectTypeOf<Rescue['format']>().toEqualTypeOf<FormatId>();
    expectTypeOf<Progress['disk']>().toEqualTypeOf<DiskSpace | undefined>();
    expectTypeOf<TabReference & TabState>().toExtend<OpenTab>();
    expectTypeOf<OpenTab>().toExtend<TabReference & TabState>();
  });
});

describe('the revision of a snapshot', () => {
  it('rises while a recorder lives, once it is gone, and with the next recorder', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1 }), (recorders) => {
        const revisions = recorders.flatMap((snapshots, recorder) => {
          const next = createRevisions(recorder + 1);
          const own = Array.from({ length: snapshots + 1 }, next);
          const [last = next()] = own.slice(-1);
          return [...own, revisionAfter(last), revisionAfter(revisionAfter(last))];
        });
        for (const [index, revision] of revisions.slice(1).entries())
          expect(isNewer(revision, revisions[index] ?? [])).toBe(true);
      }),
    );
  });

  it('is that of the end even if the service worker missed the last snapshots', () => {
    const next = createRevisions(1);
    const known = next();
    expect(isNewer(revisionAfter(known), next())).toBe(true);
  });
});

describe('stallLimitMs', () => {
  it('is twice the cadence and two seconds, and nothing without a timeslice', () => {
    expect(stallLimitMs('webm', 250)).toBe(2500);
    expect(stallLimitMs('mp4', 250)).toBe(4000);
    expect(stallLimitMs('webm', 3_600_000), 'of its drafts').toBe(4000);
    expect(stallLimitMs('webm', null)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { failure } from '../domain/failure';
import type { Notices } from '../domain/notices';
import type { Progress, RecorderSnapshot } from '../domain/snapshot';
import { appearanceOf } from './appearance';

type Content = Omit<RecorderSnapshot & Partial<Notices>, 'revision'>;

/** The button for what the recorder and the service worker say. */
function appearance({ refusal, refusedTab, saved, recovered = [], ...snapshot }: Content, now: number) {
  const notices: Notices = {
    revision: [1],
    recovered,
    ...(refusal === undefined ? {} : { refusal }),
    ...(refusedTab === undefined ? {} : { refusedTab }),
    ...(saved === undefined ? {} : { saved }),
  };
  return appearanceOf({ snapshot: { revision: [1, 0, 1], ...snapshot }, notices }, now);
}

const recording: Content = { session: { state: 'recording', recordingId: 'a' } };
const idle: Content = { session: { state: 'inactive' } };
const ended = (code: Parameters<typeof failure>[0]): Content => ({
  session: { state: 'inactive', last: { recordingId: 'a', saved: true, failure: failure(code) } },
});

it('has a look for each state', () => {
  expect(appearance(idle, 0)).toMatchObject({ icon: 'idle', badge: undefined, title: 'titleIdle' });
  expect(appearance({ session: { state: 'starting', recordingId: 'a' } }, 0)).toMatchObject({
    icon: 'idle',
    badge: 'badgeStarting',
  });
  expect(appearance(recording, 0)).toMatchObject({ icon: 'recording', badge: 'badgeRecording' });
  expect(appearance({ session: { state: 'paused', recordingId: 'a' } }, 0)).toMatchObject({
    icon: 'paused',
    badge: 'badgePaused',
  });
});

it('warns of a stalled recording before anything else', () => {
  const stalled = { ...recording, progress: { stalled: true } as Progress };
  expect(appearance(stalled, 0)).toMatchObject({ badge: 'badgeFailed', title: 'titleStalled' });
});

it('warns that the disk is almost full', () => {
  const low = { ...recording, progress: { disk: { freeBytes: 1, lastsMs: 1, low: true } } as Progress };
  expect(appearance(low, 0)).toMatchObject({
    badge: 'badgeRecording',
    color: 'amber',
    title: 'titleDiskLow',
  });
});

it('warns of a microphone without a signal', () => {
  const looks = (['live', 'silent', 'gone'] as const).map((state) => {
    const microphone = { label: 'Desk', muted: false, state };
    return appearance({ ...recording, progress: { microphone } as Progress }, 0);
  });
  expect(looks.map(({ title }) => title)).toEqual([
    'titleRecording',
    'titleMicrophoneSilent',
    'titleMicrophoneGone',
  ]);
  expect(looks.map(({ badge }) => badge)).toEqual(['badgeRecording', 'badgeFailed', 'badgeFailed']);
});

it('says that the microphone is muted, unless it is gone', () => {
  const looks = (['live', 'gone'] as const).map((state) => {
    const microphone = { label: 'Desk', muted: true, state };
    return appearance({ ...recording, progress: { microphone } as Progress }, 0);
  });
  expect(looks).toMatchObject([
    { icon: 'recording', badge: 'badgeMuted', color: 'amber', title: 'titleMicrophoneMuted' },
    { badge: 'badgeFailed', title: 'titleMicrophoneGone' },
  ]);
});

it.each([
  ['paused', {}, { badge: 'badgePaused', title: 'titlePausedMuted' }],
  ['recording', { disk: { low: true } }, { badge: 'badgeMuted', color: 'amber', title: 'titleDiskLowMuted' }],
] as const)('says that the microphone is muted while %s with %j', (state, more, look) => {
  const session = { state, recordingId: 'a' } as const;
  const withMicrophone = (microphone: object) =>
    appearance({ session, progress: { ...more, microphone } as Progress }, 0);
  expect(withMicrophone({ label: 'Desk', muted: true, state: 'live' })).toMatchObject(look);
  for (const loud of [
    { label: 'Desk', muted: false, state: 'live' },
    { label: 'Desk', muted: true, state: 'gone' },
  ])
    expect(withMicrophone(loud).title).not.toContain('Muted');
});

it('says that a recording failed, or that a command was refused', () => {
  expect(appearance(ended('encoder-failed'), 0)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleFailed',
  });
  expect(appearance({ ...idle, refusal: failure('not-recording') }, 0)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleRefused',
  });
});

it('shows no warning for what the user did on purpose, and no refusal during a recording', () => {
  expect(appearance(ended('permission-dismissed'), 0).badge).toBeUndefined();
  expect(appearance({ ...recording, refusal: failure('already-recording') }, 0).badge).toBe('badgeRecording');
});

describe('a recording that has just ended', () => {
  const saved = { recordingId: 'a', name: 'Lesson', durationMs: 31_000, hasPicture: true, seen: false };
  const green = { icon: 'idle', badge: 'badgeSaved', color: 'green', title: 'titleSaved', titleMs: 31_000 };
  const reached: Content = {
    session: {
      state: 'inactive',
      last: { recordingId: 'a', saved: true, limit: { what: 'time', ms: 1000 } },
    },
  };

  it.each([
    ['stopped by the user', idle],
    ['stopped by a limit', reached],
    ['ended by a closed tab', ended('tab-closed')],
    ['ended by an unplugged camera', ended('camera-gone')],
    ['ended by an unplugged microphone', ended('microphone-gone')],
  ])('%s is saved, until the user has seen it', (_how, content) => {
    expect(appearance({ ...content, saved }, 0)).toEqual(green);
    expect(appearance({ ...content, saved: { ...saved, seen: true } }, 0).badge).toBeUndefined();
  });

  it.each(['encoder-failed', 'disk-full', 'storage-failed'] as const)(
    'ended by a fault (%s) stays a warning, and says how much is saved',
    (code) => {
      const failed = { icon: 'idle', badge: 'badgeFailed', color: 'red' };
      for (const seen of [false, true])
        expect(appearance({ ...ended(code), saved: { ...saved, seen } }, 0)).toEqual({
          ...failed,
          title: 'titleFailedSaved',
          titleMs: 31_000,
        });
      expect(appearance(ended(code), 0)).toEqual({ ...failed, title: 'titleFailed' });
      const other = { ...saved, recordingId: 'b' };
      expect(appearance({ ...ended(code), saved: other }, 0)).toEqual({ ...failed, title: 'titleFailed' });
    },
  );

  it('ended before anything was saved is a warning', () => {
    const last = { recordingId: 'a', saved: false, failure: failure('tab-closed') } as const;
    expect(appearance({ session: { state: 'inactive', last } }, 0)).toMatchObject({
      badge: 'badgeFailed',
      title: 'titleFailed',
    });
  });
});

it('shows a refusal that is about a tab on that tab alone', () => {
  const refusal = failure('tab-not-capturable');
  expect(appearance({ ...idle, refusal, refusedTab: { tabId: 7, at: 1 } }, 0).badge).toBeUndefined();
});

it('names the recovered recording, until a later one has failed', () => {
  const recovered = [{ recordingId: 'a', name: 'Lesson', durationMs: 724_000, hasPicture: true }];
  const isRecovered = { icon: 'idle', badge: 'badgeRecovered', title: 'titleRecovered', titleMs: 724_000 };
  expect(appearance({ ...idle, recovered }, 0)).toMatchObject(isRecovered);
  expect(appearance({ ...ended('recorder-gone'), recovered }, 0)).toMatchObject(isRecovered);
  expect(appearance({ ...recording, recovered }, 0).badge).toBe('badgeRecording');
  const other = [{ recordingId: 'b', name: 'Lesson', durationMs: 1, hasPicture: true }];
  expect(appearance({ ...ended('disk-full'), recovered: other }, 0).title).toBe('titleFailed');
});

it('shows a crashed tab rather than the stall that follows', () => {
  const tab = { id: 7, windowId: 1, crashed: true, muted: false };
  const crashed = { ...recording, tab, progress: { stalled: true } as Progress };
  expect(appearance(crashed, 0)).toMatchObject({ badge: 'badgeFailed', title: 'titleTabCrashed' });
});

it('counts down, in whole seconds', () => {
  const starting: Content = { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: 3000 };
  const secondsAt = (now: number) => appearance(starting, now).seconds;
  expect([0, 1020, 1990, 2990].map(secondsAt)).toEqual([3, 2, 1, 1]);
});

import { expect, it } from 'vitest';
import { failure } from '../domain/failure';
import type { Progress, Snapshot } from '../domain/snapshot';
import { appearanceOf } from './appearance';

const recording: Snapshot = { session: { state: 'recording', recordingId: 'a' } };
const idle: Snapshot = { session: { state: 'inactive' } };
const ended = (code: Parameters<typeof failure>[0]): Snapshot => ({
  session: { state: 'inactive', last: { recordingId: 'a', saved: true, failure: failure(code) } },
});

it('has a look for each state', () => {
  expect(appearanceOf(idle, false, 0)).toMatchObject({ icon: 'idle', badge: undefined, title: 'titleIdle' });
  expect(appearanceOf(idle, true, 0)).toMatchObject({ badge: 'badgeReady', title: 'titleReady' });
  expect(appearanceOf({ session: { state: 'starting', recordingId: 'a' } }, false, 0)).toMatchObject({
    icon: 'idle',
    badge: 'badgeStarting',
  });
  expect(appearanceOf(recording, false, 0)).toMatchObject({ icon: 'recording', badge: 'badgeRecording' });
  expect(appearanceOf({ session: { state: 'paused', recordingId: 'a' } }, false, 0)).toMatchObject({
    icon: 'paused',
    badge: 'badgePaused',
  });
});

it('warns of a stalled recording before anything else', () => {
  const stalled = { ...recording, progress: { stalled: true } as Progress };
  expect(appearanceOf(stalled, true, 0)).toMatchObject({ badge: 'badgeFailed', title: 'titleStalled' });
});

it('warns that the disk is almost full', () => {
  const low = { ...recording, progress: { disk: { freeBytes: 1, lastsMs: 1, low: true } } as Progress };
  expect(appearanceOf(low, false, 0)).toMatchObject({
    badge: 'badgeRecording',
    color: 'amber',
    title: 'titleDiskLow',
  });
});

it('warns of a microphone that is not heard', () => {
  const looks = (['live', 'silent', 'gone'] as const).map((state) => {
    const microphone = { label: 'Desk', muted: false, state };
    return appearanceOf({ ...recording, progress: { microphone } as Progress }, false, 0);
  });
  expect(looks.map(({ title }) => title)).toEqual([
    'titleRecording',
    'titleMicrophoneSilent',
    'titleMicrophoneGone',
  ]);
  expect(looks.map(({ badge }) => badge)).toEqual(['badgeRecording', 'badgeFailed', 'badgeFailed']);
});

it('says that a recording failed, or that a wish was refused', () => {
  expect(appearanceOf(ended('encoder-failed'), false, 0)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleFailed',
  });
  expect(appearanceOf({ ...idle, notice: failure('not-recording') }, true, 0)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleRefused',
  });
});

it('does not cry over what the person did on purpose, or disturb a recording with a refusal', () => {
  expect(appearanceOf(ended('permission-dismissed'), false, 0).badge).toBeUndefined();
  expect(appearanceOf({ ...recording, notice: failure('already-recording') }, false, 0).badge).toBe(
    'badgeRecording',
  );
});

it('says what was found again, until a later recording has failed', () => {
  const found = [{ recordingId: 'a', durationMs: 724_000 }];
  const isFound = { icon: 'idle', badge: 'badgeFound', title: 'titleFound', titleMs: 724_000 };
  expect(appearanceOf({ ...idle, found }, false, 0)).toMatchObject(isFound);
  expect(appearanceOf({ ...ended('recorder-gone'), found }, false, 0)).toMatchObject(isFound);
  expect(appearanceOf({ ...recording, found }, false, 0).badge).toBe('badgeRecording');
  const other = [{ recordingId: 'b', durationMs: 1 }];
  expect(appearanceOf({ ...ended('disk-full'), found: other }, false, 0).title).toBe('titleFailed');
});

it('tells of a crashed tab rather than of the silence that follows', () => {
  const crashed = { ...recording, progress: { stalled: true, tabCrashed: true } as Progress };
  expect(appearanceOf(crashed, false, 0)).toMatchObject({ badge: 'badgeFailed', title: 'titleTabCrashed' });
});

it('counts down, in whole seconds', () => {
  const starting: Snapshot = { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: 3000 };
  const secondsAt = (now: number) => appearanceOf(starting, false, now).seconds;
  expect([0, 1020, 1990, 2990].map(secondsAt)).toEqual([3, 2, 1, 1]);
});

it('says that a recording stopped where the person wanted it to', () => {
  const last = { recordingId: 'a', saved: true, limit: { what: 'time', ms: 60_000 } } as const;
  expect(appearanceOf({ session: { state: 'inactive', last } }, false, 0)).toMatchObject({
    badge: 'badgeReached',
    title: 'titleReached',
  });
});

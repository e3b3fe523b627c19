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
  expect(appearanceOf(idle, false)).toMatchObject({ icon: 'idle', badge: undefined, title: 'titleIdle' });
  expect(appearanceOf(idle, true)).toMatchObject({ badge: 'badgeReady', title: 'titleReady' });
  expect(appearanceOf({ session: { state: 'starting', recordingId: 'a' } }, false)).toMatchObject({
    icon: 'idle',
    badge: 'badgeStarting',
  });
  expect(appearanceOf(recording, false)).toMatchObject({ icon: 'recording', badge: 'badgeRecording' });
  expect(appearanceOf({ session: { state: 'paused', recordingId: 'a' } }, false)).toMatchObject({
    icon: 'paused',
    badge: 'badgePaused',
  });
});

it('warns of a stalled recording before anything else', () => {
  const stalled = { ...recording, progress: { stalled: true } as Progress };
  expect(appearanceOf(stalled, true)).toMatchObject({ badge: 'badgeFailed', title: 'titleStalled' });
});

it('says that a recording failed, or that a wish was refused', () => {
  expect(appearanceOf(ended('encoder-failed'), false)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleFailed',
  });
  expect(appearanceOf({ ...idle, notice: failure('not-recording') }, true)).toMatchObject({
    badge: 'badgeFailed',
    title: 'titleRefused',
  });
});

it('does not cry over what the person did on purpose, or disturb a recording with a refusal', () => {
  expect(appearanceOf(ended('permission-dismissed'), false).badge).toBeUndefined();
  expect(appearanceOf({ ...recording, notice: failure('already-recording') }, false).badge).toBe(
    'badgeRecording',
  );
});

it('says what was found again, until a later recording has failed', () => {
  const found = [{ recordingId: 'a', durationMs: 724_000 }];
  const isFound = { icon: 'idle', badge: 'badgeFound', title: 'titleFound', titleMs: 724_000 };
  expect(appearanceOf({ ...idle, found }, false)).toMatchObject(isFound);
  expect(appearanceOf({ ...ended('recorder-gone'), found }, false)).toMatchObject(isFound);
  expect(appearanceOf({ ...recording, found }, false).badge).toBe('badgeRecording');
  const other = [{ recordingId: 'b', durationMs: 1 }];
  expect(appearanceOf({ ...ended('disk-full'), found: other }, false).title).toBe('titleFailed');
});

it('tells of a crashed tab rather than of the silence that follows', () => {
  const crashed = { ...recording, progress: { stalled: true, tabCrashed: true } as Progress };
  expect(appearanceOf(crashed, false)).toMatchObject({ badge: 'badgeFailed', title: 'titleTabCrashed' });
});

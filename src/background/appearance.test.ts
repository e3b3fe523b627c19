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

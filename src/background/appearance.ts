import type { Failure } from '../domain/failure';
import type { Outcome } from '../domain/session';
import type { FoundRecording, MicrophoneProgress, Snapshot } from '../domain/snapshot';

/** What the toolbar button shows, in names that `toolbar` turns into texts and pictures. */
export interface Appearance {
  readonly icon: 'idle' | 'recording' | 'paused';
  readonly badge:
    | 'badgeStarting'
    | 'badgeRecording'
    | 'badgePaused'
    | 'badgeFailed'
    | 'badgeReady'
    | 'badgeFound'
    | 'badgeReached'
    | undefined;
  readonly color: 'red' | 'amber' | 'green';
  readonly title:
    | 'titleIdle'
    | 'titleStarting'
    | 'titleCountdown'
    | 'titleRecording'
    | 'titlePaused'
    | 'titleStalled'
    | 'titleTabCrashed'
    | 'titleFound'
    | 'titleReached'
    | 'titleDiskLow'
    | 'titleMicrophoneSilent'
    | 'titleMicrophoneGone'
    | 'titleFailed'
    | 'titleRefused'
    | 'titleReady';
  /** The recorded time that the title names, in ms. */
  readonly titleMs?: number;
  /** What is left of a countdown: on the badge, and in the title. */
  readonly seconds?: number;
}

/**
 * The button for a state of the recorder.
 *
 * @param ready the capture of tabs was just allowed, and waits for one more click
 * @param now in ms since the epoch
 */
export function appearanceOf(snapshot: Snapshot, ready: boolean, now: number): Appearance {
  const { session, progress, notice, countdownEndsAt, found: [found] = [] } = snapshot;
  if (progress?.tabCrashed)
    return { icon: 'recording', badge: 'badgeFailed', color: 'amber', title: 'titleTabCrashed' };
  if (progress?.stalled)
    return { icon: 'recording', badge: 'badgeFailed', color: 'amber', title: 'titleStalled' };
  switch (session.state) {
    case 'paused':
      return { icon: 'paused', badge: 'badgePaused', color: 'amber', title: 'titlePaused' };
    case 'starting':
      if (countdownEndsAt !== undefined) {
        const seconds = Math.max(1, Math.round((countdownEndsAt - now) / 1000));
        return { icon: 'idle', badge: undefined, color: 'amber', title: 'titleCountdown', seconds };
      }
      return { icon: 'idle', badge: 'badgeStarting', color: 'amber', title: 'titleStarting' };
    case 'recording':
      if (progress?.disk?.low)
        return { icon: 'recording', badge: 'badgeRecording', color: 'amber', title: 'titleDiskLow' };
      return recordingWith(progress?.microphone);
    case 'stopping':
      return { icon: 'recording', badge: 'badgeRecording', color: 'red', title: 'titleRecording' };
    case 'inactive':
      if (notice !== undefined)
        return { icon: 'idle', badge: 'badgeFailed', color: 'red', title: 'titleRefused' };
      if (found !== undefined && !isOfAnother(session.last, found)) {
        const { durationMs: titleMs } = found;
        return { icon: 'idle', badge: 'badgeFound', color: 'amber', title: 'titleFound', titleMs };
      }
      if (isBad(session.last?.failure)) {
        return { icon: 'idle', badge: 'badgeFailed', color: 'red', title: 'titleFailed' };
      }
      if (session.last?.limit !== undefined)
        return { icon: 'idle', badge: 'badgeReached', color: 'green', title: 'titleReached' };
      if (ready) return { icon: 'idle', badge: 'badgeReady', color: 'green', title: 'titleReady' };
      return { icon: 'idle', badge: undefined, color: 'red', title: 'titleIdle' };
  }
}

/** A microphone that is not heard is a warning: nobody sees the popup now. */
function recordingWith(microphone: MicrophoneProgress | undefined): Appearance {
  const warning = { icon: 'recording', badge: 'badgeFailed', color: 'amber' } as const;
  if (microphone?.state === 'gone') return { ...warning, title: 'titleMicrophoneGone' };
  if (microphone?.state === 'silent') return { ...warning, title: 'titleMicrophoneSilent' };
  return { icon: 'recording', badge: 'badgeRecording', color: 'red', title: 'titleRecording' };
}

/** Whether a recording other than the one that was found has failed, since then. */
function isOfAnother(last: Outcome | undefined, { recordingId }: FoundRecording): boolean {
  return last !== undefined && last.recordingId !== recordingId && isBad(last.failure);
}

/** To close the browser's picker is no failure to shout about. */
function isBad(failure: Failure | undefined): boolean {
  return failure !== undefined && failure.code !== 'permission-dismissed';
}

import type { Failure } from '../domain/failure';
import type { SavedRecording } from '../domain/notices';
import type { Outcome } from '../domain/session';
import type { MicrophoneProgress } from '../domain/snapshot';
import type { Shown } from './deps';

/** What the toolbar button shows, in names that `toolbar` turns into texts and icons. */
export interface Appearance {
  readonly icon: 'idle' | 'recording' | 'paused';
  readonly badge:
    | 'badgeStarting'
    | 'badgeRecording'
    | 'badgePaused'
    | 'badgeMuted'
    | 'badgeFailed'
    | 'badgeRecovered'
    | 'badgeSaved'
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
    | 'titleRecovered'
    | 'titleReached'
    | 'titleSaved'
    | 'titleDiskLow'
    | 'titleMicrophoneSilent'
    | 'titleMicrophoneGone'
    | 'titleMicrophoneMuted'
    | 'titleFailed'
    | 'titleRefused';
  /** The recorded time that the title names, in ms. */
  readonly titleMs?: number;
  /** The rest of a countdown, in s: on the badge, and in the title. */
  readonly seconds?: number;
}

/**
 * The button for a state of the recorder.
 *
 * @param now in ms since the epoch
 */
export function appearanceOf(
  { snapshot, notices }: Pick<Shown, 'snapshot' | 'notices'>,
  now: number,
): Appearance {
  const { session, progress, countdownEndsAt } = snapshot;
  const [recovered] = notices.recovered;
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
      // One about a tab is shown on that tab alone.
      if (notices.refusal !== undefined && notices.refusedTab === undefined)
        return { icon: 'idle', badge: 'badgeFailed', color: 'red', title: 'titleRefused' };
      if (recovered !== undefined && !isOfAnother(session.last, recovered)) {
        const { durationMs: titleMs } = recovered;
        return { icon: 'idle', badge: 'badgeRecovered', color: 'amber', title: 'titleRecovered', titleMs };
      }
      if (isBad(session.last?.failure)) {
        return { icon: 'idle', badge: 'badgeFailed', color: 'red', title: 'titleFailed' };
      }
      if (notices.saved?.seen === false) return savedAs(notices.saved, session.last);
      return { icon: 'idle', badge: undefined, color: 'red', title: 'titleIdle' };
  }
}

/** The recording that has just ended, until the user has seen it. */
function savedAs({ recordingId, durationMs }: SavedRecording, last: Outcome | undefined): Appearance {
  const saved = { icon: 'idle', badge: 'badgeSaved', color: 'green' } as const;
  const isStopped = last?.recordingId === recordingId && last.limit !== undefined;
  return isStopped
    ? { ...saved, title: 'titleReached' }
    : { ...saved, title: 'titleSaved', titleMs: durationMs };
}

/** A microphone without a signal is a warning: nobody sees the popup now. */
function recordingWith(microphone: MicrophoneProgress | undefined): Appearance {
  const warning = { icon: 'recording', badge: 'badgeFailed', color: 'amber' } as const;
  if (microphone?.state === 'gone') return { ...warning, title: 'titleMicrophoneGone' };
  if (microphone?.muted)
    return { icon: 'recording', badge: 'badgeMuted', color: 'amber', title: 'titleMicrophoneMuted' };
  if (microphone?.state === 'silent') return { ...warning, title: 'titleMicrophoneSilent' };
  return { icon: 'recording', badge: 'badgeRecording', color: 'red', title: 'titleRecording' };
}

/** Whether a recording other than the recovered one has failed since. */
function isOfAnother(last: Outcome | undefined, { recordingId }: SavedRecording): boolean {
  return last !== undefined && last.recordingId !== recordingId && isBad(last.failure);
}

/** The user closed the browser's picker on purpose: no warning. */
function isBad(failure: Failure | undefined): boolean {
  return failure !== undefined && failure.code !== 'permission-dismissed';
}

import type { FailureCode } from '../domain/failure';
import type { SavedRecording } from '../domain/notices';
import { isEndLate, type Outcome } from '../domain/session';
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
    | 'titlePausedMuted'
    | 'titleStalled'
    | 'titleTabCrashed'
    | 'titleRecovered'
    | 'titleSaved'
    | 'titleDiskLow'
    | 'titleDiskLowMuted'
    | 'titleMicrophoneSilent'
    | 'titleMicrophoneGone'
    | 'titleMicrophoneMuted'
    | 'titleFailed'
    | 'titleFailedSaved'
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
  const { session, progress, tab, countdownEndsAt } = snapshot;
  const [recovered] = notices.recovered;
  if (isEndLate(session)) return failedAs(undefined, undefined);
  if (progress !== undefined && tab?.crashed)
    return { icon: 'recording', badge: 'badgeFailed', color: 'amber', title: 'titleTabCrashed' };
  if (progress?.stalled)
    return { icon: 'recording', badge: 'badgeFailed', color: 'amber', title: 'titleStalled' };
  switch (session.state) {
    case 'paused':
      return {
        icon: 'paused',
        badge: 'badgePaused',
        color: 'amber',
        title: isMuted(progress?.microphone) ? 'titlePausedMuted' : 'titlePaused',
      };
    case 'starting':
      if (countdownEndsAt !== undefined) {
        const seconds = Math.max(1, Math.round((countdownEndsAt - now) / 1000));
        return { icon: 'idle', badge: undefined, color: 'amber', title: 'titleCountdown', seconds };
      }
      return { icon: 'idle', badge: 'badgeStarting', color: 'amber', title: 'titleStarting' };
    case 'recording':
      return progress?.disk?.low === true
        ? recordingOnLowDisk(progress.microphone)
        : recordingWith(progress?.microphone);
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
      if (isBad(session.last)) return failedAs(session.last, notices.saved);
      if (notices.saved?.seen === false) {
        const { durationMs: titleMs } = notices.saved;
        return { icon: 'idle', badge: 'badgeSaved', color: 'green', title: 'titleSaved', titleMs };
      }
      return { icon: 'idle', badge: undefined, color: 'red', title: 'titleIdle' };
  }
}

/** A recording that failed, and how much of it is saved. */
function failedAs(last: Outcome | undefined, saved: SavedRecording | undefined): Appearance {
  const failed = { icon: 'idle', badge: 'badgeFailed', color: 'red' } as const;
  return saved !== undefined && saved.recordingId === last?.recordingId
    ? { ...failed, title: 'titleFailedSaved', titleMs: saved.durationMs }
    : { ...failed, title: 'titleFailed' };
}

function recordingOnLowDisk(microphone: MicrophoneProgress | undefined): Appearance {
  const low = { icon: 'recording', color: 'amber' } as const;
  return isMuted(microphone)
    ? { ...low, badge: 'badgeMuted', title: 'titleDiskLowMuted' }
    : { ...low, badge: 'badgeRecording', title: 'titleDiskLow' };
}

/** A microphone without a signal is a warning: nobody sees the popup now. */
function recordingWith(microphone: MicrophoneProgress | undefined): Appearance {
  const warning = { icon: 'recording', badge: 'badgeFailed', color: 'amber' } as const;
  if (microphone?.state === 'gone') return { ...warning, title: 'titleMicrophoneGone' };
  if (isMuted(microphone))
    return { icon: 'recording', badge: 'badgeMuted', color: 'amber', title: 'titleMicrophoneMuted' };
  if (microphone?.state === 'silent') return { ...warning, title: 'titleMicrophoneSilent' };
  return { icon: 'recording', badge: 'badgeRecording', color: 'red', title: 'titleRecording' };
}

function isMuted(microphone: MicrophoneProgress | undefined): boolean {
  return microphone?.muted === true && microphone.state !== 'gone';
}

/** Whether a recording other than the recovered one has failed since. */
function isOfAnother(last: Outcome | undefined, { recordingId }: SavedRecording): boolean {
  return last !== undefined && last.recordingId !== recordingId && isBad(last);
}

/** The ends of a source. What was recorded before is saved, and nothing is wrong with it. */
const sourceEnds: readonly FailureCode[] = ['tab-closed', 'camera-gone', 'microphone-gone'];

/** Whether it ended with a fault. The user closed the browser's picker on purpose, and often the source: no warning. */
function isBad({ failure, saved }: Partial<Outcome> = {}): boolean {
  if (failure === undefined || failure.code === 'permission-dismissed') return false;
  return saved !== true || !sourceEnds.includes(failure.code);
}

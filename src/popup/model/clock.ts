import type { RecorderSnapshot } from '../../domain/snapshot';

/** What the running display shows, in ms. */
export interface Reading {
  readonly elapsedMs: number;
  /** How long ago the last slice reached the disk; `undefined` before the first, and while nothing runs. */
  readonly savedAgoMs: number | undefined;
}

/**
 * The recorded time at the moment `now`: between two snapshots it advances only while recording.
 */
export function readClock(
  { session, progress }: Pick<RecorderSnapshot, 'session' | 'progress'>,
  now: number,
): Reading {
  if (progress === undefined) return { elapsedMs: 0, savedAgoMs: undefined };
  if (session.state !== 'recording') return { elapsedMs: progress.elapsedMs, savedAgoMs: undefined };
  return {
    elapsedMs: progress.elapsedMs + Math.max(0, now - progress.measuredAt),
    savedAgoMs: progress.savedAt === undefined ? undefined : Math.max(0, now - progress.savedAt),
  };
}

/** Whole seconds until the recording begins, at least 1; `undefined` without a countdown. */
export function readCountdown(
  { session, countdownEndsAt }: Pick<RecorderSnapshot, 'session' | 'countdownEndsAt'>,
  now: number,
): number | undefined {
  if (session.state !== 'starting' || countdownEndsAt === undefined) return undefined;
  return Math.max(1, Math.ceil((countdownEndsAt - now) / 1000));
}

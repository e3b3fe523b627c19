import type { Snapshot } from '../../domain/snapshot';

/** What the running display shows, in ms. */
export interface Reading {
  readonly elapsedMs: number;
  /** How long ago the last slice reached the disk; `undefined` before the first, and while nothing runs. */
  readonly savedAgoMs: number | undefined;
}

/**
 * The recorded time at the moment `now`: time goes on between two snapshots while it records, and
 * at no other time.
 */
export function readClock({ session, progress }: Snapshot, now: number): Reading {
  if (progress === undefined) return { elapsedMs: 0, savedAgoMs: undefined };
  if (session.state !== 'recording') return { elapsedMs: progress.elapsedMs, savedAgoMs: undefined };
  return {
    elapsedMs: progress.elapsedMs + Math.max(0, now - progress.measuredAt),
    savedAgoMs: progress.savedAt === undefined ? undefined : Math.max(0, now - progress.savedAt),
  };
}

/** Whole seconds until the recording begins, at least 1; `undefined` where nothing counts down. */
export function readCountdown({ session, countdownEndsAt }: Snapshot, now: number): number | undefined {
  if (session.state !== 'starting' || countdownEndsAt === undefined) return undefined;
  return Math.max(1, Math.ceil((countdownEndsAt - now) / 1000));
}

import type { RecordedFormat } from '../domain/format';
import type { Plan } from '../domain/plan';
import { type Slice, type Totals, totalsUpTo } from '../domain/recording';
import type { Progress } from '../domain/snapshot';
import type { SourcesProgress } from './production';
import type { Stopwatch } from './stopwatch';
import type { DiskWatch } from './watches/disk';
import type { StallWatch } from './watches/stall';
import type { Watchdog } from './watches/watchdog';

/** The progress of a recording, without that of its sources. */
export type RecordingProgress = Omit<Progress, keyof SourcesProgress>;

/** Counts what is on disk. */
export interface Tally {
  readonly totals: Totals;
  /** When the last slice, or draft, reached the disk, in ms since the epoch; `undefined` before the first. */
  readonly savedAt: number | undefined;
  saved(slice: Slice): void;
}

/** A tally of nothing yet. */
export function createTally(): Tally {
  let totals = totalsUpTo(undefined);
  let savedAt: number | undefined;
  return {
    get totals() {
      return totals;
    },
    get savedAt() {
      return savedAt;
    },
    saved(slice) {
      totals = totalsUpTo(slice);
      savedAt = Date.now();
    },
  };
}

/** What the progress of a recording consists of. */
export interface ProgressParts {
  readonly plan: Plan;
  readonly format: RecordedFormat;
  readonly stopwatch: Pick<Stopwatch, 'elapsedMs'>;
  readonly tally: Pick<Tally, 'totals' | 'savedAt'>;
  readonly stall: Pick<StallWatch, 'stalled'>;
  readonly watchdog: Pick<Watchdog, 'unanswered'>;
  readonly space: Pick<DiskWatch, 'space'>;
}

/** The progress at this moment. */
export function progressOf({ plan, format, stopwatch, tally, ...watches }: ProgressParts): RecordingProgress {
  const { totals, savedAt } = tally;
  const { space } = watches.space;
  return {
    source: plan.options.source,
    container: format.container,
    timesliceMs: plan.options.timesliceMs,
    elapsedMs: stopwatch.elapsedMs(),
    measuredAt: Date.now(),
    bytes: totals.bytes,
    sliceCount: totals.sliceCount,
    safeMs: totals.durationMs,
    ...(savedAt === undefined ? {} : { savedAt }),
    stalled: watches.stall.stalled,
    unanswered: watches.watchdog.unanswered,
    ...(space === undefined ? {} : { disk: space }),
  };
}

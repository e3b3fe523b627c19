import { type ReadonlySignal, signal } from '@preact/signals';
import { toFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import type { MediaAccessDeps } from '../files/media-access';
import type { SavingProgress } from '../files/save-files';
import type { Target } from '../files/save-many';
import type { Attempts } from './attempts';
import type { IdleWork } from './idle-work';

/** Recordings that are being saved. */
export interface SavingNow extends SavingProgress {
  readonly count: number;
  /** About how many bytes it will be. */
  readonly allBytes: number;
}

/** Saving many recordings at once. */
export interface Saving {
  /** `undefined` if nothing is being saved. */
  readonly saving: ReadonlySignal<SavingNow | undefined>;
  /** What the user can choose to save to. */
  readonly targets: readonly Target['kind'][];
  /** Asks where to, and saves there; one after another. */
  saveMany(recordings: readonly Recording[], kind: Target['kind']): Promise<void>;
  /** Ends it: what is saved stays, and nothing is left of the rest. */
  cancelSaving(): void;
}

/** What saving needs from outside. */
export interface SavingDeps extends Pick<MediaAccessDeps, 'useMedia' | 'onEnd'> {
  readonly targets: readonly Target['kind'][];
  readonly pickTarget: (kind: Target['kind']) => Promise<Target | undefined>;
  readonly saveTo: (
    target: Target,
    recordings: readonly Recording[],
    report: (progress: SavingProgress) => Promise<boolean>,
  ) => Promise<void>;
  readonly attempts: Pick<Attempts, 'report'>;
  readonly idleWork: Pick<IdleWork, 'during'>;
}

/** Nothing is being saved. */
export function createSaving(deps: SavingDeps): Saving {
  const saving = signal<SavingNow | undefined>(undefined);
  let isCanceled = false;

  const save = async (target: Target, recordings: readonly Recording[]) => {
    const now: SavingNow = {
      count: recordings.length,
      allBytes: recordings.reduce((sum, { bytes }) => sum + bytes, 0),
      saved: 0,
      bytes: 0,
    };
    saving.value = now;
    isCanceled = false;
    const endUse = await deps.useMedia({ ranges: recordings.flatMap(({ ranges }) => ranges) });
    try {
      await deps.saveTo(target, recordings, async (progress) => {
        saving.value = { ...now, ...progress };
        return !isCanceled;
      });
    } finally {
      await endUse();
      void deps.onEnd();
    }
  };

  return {
    saving,
    targets: deps.targets,
    async saveMany(recordings, kind) {
      if (saving.value !== undefined) return;
      try {
        const target = await deps.pickTarget(kind);
        if (target !== undefined) await deps.idleWork.during(() => save(target, recordings));
      } catch (error) {
        if (!isCanceled) deps.attempts.report(toFailure(error, 'files-not-saved'));
      } finally {
        saving.value = undefined;
        isCanceled = false;
      }
    },
    cancelSaving() {
      isCanceled = true;
    },
  };
}

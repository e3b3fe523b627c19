import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, ok, type Result, toStorageFailure } from '../domain/failure';

/** What the user tried, and the failure that is shown if it didn't work; the page stays as it was. */
export interface Attempts {
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Whether a retry may succeed. */
  readonly canRetry: ReadonlySignal<boolean>;
  /** Runs a task, and shows its failure. */
  attempt(task: () => Promise<void>): Promise<void>;
  /** The same for what the page itself asks for again: it can't be retried. */
  tryOnce<T>(task: () => Promise<T>): Promise<Result<T>>;
  /** Shows a failure that isn't the storage's. */
  report(failure: Failure): void;
  /** Retries what failed. */
  retry(): Promise<void>;
  dismiss(): void;
}

const retriable: readonly string[] = ['storage-failed', 'database-unknown'] satisfies Failure['code'][];

/** Nothing was tried yet. */
export function createAttempts(): Attempts {
  const failed = signal<Failure | undefined>(undefined);
  /** Tries what failed again; never what failed before it. */
  let again: (() => Promise<void>) | undefined;

  const show = (failure: Failure, retry?: () => Promise<void>) => {
    again = retry;
    failed.value = failure;
  };

  const attempt = async (task: () => Promise<void>) => {
    try {
      await task();
    } catch (error) {
      show(toStorageFailure(error), () => attempt(task));
    }
  };

  return {
    failure: failed,
    canRetry: computed(() => retriable.includes(failed.value?.code ?? '') && again !== undefined),
    attempt,
    async tryOnce(task) {
      try {
        return ok(await task());
      } catch (error) {
        const failure = toStorageFailure(error);
        show(failure);
        return { ok: false, failure };
      }
    },
    report: (failure) => show(failure),
    async retry() {
      failed.value = undefined;
      await again?.();
    },
    dismiss() {
      failed.value = undefined;
    },
  };
}

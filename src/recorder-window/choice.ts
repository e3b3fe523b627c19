import { type ReadonlySignal, signal } from '@preact/signals';
import { FailureError } from '../domain/failure';

/** The click that a browser wants before it shows its picker, in the very page that opens it. */
export interface Choice {
  /** Whether the recorder waits for it. */
  readonly isAwaited: ReadonlySignal<boolean>;
  /** Resolves with the user's click, within its gesture. @throws FailureError `start-cancelled` */
  made(): Promise<void>;
  /** The user has clicked. */
  make(): void;
  /** The user wants no recording. */
  cancel(): void;
}

/** A choice that nobody waits for yet. */
export function createChoice(): Choice {
  const isAwaited = signal(false);
  let proceed: () => void = () => undefined;
  let refuse: (reason: Error) => void = () => undefined;
  return {
    isAwaited,
    made() {
      isAwaited.value = true;
      return new Promise((resolve, reject) => {
        proceed = resolve;
        refuse = reject;
      });
    },
    make() {
      isAwaited.value = false;
      proceed();
    },
    cancel() {
      isAwaited.value = false;
      refuse(new FailureError('start-cancelled'));
    },
  };
}

import type { RecordingId } from '../../domain/recording';
import type { FailureAction } from '../../ui/failure-texts';
import type { Choices } from './choices';
import type { Failures } from './failure';
import type { Start } from './start';

/** What the actions need from outside. */
export interface FailureActionsDeps {
  /** @param plays whether to play that recording at once */
  readonly openLibrary: (id?: RecordingId, plays?: boolean) => Promise<void>;
  readonly openSetup: () => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly close: () => void;
}

/** What the buttons of failures do. */
export function createFailureActions(
  { failure, copied, dismiss }: Failures,
  choices: Choices,
  { start, askPermission, chooseSource, reset }: Start,
  { openLibrary, openSetup, copy, close }: FailureActionsDeps,
): Record<FailureAction, () => Promise<void>> {
  return {
    'open-library': () => openLibrary(failure.value?.kept),
    async 'use-picker'() {
      chooseSource('picker');
      await dismiss();
      await start();
    },
    async 'start-again'() {
      await dismiss();
      await start();
    },
    'ask-permission': askPermission,
    'open-setup': openSetup,
    async close() {
      await dismiss();
      close();
    },
    'check-again': dismiss,
    async 'use-automatic'() {
      choices.change({ format: 'automatic' });
      await dismiss();
    },
    async 'reset-options'() {
      reset();
      await dismiss();
    },
    async 'copy-details'() {
      const shown = failure.value?.failure;
      if (shown === undefined) return;
      await copy(`${shown.code}: ${shown.detail ?? ''}`);
      copied.value = true;
    },
  };
}

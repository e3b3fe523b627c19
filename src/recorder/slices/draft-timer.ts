import { draftEveryMs } from '../../domain/recording';
import type { Watch } from '../../domain/watch';
import type { SliceCollector } from './collector';

/**
 * Requests drafts in a steady rhythm: while the recorder runs, those of a long timeslice; while it is paused, what a
 * slow encoder still delivers, whatever the timeslice.
 */
export function createDraftTimer(
  { hasDrafts, requestDraft }: Pick<SliceCollector, 'hasDrafts' | 'requestDraft'>,
  state: () => RecordingState,
): Watch {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);
  return {
    start() {
      stop();
      timer = setInterval(() => {
        const now = state();
        if (now === 'paused' || (now === 'recording' && hasDrafts)) requestDraft();
      }, draftEveryMs);
    },
    stop,
  };
}

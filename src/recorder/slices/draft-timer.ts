import type { Watch } from '../../domain/watch';
import type { SliceCollector } from './collector';

/**
 * Requests the drafts that the collector wants, in a steady rhythm: a pause only skips them, so that no more than one
 * interval is ever missing after it.
 *
 * @param isRecording whether the recorder runs and is not paused
 */
export function createDraftTimer(
  { draftTimerMs, requestDraft }: Pick<SliceCollector, 'draftTimerMs' | 'requestDraft'>,
  isRecording: () => boolean,
): Watch {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);
  return {
    start() {
      stop();
      if (draftTimerMs === undefined) return;
      timer = setInterval(() => {
        if (isRecording()) requestDraft();
      }, draftTimerMs);
    },
    stop,
  };
}

/** What stepping needs of an `HTMLVideoElement`. */
export interface FrameSource {
  /** Seeks, in s, and resolves to the presentation time, in s, of the frame that is shown then. */
  show(time: number): Promise<number>;
  /** In s. */
  readonly duration: number;
}

/** Less than half a frame at 240 fps, in s. */
const least = 0.002;

/**
 * Shows the frame before the one that is shown at a moment.
 *
 * @param frameTime the presentation time of that frame, in s
 * @returns the time of the new one, in s; the same if it is the first
 */
export async function showPrevious(source: FrameSource, frameTime: number): Promise<number> {
  return frameTime < least ? frameTime : showExactly(source, await source.show(frameTime - least));
}

/**
 * Shows the frame after the one that is shown. Its time is not known beforehand: frames come when something has changed. A
 * later frame is looked for in growing steps, and then the first one after the old.
 *
 * @param frameTime the presentation time of the frame that is shown, in s
 * @returns the time of the new one, in s; the same if it was the last
 */
export async function showNext(source: FrameSource, frameTime: number): Promise<number> {
  let found = frameTime;
  for (let step = 4 * least; found <= frameTime; step *= 2) {
    const time = Math.min(frameTime + step, source.duration - least);
    found = await source.show(time);
    if (time < frameTime + step) break;
  }
  // The one that was found may not be the next.
  while (found > frameTime) {
    const before = await source.show(found - least);
    if (before <= frameTime) break;
    found = before;
  }
  return showExactly(source, Math.max(found, frameTime));
}

/** The position is then the beginning of the frame, so that a selection that ends there contains it. */
function showExactly(source: FrameSource, frameTime: number): Promise<number> {
  return source.show(frameTime + least / 2);
}

/** How long a frame may take to be shown, in ms: a hidden page shows none. */
const patienceMs = 5000;

/** The frames of a video. */
export interface VideoFrames {
  /** Shows the frame before the one that is shown, or the one after it. Steps are taken in turn. */
  step(direction: 'previous' | 'next'): Promise<void>;
  /** Resolves once all steps are taken, and the frame of the last seek is shown. */
  settled(): Promise<void>;
  /** Stops following the video. */
  end(): void;
}

/** Follows the frames of a video. */
export function followFrames(video: HTMLVideoElement): VideoFrames {
  let shown = 0;
  /** What of a seek is still to come: each shows a frame, even the same one again, in a busy browser long after it ended. */
  const missing = new Set<'seeked' | 'frame'>();
  let stepping = Promise.resolve();
  let waiting: (() => void) | undefined;
  const came = (what: 'seeked' | 'frame') => {
    missing.delete(what);
    // Until the page has been drawn, it may be an earlier frame.
    requestAnimationFrame(() => requestAnimationFrame(() => missing.size === 0 && waiting?.()));
  };
  let handle = video.requestVideoFrameCallback(function follow(_now, { mediaTime }) {
    handle = video.requestVideoFrameCallback(follow);
    shown = mediaTime;
    came('frame');
  });
  const seeking = () => {
    missing.add('seeked').add('frame');
  };
  const seeked = () => came('seeked');
  video.addEventListener('seeking', seeking);
  video.addEventListener('seeked', seeked);
  const untilShown = () =>
    new Promise<number>((resolve) => {
      const timer = setTimeout(() => waiting?.(), patienceMs);
      waiting = () => {
        clearTimeout(timer);
        waiting = undefined;
        resolve(shown);
      };
    });
  const source: FrameSource = {
    get duration() {
      return video.duration;
    },
    async show(time) {
      // Nothing is shown anew where the video already is.
      if (video.currentTime === time) return shown;
      seeking();
      video.currentTime = time;
      return untilShown();
    },
  };
  const inTurn = (task: () => Promise<unknown>) => {
    stepping = stepping.then(async () => {
      if (missing.size > 0) await untilShown();
      await task();
    });
    return stepping;
  };
  return {
    step: (direction) =>
      inTurn(async () => {
        const step = direction === 'previous' ? showPrevious : showNext;
        if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) await step(source, shown);
      }),
    settled: () => inTurn(async () => undefined),
    end() {
      video.cancelVideoFrameCallback(handle);
      video.removeEventListener('seeking', seeking);
      video.removeEventListener('seeked', seeked);
      waiting?.();
    },
  };
}

import type { FrameDecoder, StepDirection, StillFrame } from '../domain/still-frame';
import type { Still } from './still';

/** What stepping needs of an `HTMLVideoElement`. */
export interface FrameSource {
  /** Seeks, in s, and resolves to the presentation time, in s, of the frame that is shown then. */
  show(time: number): Promise<number>;
  /** In s. */
  readonly duration: number;
}

/** Less than half a frame at 240 fps, in s. */
const least = 0.002;

/** A frame, and a moment at which the video shows it; both in s. */
interface Seen {
  readonly frame: number;
  readonly at: number;
}

/**
 * Shows the frame before the one that is shown at a moment.
 *
 * @param frameTime the presentation time of that frame, in s
 * @returns the time of the new one, in s; the same if it is the first
 */
export async function showPrevious(source: FrameSource, frameTime: number): Promise<number> {
  return frameTime < least ? frameTime : showExactly(source, await look(source, frameTime - least));
}

/**
 * Shows the frame after the one that is shown. Its time is not known beforehand: frames come when something has changed. A
 * later frame is looked for in growing steps, and then the first one after the old.
 *
 * @param frameTime the presentation time of the frame that is shown, in s
 * @returns the time of the new one, in s; the same if it was the last
 */
export async function showNext(source: FrameSource, frameTime: number): Promise<number> {
  let found: Seen = { frame: frameTime, at: frameTime };
  for (let step = 4 * least; found.frame <= frameTime; step *= 2) {
    const time = Math.min(frameTime + step, source.duration - least);
    found = await look(source, time);
    if (time < frameTime + step) break;
  }
  // The one that was found may not be the next.
  while (found.frame > frameTime) {
    const before = await look(source, found.frame - least);
    if (before.frame <= frameTime) break;
    found = before;
  }
  return showExactly(source, found);
}

async function look(source: FrameSource, at: number): Promise<Seen> {
  return { frame: await source.show(at), at };
}

/**
 * Shows a frame that was seen at a moment as near to its beginning as possible, so that a selection that begins there contains
 * it. Chromium keeps the frame before it for as long as frames last on average (`docs/decisions.md`).
 */
async function showExactly(source: FrameSource, { frame, at }: Seen): Promise<number> {
  for (let after = least / 2; frame + after < at; after *= 2) {
    if ((await source.show(frame + after)) === frame) return frame;
  }
  return source.show(at);
}

/** How long a frame may take to be shown, in ms: a hidden page shows none. */
const patienceMs = 5000;

/** So many steps are under way or wait at most: a key that is held asks for more than can be shown. */
const mostSteps = 4;

/** The frames of a video. */
export interface VideoFrames {
  /** Shows the frame before the one that is shown, or the one after it. Steps are taken in turn. */
  step(direction: StepDirection): Promise<void>;
  /** Resolves once all steps are taken, and the frame of the last seek is shown. */
  settled(): Promise<void>;
  /** Stops following the video. */
  end(): void;
}

/** What following needs of an `HTMLVideoElement`. */
export type FollowedVideo = Pick<
  HTMLVideoElement,
  | 'currentTime'
  | 'duration'
  | 'paused'
  | 'seeking'
  | 'readyState'
  | 'requestVideoFrameCallback'
  | 'cancelVideoFrameCallback'
  | 'addEventListener'
  | 'removeEventListener'
>;

/** What shows the frames that the video itself doesn't. */
export interface FrameDisplay {
  /** Of the file that is played now; the same as long as that is. */
  readonly decoder: () => FrameDecoder;
  readonly still: Still;
}

/** Follows the frames of a video. */
export function followFrames(video: FollowedVideo, { decoder, still }: FrameDisplay): VideoFrames {
  /** The presentation time, in s, of the frame that was reported last. */
  let shown = 0;
  /** When that frame was presented, and when the last seek was asked for; in ms, of the page's clock. */
  let presentedMs = 0;
  let askedMs = 0;
  let stepping = Promise.resolve();
  let waiting: (() => void) | undefined;
  let isEnded = false;
  // A busy browser reports the frame of a seek long after its end, and before it one that was presented earlier.
  const isShown = () => !video.seeking && presentedMs >= askedMs;
  const look = () => {
    // Until the page has been drawn, it may be an earlier frame.
    if (isShown()) requestAnimationFrame(() => requestAnimationFrame(() => isShown() && waiting?.()));
  };
  let handle = video.requestVideoFrameCallback(function follow(_now, { mediaTime, presentationTime }) {
    handle = video.requestVideoFrameCallback(follow);
    shown = mediaTime;
    presentedMs = presentationTime;
    look();
  });
  // The event says when the seek began, however late it comes.
  const seeking = ({ timeStamp }: Event) => {
    askedMs = timeStamp;
  };
  video.addEventListener('seeking', seeking);
  video.addEventListener('seeked', look);
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
      // Nothing new is shown where the video already is.
      if (isEnded || video.currentTime === time) return shown;
      askedMs = performance.now();
      video.currentTime = time;
      return untilShown();
    },
  };
  /** Shows a decoded frame, until the video shows it. */
  const showDecoded = async (frame: StillFrame) => {
    // A file may end where its last frame begins.
    const at = Math.min(frame.time + least / 2, video.duration);
    still.show(frame, at);
    const now = await source.show(at);
    if (Math.abs(now - frame.time) < least / 2) still.hide();
  };
  const canStep = () => video.paused && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  const step = async (direction: StepDirection) => {
    const from = still.time ?? shown;
    const sought = askedMs;
    const asked = decoder();
    const decoded = await asked.beside(from, direction).then(
      (frame) => ({ frame }),
      () => undefined,
    );
    // Meanwhile the user has closed the player, played on, or gone elsewhere, or another file is played.
    if (isEnded || !canStep() || video.seeking || askedMs !== sought || decoder() !== asked) {
      decoded?.frame?.picture.close();
      return;
    }
    // One that can't be decoded is stepped by seeking.
    if (decoded === undefined) await (direction === 'previous' ? showPrevious : showNext)(source, from);
    else if (decoded.frame !== undefined) await showDecoded(decoded.frame);
  };
  const inTurn = (task: () => Promise<unknown>) => {
    stepping = stepping
      // It was reported to those that asked for it, and the next may succeed.
      .catch(() => undefined)
      .then(async () => {
        if (!isEnded && !isShown()) await untilShown();
        if (!isEnded) await task();
      });
    return stepping;
  };
  let steps = 0;
  return {
    async step(direction) {
      if (steps === mostSteps) return;
      steps += 1;
      await inTurn(async () => {
        if (canStep()) await step(direction);
      }).finally(() => {
        steps -= 1;
      });
    },
    settled: () => inTurn(async () => undefined),
    end() {
      isEnded = true;
      video.cancelVideoFrameCallback(handle);
      video.removeEventListener('seeking', seeking);
      video.removeEventListener('seeked', look);
      waiting?.();
    },
  };
}

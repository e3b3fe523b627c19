import type { Size } from '../../domain/picture-box';
import { framesOf } from './breakout-box';

/** What {@link keepOwnSize} needs from the browser. */
export interface OwnSizeDeps {
  readonly framesOf: typeof framesOf;
  /** Resolves after so many ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** How long a recording waits for the first frame, in ms: a busy machine takes more than a second. */
const frameLimitMs = 3000;

const browserDeps: OwnSizeDeps = {
  framesOf,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Limits a tab that was picked to the size that it has now. With GPU compositing, Chromium renders it at up to twice its size as long
 * as the picker's limit is larger; its first frame still has its own. If the browser refuses, it stays: no reason not
 * to record.
 */
export async function keepOwnSize(
  track: MediaStreamTrack,
  frameRate: number,
  deps: OwnSizeDeps = browserDeps,
): Promise<void> {
  const limit = async () => {
    const size = await firstSize(track, deps);
    if (size === undefined) return;
    const limits = {
      width: { max: size.width },
      height: { max: size.height },
      frameRate: { max: frameRate },
    };
    await track.applyConstraints(limits);
  };
  // A frame that comes later still limits the tab.
  await Promise.race([limit().catch(() => undefined), deps.wait(frameLimitMs)]);
}

async function firstSize(
  track: MediaStreamTrack,
  { framesOf }: Pick<OwnSizeDeps, 'framesOf'>,
): Promise<Size | undefined> {
  const reader = framesOf(track, 1).getReader();
  const { value: frame } = await reader.read();
  void reader.cancel();
  if (frame === undefined) return undefined;
  const { displayWidth: width, displayHeight: height } = frame;
  frame.close();
  return { width, height };
}

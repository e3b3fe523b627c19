import type { Watch } from '../../domain/watch';

/** The part of `navigator.wakeLock` that we need. */
export interface WakeLockSource {
  request(type: 'screen'): Promise<Pick<WakeLockSentinel, 'release' | 'addEventListener'>>;
}

/** How long to wait before requesting a lock again that was lost or refused, in ms. */
const againAfterMs = 5000;

/**
 * Keeps the screen awake, and with it the computer. If the browser takes the lock away, it is requested again.
 *
 * @see https://www.w3.org/TR/screen-wake-lock/
 */
export function createWakeLock(source: WakeLockSource): Watch {
  let release: () => void = () => undefined;
  const stop = () => {
    release();
    release = () => undefined;
  };
  return {
    start() {
      stop();
      release = keepAwake(source);
    },
    stop,
  };
}

function keepAwake(source: WakeLockSource): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let release: () => void = () => undefined;

  const requestLater = () => {
    if (!isOver) timer = setTimeout(request, againAfterMs);
  };
  const request = async () => {
    try {
      const sentinel = await source.request('screen');
      release = () => void sentinel.release();
      if (isOver) release();
      else sentinel.addEventListener('release', requestLater, { once: true });
    } catch {
      // A low battery, or a system without wake locks, is no reason not to record.
      requestLater();
    }
  };
  void request();
  return () => {
    isOver = true;
    clearTimeout(timer);
    release();
  };
}

/** What keeps the screen awake: `navigator.wakeLock`, as far as it is needed here. */
export interface WakeLockSource {
  request(type: 'screen'): Promise<Pick<WakeLockSentinel, 'release' | 'addEventListener'>>;
}

/** How long to wait before a lock that was lost or refused is asked for again, in ms. */
const againAfterMs = 5000;

/**
 * Keeps the screen, and with it the computer, awake. The browser may take the lock away; then it is asked for again.
 *
 * @returns ends it
 * @see https://www.w3.org/TR/screen-wake-lock/
 */
export function keepAwake(wakeLock: WakeLockSource): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let release: () => void = () => undefined;

  const again = () => {
    if (!isOver) timer = setTimeout(ask, againAfterMs);
  };
  const ask = async () => {
    try {
      const sentinel = await wakeLock.request('screen');
      release = () => void sentinel.release();
      if (isOver) release();
      else sentinel.addEventListener('release', again, { once: true });
    } catch {
      // A battery that runs low, or a system without such a thing, is no reason not to record.
      again();
    }
  };
  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
    release();
  };
}

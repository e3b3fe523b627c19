import type { Snapshot } from '../domain/snapshot';

/** The longest time between two reports to the service worker, in ms: without them it is shut down after 30 s. */
const reportEveryMs = 20_000;

/**
 * Sends the recorder's snapshots: all of them to the open pages; to the service worker those that change what it
 * shows, and at least one every 20 s while something is recorded.
 */
export function createReporter(
  toPages: (snapshot: Snapshot) => void,
  toBackground: (snapshot: Snapshot) => void,
): (snapshot: Snapshot) => void {
  let shown = '';
  let timer: ReturnType<typeof setInterval> | undefined;
  let latest: Snapshot | undefined;

  return (snapshot) => {
    latest = snapshot;
    toPages(snapshot);
    const { session, progress, countdownEndsAt } = snapshot;
    const secondsLeft = countdownEndsAt && Math.round((countdownEndsAt - Date.now()) / 1000);
    const { stalled, tabCrashed, disk, microphone } = progress ?? {};
    const appearance = [session.state, secondsLeft, stalled, tabCrashed, disk?.low, microphone?.state].join();
    if (appearance !== shown) toBackground(snapshot);
    shown = appearance;
    if (session.state === 'inactive') {
      clearInterval(timer);
      timer = undefined;
    } else {
      timer ??= setInterval(() => latest && toBackground(latest), reportEveryMs);
    }
  };
}

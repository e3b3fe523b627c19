import type { RecorderSnapshot } from '../domain/snapshot';

/** Where snapshots go. */
export interface ReporterDeps {
  readonly toPages: (snapshot: RecorderSnapshot) => void;
  readonly toBackground: (snapshot: RecorderSnapshot) => void;
}

/** The longest pause between reports to the service worker, in ms; they keep it awake, and it dies after 30 s. */
const reportEveryMs = 20_000;

/**
 * Publishes the recorder's snapshots: all of them to the open pages, and to the service worker those that
 * change what it shows, and one at least every 20 s while something is recorded.
 */
export function createReporter({
  toPages,
  toBackground,
}: ReporterDeps): (snapshot: RecorderSnapshot) => void {
  let reported = '';
  let timer: ReturnType<typeof setInterval> | undefined;
  let latest: RecorderSnapshot | undefined;

  return (snapshot) => {
    latest = snapshot;
    toPages(snapshot);
    const appearance = appearanceOf(snapshot);
    if (appearance !== reported) toBackground(snapshot);
    reported = appearance;
    if (snapshot.session.state === 'inactive') {
      clearInterval(timer);
      timer = undefined;
    } else {
      timer ??= setInterval(() => latest && toBackground(latest), reportEveryMs);
    }
  };
}

/** Everything that the toolbar button shows of a snapshot, and the tab that the service worker follows. */
function appearanceOf({ session, progress, tab, countdownEndsAt }: RecorderSnapshot): string {
  const secondsLeft = countdownEndsAt && Math.round((countdownEndsAt - Date.now()) / 1000);
  const { stalled, disk, microphone } = progress ?? {};
  return [
    session.state,
    secondsLeft,
    stalled,
    tab?.id,
    tab?.crashed,
    disk?.low,
    microphone?.state,
    microphone?.muted,
  ].join();
}

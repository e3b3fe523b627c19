import type { TabState } from '../domain/plan';
import type { RecorderSnapshot } from '../domain/snapshot';

/** What following the tab needs from outside. */
export interface RecordedTabDeps {
  readonly readState: (tabId: number) => Promise<TabState>;
  /** Calls back when the tab may have changed. @returns ends it */
  readonly onChanged: (tabId: number, listener: () => void) => () => void;
  /** Called when the state has changed. */
  readonly report: (state: TabState) => void;
}

/** How often the tab is checked, in ms: a crash fires no event, and must be noticed within 3 s. */
const checkEveryMs = 1000;

/**
 * Follows the recorded tab: a crash, and being muted. Neither ends a track nor fires an event there. It is checked only
 * while it is open, from before the countdown on. The recorder remembers the result, because the service worker may die
 * at any moment.
 *
 * @returns call it with every snapshot
 */
export function followRecordedTab({
  readState,
  onChanged,
  report,
}: RecordedTabDeps): (snapshot: RecorderSnapshot) => void {
  let watched: number | undefined;
  let known: TabState = { crashed: false, muted: false };
  let stop: () => void = () => undefined;

  const check = async (tabId: number) => {
    const now = await readState(tabId);
    if (watched !== tabId || (now.crashed === known.crashed && now.muted === known.muted)) return;
    known = now;
    report(now);
  };

  return ({ session, tab }) => {
    const tabId = session.state === 'inactive' ? undefined : tab?.id;
    if (tab !== undefined) known = { crashed: tab.crashed, muted: tab.muted };
    if (tabId === watched) return;
    watched = tabId;
    stop();
    stop = () => undefined;
    if (tabId === undefined) return;
    const look = () => void check(tabId);
    // It may have changed since the start.
    look();
    const timer = setInterval(look, checkEveryMs);
    const unlisten = onChanged(tabId, look);
    stop = () => {
      clearInterval(timer);
      unlisten();
    };
  };
}

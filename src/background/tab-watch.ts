import type { RecorderSnapshot } from '../domain/snapshot';

/** What the watch needs from outside. */
export interface TabWatchDeps {
  readonly isCrashed: (tabId: number) => Promise<boolean>;
  /** Called when that has changed. */
  readonly report: (crashed: boolean) => void;
}

/** How often the tab is checked, in ms: a crash must be noticed within 3 s. */
const checkEveryMs = 1000;

/**
 * Watches the recorded tab for a crash, which ends no track and fires no event. It is checked only while it is
 * recorded. The recorder remembers the result, because the service worker may die at any moment.
 *
 * @returns call it with every snapshot
 */
export function createTabWatch({ isCrashed, report }: TabWatchDeps): (snapshot: RecorderSnapshot) => void {
  let watched: number | undefined;
  let crashed = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const check = async (tabId: number) => {
    const now = await isCrashed(tabId);
    if (watched !== tabId || now === crashed) return;
    crashed = now;
    report(now);
  };

  return ({ session, progress }) => {
    const tabId = session.state === 'inactive' ? undefined : progress?.tab?.id;
    if (tabId !== undefined) crashed = progress?.tabCrashed === true;
    if (tabId === watched) return;
    watched = tabId;
    clearInterval(timer);
    if (tabId !== undefined) timer = setInterval(() => void check(tabId), checkEveryMs);
  };
}

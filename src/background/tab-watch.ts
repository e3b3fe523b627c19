import type { Snapshot } from '../domain/snapshot';

/** What the watch needs from outside. */
export interface TabWatchOptions {
  readonly isCrashed: (tabId: number) => Promise<boolean>;
  /** Called when that has changed. */
  readonly tell: (crashed: boolean) => void;
}

/** How often the tab is looked at, in ms: a crash is to be noticed within 3 s. */
const lookEveryMs = 1000;

/**
 * Looks after the tab that is being recorded: when it crashes, no track ends and no event is fired. It is asked for
 * only while it is recorded. The recorder remembers what it is told, for the service worker may die at any moment.
 *
 * @returns to be called with every snapshot
 */
export function createTabWatch({ isCrashed, tell }: TabWatchOptions): (snapshot: Snapshot) => void {
  let watched: number | undefined;
  let crashed = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = async (tabId: number) => {
    const now = await isCrashed(tabId);
    if (watched !== tabId || now === crashed) return;
    crashed = now;
    tell(now);
  };

  return ({ session, progress }) => {
    const tabId = session.state === 'inactive' ? undefined : progress?.tab?.id;
    if (tabId !== undefined) crashed = progress?.tabCrashed === true;
    if (tabId === watched) return;
    watched = tabId;
    clearInterval(timer);
    if (tabId !== undefined) timer = setInterval(() => void look(tabId), lookEveryMs);
  };
}

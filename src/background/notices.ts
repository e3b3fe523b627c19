import type { Failure } from '../domain/failure';
import { type Notices, noNotices } from '../domain/notices';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps } from './deps';
import type { Saved } from './saved';

/** The only writer of {@link Notices}. */
export interface NoticesWriter {
  /** The notices at this moment; those that have changed get a new revision and are sent to the open pages. */
  read(): Promise<Notices>;
  /**
   * The user's command was refused.
   *
   * @param tabId the tab that it was about, if another one would not be refused
   */
  refuse(failure: Failure, tabId?: number): Promise<void>;
  /** The user has read it, or it is outdated. */
  forgetRefusal(): Promise<void>;
}

/** Notices that outlive the service worker, revisions included: each writer continues where the one before ended. */
export function createNotices({
  store,
  recovered,
  saved,
  send,
}: Pick<ControllerDeps, 'store' | 'recovered' | 'send'> & { readonly saved: Saved }): NoticesWriter {
  const inTurn = createMutex();

  const write = (refusedAfter: (before: Refused) => Refused) =>
    inTurn(async (): Promise<Notices> => {
      const before = (await store.get('notices')) ?? noNotices;
      const { refusal, refusedTab } = refusedAfter(before);
      // A database that can't be read has no recordings to name.
      const ended = await saved.read().catch(() => undefined);
      const now: Notices = {
        revision: [before.revision[0] + 1],
        ...(refusal === undefined ? {} : { refusal }),
        ...(refusedTab === undefined ? {} : { refusedTab }),
        ...(ended === undefined ? {} : { saved: ended }),
        recovered: await recovered.list().catch(() => []),
      };
      if (contentOf(now) === contentOf(before)) return before;
      await store.set('notices', now);
      send.notices(now);
      return now;
    });

  return {
    read: () => write((refused) => refused),
    async refuse(refusal, refusedTab) {
      await write(() => (refusedTab === undefined ? { refusal } : { refusal, refusedTab }));
    },
    async forgetRefusal() {
      await write(() => ({}));
    },
  };
}

type Refused = Pick<Notices, 'refusal' | 'refusedTab'>;

function contentOf({ refusal, refusedTab, saved, recovered }: Notices): string {
  return JSON.stringify([refusal?.code, refusal?.detail, refusedTab, saved, recovered]);
}

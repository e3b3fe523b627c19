import type { Failure } from '../domain/failure';
import { type Notices, noNotices } from '../domain/notices';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps } from './deps';

/** The only writer of {@link Notices}. */
export interface NoticesWriter {
  /** The notices at this moment; those that have changed get a new revision and are sent to the open pages. */
  read(): Promise<Notices>;
  /** The user's command was refused. */
  refuse(failure: Failure): Promise<void>;
  /** The user has read it, or it is outdated. */
  forgetRefusal(): Promise<void>;
}

/** Notices that outlive the service worker, revisions included: each writer continues where the one before ended. */
export function createNotices({
  store,
  recovered,
  send,
}: Pick<ControllerDeps, 'store' | 'recovered' | 'send'>): NoticesWriter {
  const inTurn = createMutex();

  const write = (refusalAfter: (before: Failure | undefined) => Failure | undefined) =>
    inTurn(async (): Promise<Notices> => {
      const before = (await store.get('notices')) ?? noNotices;
      const refusal = refusalAfter(before.refusal);
      const now: Notices = {
        revision: [before.revision[0] + 1],
        ...(refusal === undefined ? {} : { refusal }),
        // A database that can't be read has no recordings to name.
        recovered: await recovered.list().catch(() => []),
      };
      if (contentOf(now) === contentOf(before)) return before;
      await store.set('notices', now);
      send.notices(now);
      return now;
    });

  return {
    read: () => write((refusal) => refusal),
    async refuse(failure) {
      await write(() => failure);
    },
    async forgetRefusal() {
      await write(() => undefined);
    },
  };
}

function contentOf({ refusal, recovered }: Notices): string {
  return JSON.stringify([refusal?.code, refusal?.detail, recovered]);
}

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

/**
 * How long the database may take, in ms, before the notices are read without it: another version of Timeslice, or a page
 * that stands still, can hold it for many seconds, and a page waits for its first answer.
 */
const patienceMs = 500;

/** Notices that outlive the service worker, revisions included: each writer continues where the one before ended. */
export function createNotices({
  store,
  recovered,
  saved,
  send,
  later,
}: Pick<ControllerDeps, 'store' | 'recovered' | 'send' | 'later'> & {
  readonly saved: Saved;
}): NoticesWriter {
  const inTurn = createMutex();

  /** What the database says, and whether it is late. Once it has answered after all, the notices are written again. */
  const readDatabase = async (
    before: Notices,
  ): Promise<Pick<Notices, 'saved' | 'recovered' | 'isDatabaseLate'>> => {
    // A database that can't be read has no recordings to name.
    const reading = Promise.all([saved.read().catch(() => undefined), recovered.list().catch(() => [])]);
    let cancel: () => void = () => undefined;
    const isLate = new Promise<undefined>((resolve) => {
      cancel = later(patienceMs, () => resolve(undefined));
    });
    const read = await Promise.race([reading, isLate]);
    cancel();
    if (read === undefined) {
      void reading.then(() => write((refused) => refused));
      const { saved: ended, recovered: known } = before;
      return { ...(ended === undefined ? {} : { saved: ended }), recovered: known, isDatabaseLate: true };
    }
    const [ended, known] = read;
    return { ...(ended === undefined ? {} : { saved: ended }), recovered: known };
  };

  const write = (refusedAfter: (before: Refused) => Refused) =>
    inTurn(async (): Promise<Notices> => {
      const before = (await store.get('notices')) ?? noNotices;
      const { refusal, refusedTab } = refusedAfter(before);
      const now: Notices = {
        revision: [before.revision[0] + 1],
        ...(refusal === undefined ? {} : { refusal }),
        ...(refusedTab === undefined ? {} : { refusedTab }),
        ...(await readDatabase(before)),
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

function contentOf({ refusal, refusedTab, saved, recovered, isDatabaseLate }: Notices): string {
  return JSON.stringify([refusal?.code, refusal?.detail, refusedTab, saved, recovered, isDatabaseLate]);
}

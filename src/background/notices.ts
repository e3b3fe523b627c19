import type { Failure } from '../domain/failure';
import { type Notices, noNotices } from '../domain/notices';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps } from './deps';
import type { Saved } from './saved';
import { isLookGone } from './tab-look';

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
  /** Forgets it if its tab shows another page, which a service worker that was dead meanwhile has not seen. */
  review(): Promise<void>;
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
  isLookDropped,
}: Pick<ControllerDeps, 'store' | 'recovered' | 'send' | 'later' | 'isLookDropped'> & {
  readonly saved: Saved;
}): NoticesWriter {
  const inTurn = createMutex();

  /** What was asked of a database that is late, or of one that has not answered yet. */
  let pending: { readonly reading: Promise<OfDatabase>; isLate: boolean } | undefined;

  const readDatabase = async (before: Notices): Promise<OfDatabase> => {
    if (pending?.isLate === true) return withoutDatabase(before);
    // A database that can't be read has no recordings to name.
    const both = Promise.all([saved.read().catch(() => undefined), recovered.list().catch(() => [])]);
    const reading = both.then(([ended, known]) => ({ ...named(ended), recovered: known }));
    const asked = { reading, isLate: false };
    pending = asked;
    const answered = reading.finally(() => {
      if (pending === asked) pending = undefined;
    });
    let cancel: () => void = () => undefined;
    const patience = new Promise<undefined>((resolve) => {
      cancel = later(patienceMs, () => resolve(undefined));
    });
    const read = await Promise.race([answered, patience]);
    cancel();
    if (read !== undefined) return read;
    asked.isLate = true;
    // Once it has answered after all, the notices are written again.
    void answered.then(() => write((refused) => refused));
    return withoutDatabase(before);
  };

  /** What was known before, as far as the user has not dismissed it since. */
  const withoutDatabase = async (before: Notices): Promise<OfDatabase> => {
    const [isDismissed, ids] = await Promise.all([saved.isDismissed(), recovered.ids()]);
    return {
      ...(isDismissed ? {} : named(before.saved)),
      recovered: before.recovered.filter(({ recordingId }) => ids.includes(recordingId)),
      isDatabaseLate: true,
    };
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
    async refuse(refusal, tabId) {
      await write(() =>
        tabId === undefined ? { refusal } : { refusal, refusedTab: { tabId, at: Date.now() } },
      );
    },
    async forgetRefusal() {
      await write(() => ({}));
    },
    async review() {
      const { refusedTab } = (await store.get('notices')) ?? noNotices;
      if (refusedTab === undefined || !(await isLookGone(refusedTab, { store, isLookDropped }))) return;
      await write((before) => (before.refusedTab?.at === refusedTab.at ? {} : before));
    },
  };
}

/** What only the database can tell. */
type OfDatabase = Pick<Notices, 'saved' | 'recovered' | 'isDatabaseLate'>;

function named(saved: Notices['saved']): Pick<Notices, 'saved'> {
  return saved === undefined ? {} : { saved };
}

type Refused = Pick<Notices, 'refusal' | 'refusedTab'>;

function contentOf({ refusal, refusedTab, saved, recovered, isDatabaseLate }: Notices): string {
  return JSON.stringify([refusal?.code, refusal?.detail, refusedTab, saved, recovered, isDatabaseLate]);
}

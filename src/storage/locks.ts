import { type Clip, mediaOf } from '../domain/clip';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';

/** Ends the use of media; resolves once no page sees it as used any more. */
export type EndUse = () => Promise<void>;

/** The Web Lock that a recording in progress holds: a row that is unfinished and not locked is orphaned. */
export function recordingLock(id: RecordingId): string {
  return `recording:${id}`;
}

/**
 * The Web Lock that is held, shared, while a clip of the media is played or downloaded, or while its deletion can be
 * undone. A clip is deleted only under exclusive ones of all its media.
 */
export function mediaLock(id: MediaId): string {
  return `media:${id}`;
}

/** The Web Lock under which one context after another renews the database's log. */
export const renewalLock = 'timeslice-log';

/** The Web Lock under which one context at a time copies recordings to the user's folder. */
export const folderLock = 'timeslice-folder';

/**
 * Takes a Web Lock.
 *
 * @returns releases it
 * @throws DOMException if the browser refuses the lock
 * @see https://w3c.github.io/web-locks/#dom-lockmanager-request
 */
export async function holdLock(name: string, mode: LockMode = 'exclusive'): Promise<() => void> {
  const release = await hold(name, mode);
  return () => void release();
}

/**
 * Keeps every page from deleting a recording, and its media, until it is released.
 *
 * @throws DOMException if the browser refuses a lock
 */
export async function useMedia(clip: Pick<Clip, 'ranges'>): Promise<EndUse> {
  const uses: EndUse[] = [];
  const endUse = async () => {
    await Promise.all(uses.map((end) => end()));
  };
  try {
    for (const id of mediaOf(clip)) uses.push(await hold(mediaLock(id), 'shared'));
  } catch (error) {
    await endUse();
    throw error;
  }
  return endUse;
}

/**
 * Runs a task with those of the clips whose media no page uses, which stay unused until it is done; not at all if there
 * are none.
 *
 * @throws DOMException if the browser refuses a lock
 */
export async function whileUnused<Each extends Pick<Clip, 'ranges'>>(
  clips: readonly Each[],
  task: (unused: readonly Each[]) => Promise<void>,
): Promise<void> {
  const locked = new Set<MediaId>();
  const lockAll = async ([id, ...others]: readonly MediaId[]): Promise<void> => {
    if (id === undefined) {
      const unused = clips.filter((clip) => mediaOf(clip).every((mediaId) => locked.has(mediaId)));
      return unused.length === 0 ? undefined : task(unused);
    }
    await navigator.locks.request(mediaLock(id), { ifAvailable: true }, (lock) => {
      if (lock !== null) locked.add(id);
      return lockAll(others);
    });
  };
  await lockAll([...new Set(clips.flatMap(mediaOf))]);
}

function hold(name: string, mode: LockMode): Promise<EndUse> {
  return new Promise((resolve, reject) => {
    const ended = navigator.locks.request(name, { mode }, () => {
      let release = () => {};
      const held = new Promise<void>((settle) => {
        release = settle;
      });
      resolve(async () => {
        release();
        await ended;
      });
      return held;
    });
    ended.catch(reject);
  });
}

/** Whether any page plays or downloads media of the clip, or can undo a deletion of it. @throws DOMException */
export function isMediaUsed(clip: Pick<Clip, 'ranges'>): Promise<boolean> {
  return isAnyHeld(mediaOf(clip).map(mediaLock));
}

/** Whether a recorder holds the recording. @throws DOMException */
export function isBeingRecorded(id: RecordingId): Promise<boolean> {
  return isAnyHeld([recordingLock(id)]);
}

/** Those of the recordings that a recorder holds. @throws DOMException */
export async function beingRecorded(ids: readonly RecordingId[]): Promise<readonly RecordingId[]> {
  const held = await heldLocks();
  return ids.filter((id) => held.has(recordingLock(id)));
}

async function isAnyHeld(names: readonly string[]): Promise<boolean> {
  const held = await heldLocks();
  return names.some((name) => held.has(name));
}

async function heldLocks(): Promise<ReadonlySet<string | undefined>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map(({ name }) => name));
}

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
 * Runs a task while no page uses the media of a clip; not at all if one does.
 *
 * @throws DOMException if the browser refuses a lock
 */
export async function whileUnused(clip: Pick<Clip, 'ranges'>, task: () => Promise<void>): Promise<void> {
  const lockAll = async ([id, ...others]: readonly MediaId[]): Promise<void> => {
    if (id === undefined) return task();
    await navigator.locks.request(mediaLock(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await lockAll(others);
    });
  };
  await lockAll(mediaOf(clip));
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

async function isAnyHeld(names: readonly (string | undefined)[]): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => names.includes(name));
}

import type { RecordingId } from '../domain/recording';

/** Ends the use of a recording's media; resolves once no page sees it as used any more. */
export type EndUse = () => Promise<void>;

/** The Web Lock that a recording in progress holds: a row that is unfinished and not locked is orphaned. */
export function recordingLock(id: RecordingId): string {
  return `recording:${id}`;
}

/**
 * The Web Lock that is held, shared, while a recording is played or downloaded, or while its deletion can be undone. It
 * is deleted only under an exclusive one.
 */
export function mediaLock(id: RecordingId): string {
  return `media:${id}`;
}

/** The Web Lock under which one context after another renews the database's log. */
export const renewalLock = 'timeslice-log';

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
 * Keeps every page from deleting a recording until it is released.
 *
 * @throws DOMException if the browser refuses the lock
 */
export function useMedia(id: RecordingId): Promise<EndUse> {
  return hold(mediaLock(id), 'shared');
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

/** Whether any page plays or downloads the recording, or can undo its deletion. @throws DOMException */
export function isMediaUsed(id: RecordingId): Promise<boolean> {
  return isHeld(mediaLock(id));
}

/** Whether a recorder holds the recording. @throws DOMException */
export function isBeingRecorded(id: RecordingId): Promise<boolean> {
  return isHeld(recordingLock(id));
}

async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}

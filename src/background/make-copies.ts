import { isPendingCopy } from '../domain/folder-copy';
import type { ControllerDeps } from './deps';

/** What is needed from the rest of the service worker. */
export interface MakeCopiesDeps extends Pick<ControllerDeps, 'copies' | 'keepAwake'> {
  /** Has the recorder make the copies. It may take minutes; a new version waits for it. */
  readonly make: () => Promise<unknown>;
  /** Shows how it went. */
  readonly refresh: () => Promise<void>;
}

/**
 * Has the recorder make the pending copies in the user's folder, if there are any. Nobody waits for it: how it goes is in
 * the rows, and the next start of the worker tries again.
 *
 * @param isAsked whether what has failed, or lacked the permission, is tried again too
 * @param isByUser whether the user asks for it: otherwise it waits as long as the database's log may be torn
 */
export type MakeCopiesLater = (isAsked?: boolean, isByUser?: boolean) => void;

/** Makes no copy yet. */
export function createMakeCopies({ copies, keepAwake, make, refresh }: MakeCopiesDeps): MakeCopiesLater {
  const makePending = async (isAsked: boolean) => {
    if (isAsked) await copies.retry();
    if (!(await copies.list()).some(isPendingCopy)) return;
    const sleep = keepAwake();
    try {
      await make();
    } finally {
      sleep();
    }
  };
  return (isAsked = false, isByUser = false) => {
    const begin = async () => {
      if (isByUser || (await copies.canWrite())) await makePending(isAsked);
    };
    void begin()
      .catch(() => undefined)
      .then(refresh);
  };
}

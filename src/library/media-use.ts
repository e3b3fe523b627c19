import { mediaLock, type RecordingId } from '../domain/recording';

/** Ends a use of a recording's media; resolves once every other page knows. */
export type EndUse = () => Promise<void>;

/** While it is in use, no page deletes a recording. Resolves, once that is sure, to what ends it. */
export function useMedia(id: RecordingId): Promise<EndUse> {
  return new Promise((resolve, reject) => {
    const ended = navigator.locks.request(mediaLock(id), { mode: 'shared' }, () => {
      const { promise, resolve: release } = withResolvers();
      resolve(async () => {
        release();
        await ended;
      });
      return promise;
    });
    ended.catch(reject);
  });
}

/** Whether any page plays or downloads the recording. */
export async function isMediaUsed(id: RecordingId): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some((lock) => lock.name === mediaLock(id)) === true;
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

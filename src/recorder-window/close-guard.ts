import type { RecorderSnapshot } from '../domain/snapshot';

/** The part of a window that asks before it closes. */
export type ClosingWindow = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/**
 * Makes the browser ask before the user closes the window, as long as it would lose something: a recording in progress, or
 * what the disk refused. At other times it must not ask, because then our own call couldn't close the window either.
 *
 * @param makeSafe called when the browser asks: what has been gathered reaches the disk while the user reads the question
 * @returns receives each snapshot of the recorder
 */
export function createCloseGuard(
  window: ClosingWindow,
  makeSafe: () => void,
): (snapshot: RecorderSnapshot) => void {
  const ask = (event: Event) => {
    event.preventDefault();
    makeSafe();
  };
  return ({ session, opening, rescues = [] }) => {
    const isRecording = session.state !== 'inactive' && opening === undefined;
    if (isRecording || rescues.length > 0) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  };
}

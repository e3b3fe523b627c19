import { expect } from '@playwright/test';

/** How a browser played a file. */
export interface PlayedToEnd {
  readonly browser: 'chromium' | 'firefox';
  readonly error: string | undefined;
  /** Whether it came to the end. */
  readonly isOver: boolean;
  /** What the player said of its duration before it played, in s. */
  readonly lasts: number;
  /** Where it was at the end, in s. */
  readonly at: number;
}

/**
 * Plays the first video or audio of a document from beginning to end, muted and as fast as Chromium allows. Runs in the page
 * of any browser, so it can't use anything outside itself.
 */
export async function playToEnd(): Promise<PlayedToEnd> {
  const media = document.querySelector<HTMLMediaElement>('video, audio');
  if (media === null) throw new Error('There is no player');
  const happened = (event: string) =>
    new Promise<void>((resolve) => {
      for (const name of [event, 'error']) media.addEventListener(name, () => resolve(), { once: true });
    });
  if (media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && media.error === null) {
    await happened('loadeddata');
  }
  media.muted = true;
  media.playbackRate = 16;
  if (media.error === null && media.currentTime > 0) {
    const sought = happened('seeked');
    media.currentTime = 0;
    await sought;
  }
  const { duration: lasts } = media;
  if (media.error === null) {
    const over = happened('ended');
    await media.play();
    await over;
  }
  const { error, ended, currentTime: at } = media;
  return {
    browser: navigator.userAgent.includes('Firefox') ? 'firefox' : 'chromium',
    error: error === null ? undefined : `${error.code} ${error.message}`,
    isOver: ended,
    lasts,
    at,
  };
}

/** Expects that a player came to the end without an error, after as much as it had announced. */
export function judgePlayedToEnd({ browser, lasts, at, ...played }: PlayedToEnd): void {
  expect(played, `${browser} comes to the end without an error`).toEqual({ error: undefined, isOver: true });
  expect(Math.abs(lasts - at), `s by which ${browser} ends elsewhere than at ${lasts} s`).toBeLessThan(0.3);
}

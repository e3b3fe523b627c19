import { expect } from '@playwright/test';

/** How a browser played a file. */
export interface PlayedToEnd {
  readonly browser: 'chromium' | 'firefox';
  readonly error: string | undefined;
  /** Whether it came to the end. */
  readonly isOver: boolean;
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
  if (media.error === null) {
    const sought = happened('seeked');
    media.currentTime = 0;
    await sought;
  }
  if (media.error === null) {
    const over = happened('ended');
    await media.play();
    await over;
  }
  const { error, ended } = media;
  return {
    browser: navigator.userAgent.includes('Firefox') ? 'firefox' : 'chromium',
    error: error === null ? undefined : `${error.code} ${error.message}`,
    isOver: ended,
  };
}

/** Expects that a player decoded everything. */
export function judgePlayedToEnd({ browser, ...played }: PlayedToEnd): void {
  expect(played, `${browser} plays it to the end`).toEqual({ error: undefined, isOver: true });
}

import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';

/** The seconds from the first to the last frame of a file, by ffprobe; `undefined` without ffprobe. */
export function probedSeconds(file: string): number | undefined {
  const args = ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file];
  const { status, stdout } = spawnSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) return undefined;
  const times = stdout.split('\n').map(Number.parseFloat).filter(Number.isFinite);
  return times.length === 0 ? undefined : Math.max(...times) - Math.min(...times);
}

/** The seconds that the browser's own player finds, once the library plays the newest recording. */
export async function playedSeconds(library: Page): Promise<number> {
  await library.getByRole('article').first().getByRole('button', { name: 'Play' }).click();
  return library.locator('video').evaluate(async (element) => {
    const video = element as HTMLVideoElement;
    video.pause();
    const event = (name: string) =>
      new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) await event('loadedmetadata');
    if (Number.isFinite(video.duration)) return video.duration;
    // A file without a written duration: the player knows it once it was at the end.
    const seeked = event('seeked');
    video.currentTime = Number.MAX_SAFE_INTEGER;
    await seeked;
    return video.currentTime;
  });
}

import { spawnSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';

/** The seconds from the first to the last frame of a file, by ffprobe; `undefined` if ffprobe is missing. */
export function probedSeconds(file: string): number | undefined {
  const args = ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file];
  const { status, stdout } = spawnSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) return undefined;
  const times = stdout.split('\n').map(Number.parseFloat).filter(Number.isFinite);
  return times.length === 0 ? undefined : Math.max(...times) - Math.min(...times);
}

/** The duration in seconds, as the browser's player reports it when the library plays the newest recording. */
export async function playedSeconds(library: Page): Promise<number> {
  await library.getByRole('article').first().getByRole('button', { name: 'Play', exact: true }).click();
  const video = library.locator('video');
  // If the file has no duration, the player finds it by seeking to the end.
  await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.readyState)).toBeGreaterThan(0);
  await video.evaluate((player: HTMLVideoElement) => {
    player.currentTime = Number.MAX_SAFE_INTEGER;
  });
  const duration = () => video.evaluate((player: HTMLVideoElement) => player.duration);
  await expect.poll(async () => Number.isFinite(await duration())).toBe(true);
  return duration();
}

/**
 * Plays the first video of a document to its end, and returns when each flash of `site/moving.html` was shown; in ms since
 * 1970. Rejects if the video can't be played to its end. Runs in a page, so it can't use anything outside itself.
 */
export async function playFlashes(): Promise<number[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  // A pixel for each cell that the page paints.
  const painter = new OffscreenCanvas(32, 18).getContext('2d', { willReadFrequently: true });
  const flashes: number[] = [];
  let wasLit = true;
  const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
    painter?.drawImage(video, 0, 0, 32, 18);
    const [, green = 0] = painter?.getImageData(16, 12, 1, 1).data ?? [];
    if (green > 128 && !wasLit) flashes.push(performance.timeOrigin + expectedDisplayTime);
    wasLit = green > 128;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const ended = new Promise((resolve, reject) => {
    video.addEventListener('ended', resolve);
    video.addEventListener('error', () => reject(new Error(video.error?.message)));
  });
  video.muted = false;
  await video.play();
  await ended;
  return flashes;
}

/**
 * How much earlier than its flash each beep was heard, in ms; negative if it was late. The output of the browser adds about
 * the same to every file, so only differences between files count. Audio that is off by about a second goes unnoticed: it
 * belongs to another flash.
 *
 * @param flashes when each was shown, in ms
 * @param beeps when each was heard, by the same clock
 */
export function earlyBeeps(flashes: readonly number[], beeps: readonly number[]): number[] {
  return beeps.flatMap((beep) => {
    const flash = flashes.find((shown) => Math.abs(shown - beep) < 400);
    return flash === undefined ? [] : [flash - beep];
  });
}

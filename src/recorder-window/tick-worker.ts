/*
 * Ticks for a page whose own timers the browser slows down to one per second while its window is minimized.
 */

self.onmessage = ({ data: intervalMs }: MessageEvent<number>) => {
  setInterval(() => self.postMessage(undefined), intervalMs);
};

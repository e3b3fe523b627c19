/** So much of a recording, read or decoded, in bytes, is copied until the garbage of that is collected. */
const collectedAtOnce = 2 ** 22;
/** More than V8 lets buffers take, in bytes, before it collects them at once. */
const tooManyBytes = 2 ** 27;
/** A collection goes through everything that lives: after each one, work goes on for so many times as long. */
const workForCollection = 8;

let made = 0;
let waitsUntil = Number.NEGATIVE_INFINITY;

/**
 * Has V8 collect the garbage of this worker in time, which it does by itself only after 64 MB of buffers. The buffer that
 * makes it do so is never written: on Linux and macOS, it takes no memory of the system; on Windows, it counts against
 * what the system can commit, until the next collection.
 *
 * @param bytes that were read or decoded, and are going to be copied
 */
export function countGarbage(bytes: number, clock: Pick<Performance, 'now'> = performance): void {
  made += bytes;
  if (made < collectedAtOnce) return;
  const began = clock.now();
  if (began < waitsUntil) return;
  made = 0;
  try {
    void new ArrayBuffer(tooManyBytes);
  } catch {
    // There isn't even the address space: then the garbage is collected anyway.
  }
  const ended = clock.now();
  waitsUntil = ended + workForCollection * (ended - began);
}

/** More than V8 lets buffers take, in bytes, before it collects them at once. */
const tooManyBytes = 2 ** 27;

/**
 * Makes V8 collect the garbage of this worker, which it does by itself only after 64 MB of buffers. The buffer is never
 * written, so it takes no memory of the system.
 */
export function collectGarbage(): void {
  try {
    void new ArrayBuffer(tooManyBytes);
  } catch {
    // There isn't even the address space: then the garbage is collected anyway.
  }
}

const nothing = new Uint8Array();

/**
 * The bytes of a recording, pushed in slices of any size and read at a position that only moves forward. Keeps only the
 * unread bytes; skipped bytes are never kept.
 */
export class ByteQueue {
  #buffer: Uint8Array = nothing;
  #start = 0;
  #end = 0;
  /** Whether the buffer is a copy, not a slice that was pushed. */
  #owned = true;
  #position = 0;
  /** How many bytes before the position are still to come. */
  #owed = 0;

  /** The offset of the next byte to read, in bytes from the start of the recording. */
  get position(): number {
    return this.#position;
  }

  /** Whether everything before {@link position} has been pushed. */
  get reached(): boolean {
    return this.#owed === 0;
  }

  /** How many bytes were pushed in total. */
  get pushed(): number {
    return this.#position - this.#owed + this.#end - this.#start;
  }

  /** Adds bytes. Those that are read before {@link settle} are not copied. */
  push(bytes: Uint8Array): void {
    const skipped = Math.min(this.#owed, bytes.length);
    this.#owed -= skipped;
    const fresh = skipped === 0 ? bytes : bytes.subarray(skipped);
    if (fresh.length === 0) return;
    const rest = this.#end - this.#start;
    if (rest === 0) {
      this.#buffer = fresh;
      this.#start = 0;
      this.#end = fresh.length;
      this.#owned = false;
      return;
    }
    if (!this.#owned || this.#buffer.length - this.#end < fresh.length) {
      // Double it: a long element that comes byte by byte must not be copied for every byte.
      const grown = new Uint8Array(Math.max(rest + fresh.length, rest * 2));
      grown.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = grown;
      this.#start = 0;
      this.#end = rest;
      this.#owned = true;
    }
    this.#buffer.set(fresh, this.#end);
    this.#end += fresh.length;
  }

  /** Releases the pushed bytes, and keeps a copy of the unread ones. */
  settle(): void {
    const rest = this.#end - this.#start;
    if (rest === 0) {
      this.#buffer = nothing;
      this.#owned = true;
    } else if (!this.#owned || this.#start > this.#buffer.length / 2) {
      this.#buffer = this.#buffer.slice(this.#start, this.#end);
      this.#owned = true;
    } else {
      return;
    }
    this.#start = 0;
    this.#end = rest;
  }

  /** Whether the next `count` bytes are here. */
  has(count: number): boolean {
    return this.#owed === 0 && this.#end - this.#start >= count;
  }

  /** At most `count` of the next bytes, without moving the position. Valid until the next push or settle. */
  peek(count: number): Uint8Array {
    if (this.#owed > 0) return nothing;
    return this.#buffer.subarray(this.#start, Math.min(this.#start + count, this.#end));
  }

  /** Moves the position by `count` bytes, whether they are here or still to come. */
  skip(count: number): void {
    const here = Math.min(count, this.#end - this.#start);
    this.#start += here;
    this.#owed += count - here;
    this.#position += count;
  }
}

/** What a {@link ByteQueue} holds, as a structured-cloneable value. */
export interface ByteQueueState {
  /** Where the next byte to be read lies, in bytes from the start of the recording. */
  readonly position: number;
  /** The bytes from there on that were pushed and not read. */
  readonly pending: Uint8Array;
  /** How many bytes that are still to come lie before {@link position}. */
  readonly owed: number;
}

const nothing = new Uint8Array();

/**
 * The bytes of a recording, pushed in slices of any size and read at a position that only moves
 * forward. Keeps nothing but what was not read yet; bytes that are skipped are never held.
 */
export class ByteQueue {
  #buffer: Uint8Array;
  #start = 0;
  #end: number;
  #owned = true;
  #position: number;
  #owed: number;

  constructor(state?: ByteQueueState) {
    this.#buffer = state === undefined ? nothing : state.pending.slice();
    this.#end = this.#buffer.length;
    this.#position = state?.position ?? 0;
    this.#owed = state?.owed ?? 0;
  }

  /** Where the next byte to be read lies, in bytes from the start of the recording. */
  get position(): number {
    return this.#position;
  }

  /** Whether everything before {@link position} has been pushed. */
  get reached(): boolean {
    return this.#owed === 0;
  }

  /** How many bytes were pushed in all. */
  get pushed(): number {
    return this.#position - this.#owed + this.#end - this.#start;
  }

  /** What it takes to go on from here in another queue. */
  get state(): ByteQueueState {
    return {
      position: this.#position,
      pending: this.#buffer.slice(this.#start, this.#end),
      owed: this.#owed,
    };
  }

  /** Adds bytes. They are read in place, not copied, as far as they are read before {@link settle}. */
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
      // Doubling: a long element that comes byte by byte must not be copied for every byte.
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

  /** Lets go of the bytes that were pushed, keeping a copy of what was not read. */
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

  /** At most `count` of the next bytes, without moving on. Valid until the next push or settle. */
  peek(count: number): Uint8Array {
    if (this.#owed > 0) return nothing;
    return this.#buffer.subarray(this.#start, Math.min(this.#start + count, this.#end));
  }

  /** Moves on by `count` bytes, whether they are here or still to come. */
  skip(count: number): void {
    const here = Math.min(count, this.#end - this.#start);
    this.#start += here;
    this.#owed += count - here;
    this.#position += count;
  }
}

/** Reads numbers of any number of bits, the highest bit first. After the last bit come zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bits were read. */
  get at(): number {
    return this.#at;
  }

  /** Whether more was read than there is. */
  get exhausted(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** Whether the next bit is 1. */
  flag(): boolean {
    return this.read(1) === 1;
  }

  /** Moves on. */
  skip(bits: number): void {
    this.#at += bits;
  }

  /** ue(v) (ITU-T H.264, section 9.1), and uvlc() of AV1 (section 4.10.3) up to 2^32 - 2. */
  golomb(): number {
    let zeros = 0;
    while (zeros < 32 && !this.exhausted && this.read(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** se(v) (ITU-T H.264, section 9.1.1). */
  signedGolomb(): number {
    const code = this.golomb();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}

/** What a sequence parameter set states beyond the size of its picture (ITU-T H.264, section E.1.1). */
export interface Vui {
  /** The fields of an extended aspect ratio. */
  readonly aspect?: readonly [width: number, height: number];
  readonly overscan?: boolean;
  readonly signal?: {
    readonly format: number;
    readonly isFullRange: boolean;
    readonly description?: {
      readonly primaries: number;
      readonly transfer: number;
      readonly matrix: number;
    };
  };
  /** What comes after the colors, as bits. */
  readonly rest: string;
}

/** Numbers as bits, the highest first. */
class Bits {
  #bits = '';

  u(count: number, value: number): this {
    return this.raw(value.toString(2).padStart(count, '0'));
  }

  ue(value: number): this {
    const code = (value + 1).toString(2);
    return this.raw(code.padStart(2 * code.length - 1, '0'));
  }

  raw(bits: string): this {
    this.#bits += bits;
    return this;
  }

  /** The NAL unit of a sequence parameter set, with its emulation prevention bytes. */
  toSps(): Uint8Array<ArrayBuffer> {
    const whole = this.#bits.padEnd(8 * Math.ceil(this.#bits.length / 8), '0');
    const nal = [0x67];
    for (const byte of whole.match(/.{8}/g) ?? []) {
      const value = Number.parseInt(byte, 2);
      if (value <= 3 && nal.length > 2 && nal.at(-1) === 0 && nal.at(-2) === 0) nal.push(3);
      nal.push(value);
    }
    return Uint8Array.from(nal);
  }
}

/** A sequence parameter set of the baseline profile, 480 px high. */
export function makeSps(widthInMbs: number, vui?: Vui): Uint8Array<ArrayBuffer> {
  const bits = new Bits().u(8, 66).u(8, 0).u(8, 30).ue(0).ue(0).ue(2).ue(1).u(1, 0);
  bits
    .ue(widthInMbs - 1)
    .ue(29)
    .u(1, 1)
    .u(1, 1)
    .u(1, 0)
    .u(1, vui === undefined ? 0 : 1);
  if (vui !== undefined) writeVui(bits, vui);
  return bits.u(1, 1).toSps();
}

function writeVui(bits: Bits, { aspect, overscan, signal, rest }: Vui): void {
  const flag = (value: unknown) => bits.u(1, value === undefined ? 0 : 1);
  flag(aspect);
  if (aspect !== undefined) bits.u(8, 255).u(16, aspect[0]).u(16, aspect[1]);
  flag(overscan);
  if (overscan !== undefined) bits.u(1, overscan ? 1 : 0);
  flag(signal);
  if (signal !== undefined) {
    const { format, isFullRange, description } = signal;
    bits.u(3, format).u(1, isFullRange ? 1 : 0);
    flag(description);
    if (description !== undefined) {
      bits.u(8, description.primaries).u(8, description.transfer).u(8, description.matrix);
    }
  }
  bits.raw(rest);
}

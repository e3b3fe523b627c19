/** gifenc ships without types. */
declare module 'gifenc' {
  type Format = 'rgb565' | 'rgb444' | 'rgba4444';
  interface Encoder {
    writeHeader(): void;
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { palette: number[][]; delay: number; first: boolean },
    ): void;
    finish(): void;
    /** A copy of what was written since the last reset. */
    bytes(): Uint8Array<ArrayBuffer>;
    readonly stream: { reset(): void };
  }
  export function GIFEncoder(options: { auto: boolean }): Encoder;
  export function quantize(
    pixels: Uint8ClampedArray,
    colors: number,
    options: { format: Format },
  ): number[][];
  export function applyPalette(pixels: Uint8ClampedArray, palette: number[][], format: Format): Uint8Array;
}

import type { Size } from './edits';
import { gifLimits } from './estimate';

/** Colors as red, green and blue, from 0 to 255. */
export type Palette = number[][];

/** A frame of a GIF. */
export interface GifFrame {
  readonly index: Uint8Array;
  readonly palette: Palette;
  /** How long it is shown, in ms: a multiple of 10. */
  readonly delayMs: number;
  readonly isFirst: boolean;
}

/** The pixels of a frame, and their size in px. */
type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>;

/** What frames of a GIF need. */
export interface GifFramesDeps {
  readonly quantize: (pixels: Uint8ClampedArray) => Palette;
  readonly map: (pixels: Uint8ClampedArray, palette: Palette) => Uint8Array;
  readonly write: (frame: GifFrame, size: Size) => void;
}

/** Frames that come at {@link gifLimits}' rate. */
export interface GifFrames {
  add(pixels: Pixels): void;
  /** Writes the last one. */
  end(): void;
}

/** A palette serves so many frames: making one takes the longest. */
const paletteFrames = 12;

/**
 * Turns pictures into frames of a GIF. One that is the same as before makes that one last longer. GIF counts in
 * hundredths of a second: what rounding leaves over goes to the next frame, so that the whole lasts as long as the
 * recording.
 */
export function createGifFrames({ quantize, map, write }: GifFramesDeps): GifFrames {
  let shown: { readonly index: Uint8Array; readonly size: Size; readonly palette: Palette } | undefined;
  let palette: Palette = [];
  let count = 0;
  let isFirst = true;
  /** The end of what is written, in hundredths of a second. */
  let written = 0;

  const writeShown = () => {
    if (shown === undefined) return;
    const end = Math.round((count * 100) / gifLimits.frameRate);
    const { index, size } = shown;
    write({ index, palette: shown.palette, delayMs: 10 * (end - written), isFirst }, size);
    written = end;
    isFirst = false;
  };

  return {
    add(pixels) {
      const isRenewed = count % paletteFrames === 0;
      if (isRenewed) palette = quantize(pixels.data);
      const index = map(pixels.data, palette);
      if (shown === undefined || shown.palette !== palette || !isSame(shown.index, index)) {
        writeShown();
        shown = { index, size: { width: pixels.width, height: pixels.height }, palette };
      }
      count++;
    },
    end: writeShown,
  };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

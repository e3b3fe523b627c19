import type { Color } from './samples';

/** A picture of `site/moving.html`, as a browser decodes it. */
export interface SeenPicture {
  /** The painted frame counter; -1 if it can't be read. */
  readonly counter: number;
  /** The color of the page's background. */
  readonly background: Color;
}

/** How a browser shows an image. */
export interface SeenImage {
  /** In px. */
  readonly width: number;
  readonly height: number;
  readonly first: SeenPicture;
  /** Each frame of it; `undefined` if the browser has no `ImageDecoder`. */
  readonly frames: readonly SeenPicture[] | undefined;
}

/**
 * Shows what the first player of a document was given as an image. Runs in the page of any browser, so it can't use anything
 * outside itself.
 *
 * @param type its MIME type
 */
export async function seeImage(type: string): Promise<SeenImage> {
  const { src } = document.querySelector('video') ?? { src: '' };
  const see = (picture: CanvasImageSource, width: number, height: number): SeenPicture => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(picture, 0, 0);
    const at = (column: number, row: number) => {
      const [x, y] = [Math.floor((column * width) / 32), Math.floor((row * height) / 18)];
      const [red = 0, green = 0, blue = 0] = context?.getImageData(x, y, 1, 1).data ?? [];
      return [red, green, blue] as const;
    };
    let counter = 0;
    for (let bit = 0; bit < 24; bit += 1) {
      const [[, value], [, complement]] = [at(4.5 + bit, 3), at(4.5 + bit, 5)];
      counter = Math.abs(value - complement) < 60 ? Number.NaN : counter * 2 + (value > complement ? 1 : 0);
    }
    return { counter: Number.isNaN(counter) ? -1 : counter, background: at(1.5, 17.5) };
  };
  const image = new Image();
  image.src = src;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const first = see(image, width, height);
  if (!('ImageDecoder' in globalThis)) return { width, height, first, frames: undefined };
  const decoder = new ImageDecoder({ data: await (await fetch(src)).arrayBuffer(), type });
  await Promise.all([decoder.completed, decoder.tracks.ready]);
  const frames: SeenPicture[] = [];
  for (let frameIndex = 0; frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0); frameIndex += 1) {
    const { image: frame } = await decoder.decode({ frameIndex });
    frames.push(see(frame, width, height));
    frame.close();
  }
  return { width, height, first, frames };
}

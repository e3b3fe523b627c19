/** Of the frame before, to be used again: a large one takes 33 MB. */
let bytes = new Uint8ClampedArray();

/**
 * A frame as an `ImageBitmap`, made of its pixels: drawn as it is, each frame takes memory that Chromium frees only with the
 * worker (docs/decisions.md, “A frame is drawn from its pixels”). One at a time in each context; the caller closes the frame.
 *
 * @throws DOMException if the frame is closed or can't be read
 */
export async function bitmapOf(frame: VideoFrame, options: ImageBitmapOptions = {}): Promise<ImageBitmap> {
  return createImageBitmap((await readPixels(frame)) ?? frame, options);
}

/** `undefined` if the browser can't convert it. */
async function readPixels(frame: VideoFrame): Promise<ImageData | undefined> {
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  const options = { format: 'RGBA' } as const;
  const size = width * height * 4;
  // An older browser ignores the format.
  if (size === 0 || frame.allocationSize(options) !== size) return undefined;
  if (bytes.length !== size) bytes = new Uint8ClampedArray(size);
  await frame.copyTo(bytes, options);
  return new ImageData(bytes, width, height);
}

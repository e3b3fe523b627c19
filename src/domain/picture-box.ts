import { type Container, sizeLimit } from './format';
import type { Resolution } from './options';

/** A size in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const boxes: Record<Exclude<Resolution, 'native'>, Size> = {
  1080: { width: 1920, height: 1080 },
  720: { width: 1280, height: 720 },
  480: { width: 854, height: 480 },
};

/**
 * The box that a picture is scaled down to fit into, with its aspect ratio; a smaller one is not scaled.
 *
 * @param picture its size; if it is known, the format's own limit is turned for portrait
 */
export function pictureBox(resolution: Resolution, container: Container, picture?: Size): Size {
  if (resolution !== 'native') return boxes[resolution];
  const { width, height } = sizeLimit[container];
  return picture !== undefined && isPortrait(picture) ? { width: height, height: width } : { width, height };
}

function isPortrait({ width, height }: Size): boolean {
  return height > width;
}

/**
 * A display's physical px for each px of a page of that size, from the page's size in physical px, which is rounded: a
 * whole percentage if one explains it.
 */
export function displayRatio(size: Size, physical: Size): number {
  const ratio = physical.width / size.width;
  const whole = Math.round(100 * ratio) / 100;
  const isExplained = (['width', 'height'] as const).every(
    (side) => Math.abs(size[side] * whole - physical[side]) <= 1,
  );
  return isExplained ? whole : ratio;
}

/** In which size to capture a picture, in px. */
export interface CaptureSize {
  /** What the browser fits the picture into, with its aspect ratio. */
  readonly frame: Size;
  /** The middle of the frame, to leave out its black bars; absent if it has none. */
  readonly crop?: Size;
}

/**
 * The size in which to capture a picture: scaled down to fit into the box, never up, and even, as encoders need it. An odd
 * size has no even one of its aspect ratio, so Chromium would leave a black row or column of 2 px. Then it is a size
 * that is up to 4 px smaller and leaves none, if there is one; else the bars are made even on both sides, and cut off.
 */
export function captureSize(picture: Size, box: Size): CaptureSize {
  const scale = Math.min(1, box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const largest = evenSize({ width, height });
  const isAsChosen = keepsChosen(picture, box, largest);
  for (let less = 0; less <= mostPixelsLess; less += 2) {
    const [wide, tall] = [largest.width - less, largest.height - less];
    const candidates: readonly Size[] = [
      { width: 2 * Math.round((tall * width) / height / 2), height: tall },
      { width: wide, height: 2 * Math.round((wide * height) / width / 2) },
    ];
    const frame = candidates.find(
      (size) => isAsChosen(size) && isNearlyAsLarge(size, largest) && isFilled(size, picture),
    );
    if (frame !== undefined) return { frame };
  }
  const crop: Size = { width: evenBelow((largest.height * width) / height), height: largest.height };
  return { frame: { width: crop.width + 2 * barWidth, height: crop.height }, crop };
}

/**
 * The largest size of a picture that is followed, in px, from its size now: neither it nor the box is exceeded, and Chromium
 * leaves no black row or column of 2 px, if a size that is up to 8 px smaller has none. Of 100 sizes that are not scaled
 * down, 97 have one; there is nothing to be cut off, because the picture will have other sizes.
 */
export function followLimit(picture: Size, box: Size): Size {
  const largest = {
    width: Math.min(picture.width, box.width),
    height: Math.min(picture.height, box.height),
  };
  const most = evenSize(scaledToFit(picture, largest));
  const isAsChosen = keepsChosen(picture, box, most);
  for (let less = 0; less <= 2 * mostPixelsLess; less += 1) {
    for (let narrower = 0; narrower <= less; narrower += 1) {
      const limit = { width: largest.width - narrower, height: largest.height - less + narrower };
      const frame = evenSize(scaledToFit(picture, limit));
      if (isAsChosen(frame) && isFilled(frame, picture)) return limit;
    }
  }
  return largest;
}

/** Whether a size keeps the lines, or the width, that the user chose, if a picture is scaled down anyway. */
function keepsChosen(picture: Size, box: Size, largest: Size): (size: Size) => boolean {
  const [byWidth, byHeight] = [box.width / picture.width, box.height / picture.height];
  if (Math.min(byWidth, byHeight) >= 1) return () => true;
  return byHeight <= byWidth
    ? ({ height }) => height === largest.height
    : ({ width }) => width === largest.width;
}

function evenSize({ width, height }: Size): Size {
  return { width: evenBelow(width), height: evenBelow(height) };
}

/** A size scaled down to fit into another, as Chromium does it (`media::ScaleSizeToFitWithinTarget`). */
function scaledToFit({ width, height }: Size, box: Size): Size {
  if (width <= box.width && height <= box.height) return { width, height };
  const [byHeight, byWidth] = [width * box.height, height * box.width];
  return byWidth < byHeight
    ? { width: box.width, height: Math.round(byWidth / width) }
    : { width: Math.round(byHeight / height), height: box.height };
}

/** How many px less than the largest even size are tried, in either direction. */
const mostPixelsLess = 4;

/** The width of each of the bars that are cut off, in px: even, because Chromium places the picture so. */
const barWidth = 2;

function isNearlyAsLarge({ width, height }: Size, largest: Size): boolean {
  const isNear = (length: number, most: number) =>
    length >= 2 && length <= most && length >= most - mostPixelsLess;
  return isNear(width, largest.width) && isNear(height, largest.height);
}

function evenBelow(length: number): number {
  return Math.max(2, 2 * Math.floor(length / 2));
}

/** Whether a picture fills a frame that it is fitted into, by Chromium's `media::ComputeLetterboxRegion`. */
function isFilled(frame: Size, { width, height }: Size): boolean {
  const [byHeight, byWidth] = [width * frame.height, height * frame.width];
  return byWidth < byHeight
    ? Math.round(byWidth / width) === frame.height
    : Math.round(byHeight / height) === frame.width;
}

/** The longer side of a thumbnail, in px. */
export const thumbnailSide = 320;

/**
 * The size of a picture's thumbnail, in px, with its aspect ratio; never larger than the picture.
 *
 * @param side the longer one at most, in px
 */
export function thumbnailSize({ width, height }: Size, side: number = thumbnailSide): Size {
  const scale = Math.min(1, side / width, side / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

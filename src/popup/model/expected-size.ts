import { audioBitsPerSecond, containerOf, videoBitsPerSecond } from '../../domain/format';
import { type CaptureOptions, hasPicture } from '../../domain/options';
import { pictureBox, type Size } from '../../domain/picture-box';

/** How large each source's video is, in CSS px, as far as it is known before the start. */
export interface SourceSizes {
  readonly tab: Size | undefined;
  readonly screen: Size;
  /** Physical pixels for each CSS px. */
  readonly pixelRatio: number;
}

/** What a camera is asked for, in its own pixels, unless the user sets a limit. */
const cameraSize: Size = { width: 1920, height: 1080 };

/**
 * The most that a recording with these options takes, in bits per second. The browser's encoders need less if
 * little moves.
 */
export function expectedBitsPerSecond(options: CaptureOptions, sizes: SourceSizes): number {
  if (!hasPicture(options.source)) return audioBitsPerSecond;
  const size = sourceSize(options, sizes);
  // What is picked is opened before its size is known.
  const known = options.source === 'tab' ? size : undefined;
  const box = pictureBox(options.resolution, containerOf(options.format), known);
  const picture = { ...fitInto(box, size), frameRate: options.frameRate };
  return videoBitsPerSecond(picture, options.quality) + audioBitsPerSecond;
}

function sourceSize({ source, surface }: CaptureOptions, { tab, screen, pixelRatio }: SourceSizes): Size {
  if (source === 'camera') return cameraSize;
  // A window is at most as large as the screen.
  const { width, height } = source === 'tab' || surface === 'browser' ? (tab ?? screen) : screen;
  return { width: width * pixelRatio, height: height * pixelRatio };
}

/** The size with its aspect kept, never larger than it is. */
function fitInto(box: Size, { width, height }: Size): Size {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

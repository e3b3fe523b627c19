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

/** The box that the picture is scaled down to fit into, with its aspect ratio; a smaller picture is not scaled. */
export function pictureBox(resolution: Resolution, container: Container): Size {
  return resolution === 'native' ? sizeLimit[container] : boxes[resolution];
}

/** The widest and the highest thumbnail, in px. */
const thumbnailBox: Size = { width: 320, height: 320 };

/** The size of a picture's thumbnail, in px, with its aspect ratio; never larger than the picture. */
export function thumbnailSize({ width, height }: Size): Size {
  const scale = Math.min(1, thumbnailBox.width / width, thumbnailBox.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

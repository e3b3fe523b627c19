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

/** The box that the picture must fit into, its aspect kept; what is smaller stays as it is. */
export function pictureBox(resolution: Resolution, container: Container): Size {
  return resolution === 'native' ? sizeLimit[container] : boxes[resolution];
}

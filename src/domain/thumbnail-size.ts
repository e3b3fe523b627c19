import type { Size } from './picture-box';

/** The widest and the highest thumbnail, in px. */
const box: Size = { width: 320, height: 320 };

/** The size of the thumbnail of a picture: its aspect kept, never larger than the picture. */
export function thumbnailSize({ width, height }: Size): Size {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

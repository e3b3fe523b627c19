import type { Size } from '../../../domain/picture-box';

/** The size of what a frame shows, in px. */
export function visibleSize({ visibleRect, codedWidth, codedHeight }: VideoFrame): Size {
  const { width, height } = visibleRect ?? { width: codedWidth, height: codedHeight };
  return { width, height };
}

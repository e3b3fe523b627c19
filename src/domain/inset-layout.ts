import type { CaptureOptions, InsetCorner, InsetShape, InsetSize } from './options';

/** How the camera inset looks in the video. */
export interface InsetLayout {
  readonly shape: InsetShape;
  readonly corner: InsetCorner;
  readonly size: InsetSize;
  readonly mirrored: boolean;
}

/** The square that the inset covers, in px. All three are even, because the chroma planes have half the size. */
export interface InsetArea {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The side of the inset, as a fraction of the video's shorter side. */
const shares: Readonly<Record<InsetSize, number>> = { small: 0.18, medium: 0.26, large: 0.38 };

/** The distance to the edges, as a fraction of the video's shorter side. */
const marginShare = 0.025;

/** The layout that the user chose. */
export function insetLayout({
  insetShape,
  insetCorner,
  insetSize,
  insetMirrored,
}: Pick<CaptureOptions, 'insetShape' | 'insetCorner' | 'insetSize' | 'insetMirrored'>): InsetLayout {
  return { shape: insetShape, corner: insetCorner, size: insetSize, mirrored: insetMirrored };
}

/** The area of the inset in a video of that size, in px; its side is 0 if the video has only a few pixels. */
export function insetArea(
  width: number,
  height: number,
  { corner, size }: Pick<InsetLayout, 'corner' | 'size'>,
): InsetArea {
  const shorter = Math.min(width, height);
  const side = even(shorter * shares[size]);
  const margin = even(shorter * marginShare);
  return {
    x: corner.endsWith('left') ? margin : even(width - margin - side),
    y: corner.startsWith('top') ? margin : even(height - margin - side),
    side,
  };
}

function even(px: number): number {
  return 2 * Math.floor(px / 2);
}

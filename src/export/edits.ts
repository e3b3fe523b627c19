/** The angles by which an export can be turned, in degrees, clockwise. */
export const rotations = [0, 90, 180, 270] as const;

/** One of the {@link rotations}. */
export type Rotation = (typeof rotations)[number];

/** What is cut off each side of the picture as players show it, before the edit turns it, in px. */
export interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is changed in an export; the recording stays as it is. */
export interface Edits {
  readonly crop: Margins;
  readonly rotation: Rotation;
  readonly isMuted: boolean;
  /** 1 is the volume of the recording. */
  readonly volume: number;
}

/** An export of the recording as it is. */
export const noEdits: Edits = {
  crop: { left: 0, top: 0, right: 0, bottom: 0 },
  rotation: 0,
  isMuted: false,
  volume: 1,
};

/** The least width and height that remain, in px: encoders refuse less. */
export const leastSide = 64;

/** The size of a picture, in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in px. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Whether anything is cut off. */
export function hasCrop({ crop }: Pick<Edits, 'crop'>): boolean {
  return Object.values(crop).some((margin) => margin > 0);
}

/** What remains of a picture: even places and lengths, as encoders need; `undefined` if it is too little. */
export function cropBox({ width, height }: Size, { left, top, right, bottom }: Margins): Box | undefined {
  const x = 2 * Math.floor(left / 2);
  const y = 2 * Math.floor(top / 2);
  const box = { x, y, width: evenDown(width - right - x), height: evenDown(height - bottom - y) };
  return box.width < leastSide || box.height < leastSide ? undefined : box;
}

/** The size of a picture after it was turned. */
export function turned({ width, height }: Size, rotation: Rotation): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** The edits of a picture that players turn, as those of the picture as it is coded. @param turn by how much they do */
export function editsAsCoded(edits: Edits, turn: Rotation): Edits {
  const side = (index: number) => edits.crop[clockwise[(index + turn / 90) % clockwise.length] ?? 'top'];
  return {
    ...edits,
    crop: { top: side(0), right: side(1), bottom: side(2), left: side(3) },
    rotation: ((turn + edits.rotation) % 360) as Rotation,
  };
}

const clockwise = ['top', 'right', 'bottom', 'left'] as const;

/** That length, or the even one below it; in px. */
export function evenDown(length: number): number {
  return 2 * Math.floor(length / 2);
}

/** A small picture of a recording at a moment. */
export interface StoryboardPicture {
  /** When its frame is shown, in ms. */
  readonly atMs: number;
  readonly picture: Blob;
}

/** The longer side of a picture, in px. */
export const storyboardSide = 160;

/** How many pictures a storyboard has at most. Thinned out, it has half of them. */
export const mostPictures = 128;

/** How far a picture may be from the moment that it stands for: a storyboard has at least 64 once it is thinned out. */
const farMs = (durationMs: number) => Math.max(2000, durationMs / 32);

/**
 * Whether there is a picture for at least half of a recording. A short part of a long one may have none or one of its few.
 *
 * @param pictures in order
 * @param durationMs of the recording, in ms
 */
export function coversHalf(pictures: readonly StoryboardPicture[], durationMs: number): boolean {
  const far = farMs(durationMs);
  let covered = 0;
  let until = 0;
  for (const { atMs } of pictures) {
    const from = Math.max(until, atMs - far);
    until = Math.max(from, Math.min(durationMs, atMs + far));
    covered += until - from;
  }
  return covered >= durationMs / 2;
}

/**
 * The picture that is nearest to a moment, in ms; `undefined` if none is near enough to stand for it.
 *
 * @param pictures in order
 * @param durationMs of the recording, in ms
 */
export function nearestPicture(
  pictures: readonly StoryboardPicture[],
  atMs: number,
  durationMs: number,
): StoryboardPicture | undefined {
  const distance = (picture: StoryboardPicture) => Math.abs(picture.atMs - atMs);
  const nearest = pictures.reduce<StoryboardPicture | undefined>(
    (best, picture) => (best === undefined || distance(picture) < distance(best) ? picture : best),
    undefined,
  );
  return nearest !== undefined && distance(nearest) <= farMs(durationMs) ? nearest : undefined;
}

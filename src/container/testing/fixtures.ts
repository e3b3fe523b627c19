import sizes from '../fixtures/slice-sizes.json';

const files = import.meta.glob<string>('../fixtures/**/*.{webm,mp4}', {
  query: '?inline',
  import: 'default',
  eager: true,
});

/** The name of a recording in `fixtures/`. */
export type FixtureName = keyof typeof sizes;

/** The names of the recordings in `fixtures/`, by container. */
export const fixtureNames = {
  webm: Object.keys(sizes).filter((name) => name.endsWith('.webm')) as FixtureName[],
  mp4: Object.keys(sizes).filter((name) => name.endsWith('.mp4')) as FixtureName[],
};

/** The names of the files with chapters in `fixtures/chapters/`. */
export const chapterFixtures = [
  'chapters/ffmpeg.webm',
  'chapters/mkvmerge.webm',
  'chapters/ffmpeg.mp4',
  'chapters/faststart.mp4',
] as const;

/** The bytes of a file in `fixtures/`. */
export function fixture(name: FixtureName | (typeof chapterFixtures)[number]): Uint8Array<ArrayBuffer> {
  const url = files[`../fixtures/${name}`];
  if (url === undefined) throw new RangeError(`No fixture ${name}`);
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (char) => char.charCodeAt(0));
}

/** The slices in which a recording came. */
export function slicesOf(name: FixtureName): Uint8Array<ArrayBuffer>[] {
  return split(fixture(name), sizes[name]);
}

/** Splits bytes into pieces of these sizes; the last piece is the rest. */
export function split(bytes: Uint8Array<ArrayBuffer>, lengths: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.slice(at, at + length));
    at = Math.min(at + length, bytes.length);
  }
  if (at < bytes.length) pieces.push(bytes.slice(at));
  return pieces;
}

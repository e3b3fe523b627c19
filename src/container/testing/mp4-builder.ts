import { concat } from '../concat';
import { box, fullBox, type Rope, words } from '../mp4/mp4-boxes';

/** The bytes of boxes. */
export function bytesOf(...ropes: readonly Rope[]): Uint8Array<ArrayBuffer> {
  return concat(ropes.flat());
}

/** The box ftyp. */
export const ftyp = box('ftyp', new TextEncoder().encode('isom\0\0\0\0avc3'));

/** A sample entry of a codec that the index does not look into. */
const plainEntry = box('vp09', new Uint8Array(78));

/** A track with this sample entry, which may state its handler, such as `vide`. */
export function trak(id: number, timescale = 1000, entry: Rope = plainEntry, handler?: string): Rope {
  const type = new TextEncoder().encode(handler);
  const hdlr = handler === undefined ? [] : fullBox('hdlr', 0, 0, words(0), type, new Uint8Array(13));
  const stbl = box('stbl', fullBox('stsd', 0, 0, words(1), entry));
  return box(
    'trak',
    fullBox('tkhd', 0, 3, words(0, 0, id, 0, 0), new Uint8Array(60)),
    box('mdia', fullBox('mdhd', 0, 0, words(0, 0, timescale, 0, 0)), hdlr, box('minf', stbl)),
  );
}

/** The moov of a fragmented file with these tracks. */
export function moov(...traks: readonly Rope[]): Rope {
  const trex = traks.map((_, index) => fullBox('trex', 0, 0, words(index + 1, 1, 0, 0, 0)));
  const mvhd = fullBox('mvhd', 0, 0, words(0, 0, 1000, 0), new Uint8Array(80));
  return box('moov', mvhd, ...traks, box('mvex', ...trex));
}

/** A sample of a fragment. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly duration?: number;
  readonly sync?: boolean;
  readonly composition?: number;
}

/** The samples of one track in a fragment. */
export interface TrackRun {
  readonly track: number;
  readonly time: number;
  readonly samples: readonly Sample[];
}

/** A fragment, moof and mdat, as Chrome writes it: data offsets count from moof. */
export function fragment(...runs: readonly TrackRun[]): Rope {
  const build = (dataStart: number): Rope => {
    let offset = dataStart;
    const trafs = runs.map(({ track, time, samples }) => {
      const fields = samples.flatMap(({ bytes, duration = 10, sync = true, composition = 0 }) => [
        duration,
        bytes.length,
        sync ? 0 : 0x10000,
        composition >>> 0,
      ]);
      const trun = fullBox('trun', 1, 0xf01, words(samples.length, offset, ...fields));
      offset += samples.reduce((sum, { bytes }) => sum + bytes.length, 0);
      return box('traf', fullBox('tfhd', 0, 0x20000, words(track)), fullBox('tfdt', 0, 0, words(time)), trun);
    });
    return box('moof', fullBox('mfhd', 0, 0, words(1)), ...trafs);
  };
  const length = build(0).reduce((sum, piece) => sum + piece.length, 0);
  return [
    ...build(length + 8),
    ...box('mdat', ...runs.flatMap(({ samples }) => samples.map(({ bytes }) => bytes))),
  ];
}

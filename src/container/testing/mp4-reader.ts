import { type Box, BoxReader, childOf, childrenOf, readBoxes, readU32 } from '../mp4/mp4-boxes';
import { sampleEntriesOf, trackIdOf } from '../mp4/mp4-moov';

/** A sample as a player finds it in an ordinary MP4. */
export interface PlayedSample {
  readonly bytes: Uint8Array;
  /** Decode time in ticks. */
  readonly time: number;
  readonly composition: number;
  readonly sync: boolean;
  /** Which sample entry, counted from 0. */
  readonly entry: number;
}

/** A track as a player finds it. */
export interface PlayedTrack {
  readonly id: number;
  readonly entries: readonly Box[];
  readonly samples: readonly PlayedSample[];
  /** In ticks per second. */
  readonly timescale: number;
  /** In ticks. */
  readonly duration: number;
  readonly edits: readonly { readonly duration: number; readonly mediaTime: number }[];
}

function table(stbl: Box, type: string, width: number, from = 8): number[][] {
  const found = [...childrenOf(stbl)].find((child) => child.type === type);
  if (found === undefined) return [];
  const rows: number[][] = [];
  for (let at = from; at + width * 4 <= found.contents.length; at += width * 4) {
    rows.push(Array.from({ length: width }, (_, index) => readU32(found.contents, at + index * 4)));
  }
  return rows;
}

const expand = (runs: readonly number[][]) =>
  runs.flatMap(([count = 0, value = 0]) => Array.from({ length: count }, () => value));

/** Reads an ordinary MP4 by its sample tables alone, as written in ISO/IEC 14496-12. */
export function play(file: Uint8Array): PlayedTrack[] {
  const boxes = [...readBoxes(file, 0)];
  const moov = boxes.find(({ type }) => type === 'moov');
  if (moov === undefined) throw new RangeError('No moov');
  return [...childrenOf(moov)].filter(({ type }) => type === 'trak').map((trak) => playTrack(file, trak));
}

function playTrack(file: Uint8Array, trak: Box): PlayedTrack {
  const mdia = childOf(trak, 'mdia');
  const stbl = childOf(childOf(mdia, 'minf'), 'stbl');
  const durations = expand(table(stbl, 'stts', 2));
  const compositions = expand(table(stbl, 'ctts', 2));
  const stss = [...childrenOf(stbl)].some(({ type }) => type === 'stss')
    ? table(stbl, 'stss', 1).flat()
    : undefined;
  const stsz = childOf(stbl, 'stsz').contents;
  const count = readU32(stsz, 8);
  const sizes =
    readU32(stsz, 4) > 0
      ? Array.from({ length: count }, () => readU32(stsz, 4))
      : table(stbl, 'stsz', 1, 12).flat();
  const offsets = table(stbl, 'co64', 2).map(([high = 0, low = 0]) => high * 2 ** 32 + low);
  const stsc = table(stbl, 'stsc', 3);
  const samples: PlayedSample[] = [];
  let time = 0;
  let run = 0;
  for (const [chunk, start] of offsets.entries()) {
    while ((stsc[run + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= chunk + 1) run++;
    let at = start;
    for (let index = 0; index < (stsc[run]?.[1] ?? 0); index++) {
      const sample = samples.length;
      const size = sizes[sample] ?? 0;
      samples.push({
        bytes: file.subarray(at, at + size),
        time,
        composition: (compositions[sample] ?? 0) | 0,
        sync: stss?.includes(sample + 1) ?? true,
        entry: (stsc[run]?.[2] ?? 0) - 1,
      });
      at += size;
      time += durations[sample] ?? 0;
    }
  }
  const mdhd = new BoxReader(childOf(mdia, 'mdhd'));
  mdhd.skip(4 + 16);
  const timescale = mdhd.u32();
  const edts = [...childrenOf(trak)].find(({ type }) => type === 'edts');
  const elst = edts === undefined ? new Uint8Array() : childOf(edts, 'elst').contents;
  const edits = Array.from({ length: elst.length === 0 ? 0 : readU32(elst, 4) }, (_, index) => {
    const at = 8 + index * 20;
    return { duration: readU32(elst, at + 4), mediaTime: readU32(elst, at + 12) | 0 };
  });
  return {
    id: trackIdOf(trak),
    entries: sampleEntriesOf(childOf(stbl, 'stsd')),
    samples,
    timescale,
    duration: mdhd.u64(),
    edits,
  };
}

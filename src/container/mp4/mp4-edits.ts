import { type Box, BoxReader, box, childrenOf, fullBox, type Rope, words } from './mp4-boxes';

/** An edit list (section 8.6.6) for a track that starts later than another, or with media to be skipped; else nothing. */
export function editList(start: number, duration: number, trim: number): Rope {
  if (start === 0 && trim === 0) return [];
  const rate = 0x10000;
  const wait = start === 0 ? [] : [...long(start), 0xffffffff, 0xffffffff, rate];
  const entries = words(start === 0 ? 1 : 2, ...wait, ...long(duration), ...long(trim), rate);
  return box('edts', fullBox('elst', 1, 0, entries));
}

/** Where the edit list of a track begins. */
export interface Edits {
  /** How long nothing is heard or seen at first, in ticks of the movie. */
  readonly delay: number;
  /** The time in the media that comes then, in ticks of the track. */
  readonly mediaTime: number;
}

/** An entry of an edit list. */
interface Edit {
  /** In ticks of the movie. */
  readonly duration: number;
  /** Whether nothing is heard or seen meanwhile. */
  readonly isEmpty: boolean;
  /** In ticks of the track. */
  readonly mediaTime: number;
}

/** The edit list of a track; empty if it has none. */
export function listEdits(trak: Box): Edit[] {
  const edts = [...childrenOf(trak)].find(({ type }) => type === 'edts');
  const elst = edts && [...childrenOf(edts)].find(({ type }) => type === 'elst');
  if (elst === undefined) return [];
  const reader = new BoxReader(elst);
  const { version } = reader.full();
  const edits: Edit[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const duration = version === 1 ? reader.u64() : reader.u32();
    const [high, low] = version === 1 ? [reader.u32(), reader.u32()] : [0, reader.u32()];
    reader.skip(4);
    const isEmpty = low === 0xffffffff && (version === 0 || high === 0xffffffff);
    edits.push({ duration, isEmpty, mediaTime: isEmpty ? 0 : high * 2 ** 32 + low });
  }
  return edits;
}

/** A fragmented file states no durations, so only the beginning of its edit list counts. */
export function editsOf(trak: Box): Edits {
  let delay = 0;
  for (const { duration, isEmpty, mediaTime } of listEdits(trak)) {
    if (!isEmpty) return { delay, mediaTime };
    delay += duration;
  }
  return { delay, mediaTime: 0 };
}

/** An integer of 64 bits, as two words. */
export function long(value: number): [number, number] {
  return [Math.floor(value / 2 ** 32), value % 2 ** 32];
}

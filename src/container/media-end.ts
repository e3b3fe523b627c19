import type { MediaPart } from './media-index';
import { type Box, childOf, childrenOf, readBoxes } from './mp4/mp4-boxes';
import { handlerOf, mediaTimescale, trackIdOf } from './mp4/mp4-moov';
import { chunkRow, type Mp4Header, type Mp4Part } from './mp4/mp4-part';
import { endOfTimes } from './webm/webm-part';

/** Measures a recording slice by slice, in order. */
export interface MediaEnd {
  /** The duration of the recording up to the end of this slice, in ms; `undefined` as long as it is unknown. */
  after(part: MediaPart): number | undefined;
}

/** Starts to measure a new recording. */
export function createMediaEnd(): MediaEnd {
  let tickNs = 0;
  let timescales: ReadonlyMap<number, number> = new Map();
  return {
    after(part) {
      let endMs: number;
      if (part.container === 'webm') {
        tickNs = part.header?.tickNs ?? tickNs;
        endMs = (endOfTimes(part.times) * tickNs) / 1e6;
      } else {
        if (part.header !== undefined) timescales = readTimescales(part.header);
        endMs = 1000 * Math.max(0, ...endsOf(part, timescales));
      }
      return endMs > 0 ? endMs : undefined;
    },
  };
}

/** The end of each track, in seconds. */
function endsOf({ samples }: Mp4Part, timescales: ReadonlyMap<number, number>): number[] {
  return samples.map(({ track, chunks, times }) => {
    const last = chunks.length - chunkRow.length;
    let ticks = chunks[last + chunkRow.time] ?? 0;
    const runs = chunks[last + chunkRow.runs] ?? 0;
    for (let run = times.length - 2 * runs; run < times.length; run += 2) {
      ticks += (times[run] ?? 0) * (times[run + 1] ?? 0);
    }
    return ticks / (timescales.get(track) ?? Infinity);
  });
}

/** The timescale of each track of video or audio, in ticks per second: titles and time codes may last longer. */
function readTimescales({ moov, moovStart }: Mp4Header): Map<number, number> {
  const [box] = readBoxes(moov, moovStart);
  const traks = box === undefined ? [] : [...childrenOf(box)].filter(isOfMedia);
  return new Map(traks.map((trak) => [trackIdOf(trak), mediaTimescale(childOf(trak, 'mdia'))]));
}

function isOfMedia(child: Box): boolean {
  return child.type === 'trak' && ['vide', 'soun', undefined].includes(handlerOf(child));
}

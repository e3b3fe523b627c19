import { expect } from '@playwright/test';
import { rounding } from './cutting';
import { checksumsOf, movesOf, type Packet, readPackets, spreadOf } from './packets';

/** What a lossless cut has of a file: from a key frame, or from the beginning, up to a moment or to the end, in s. */
export interface Range {
  readonly file: string;
  readonly from?: number;
  readonly until?: number;
}

/** How far apart packets of a range may be moved, in s: each container rounds their times. */
export const moveTolerance = 0.002;

/**
 * A lossless cut or join has exactly the packets of its ranges, bit by bit, one range after another. All packets of a range
 * are moved by the same time, so its audio is in step, without a gap. In WebM, the audio of a range may begin before its
 * key frame: with their Cluster.
 */
export async function expectRanges(made: string, ranges: readonly Range[]): Promise<void> {
  const left = await readPackets(made);
  const [video, audio] = [[...left.video], [...left.audio]];
  for (const [index, { file, from = 0, until = Number.POSITIVE_INFINITY }] of ranges.entries()) {
    const whole = await readPackets(file);
    const isIn = ({ time }: Packet) => time >= from - rounding && time < until - rounding;
    const seen = whole.video.filter(isIn);
    const shown = video.splice(0, seen.length);
    expect(checksumsOf(shown), `the video of range ${index}`).toEqual(checksumsOf(seen));
    const heard = whole.audio.filter(isIn);
    const first = heard[0] === undefined ? 0 : whole.audio.indexOf(heard[0]);
    const leads = made.endsWith('.webm') && from > 0 ? first : 0;
    const wanted = Array.from({ length: leads + 1 }, (_, lead) => [
      ...whole.audio.slice(first - lead, first),
      ...heard,
    ]);
    // Packets of silence are the same: which of them it is, their times say.
    const found = wanted.find((packets) => {
      const same = audio.slice(0, packets.length);
      const isSame = checksumsOf(same).join() === checksumsOf(packets).join();
      return isSame && spreadOf([...movesOf(seen, shown), ...movesOf(packets, same)]) < moveTolerance;
    });
    if (found === undefined) {
      const same = audio.slice(0, heard.length);
      expect(checksumsOf(same), `the audio of range ${index}`).toEqual(checksumsOf(heard));
      const moves = [...movesOf(seen, shown), ...movesOf(heard, same)];
      expect(spreadOf(moves), `s by which range ${index} is out of step`).toBeLessThan(moveTolerance);
    }
    audio.splice(0, found?.length);
  }
  expect([video, audio], 'no packet comes after the last range').toEqual([[], []]);
}

import { BoxReader, childOf, readBoxes } from '../mp4/mp4-boxes';
import { webmPartOf } from './index-of';

/** The duration that a finished file states, in ms. */
export function statedDurationMs(container: 'webm' | 'mp4', file: Uint8Array): number {
  if (container === 'webm') {
    const { duration = Number.NaN, tickNs = Number.NaN } = webmPartOf(file).header ?? {};
    return (duration * tickNs) / 1e6;
  }
  const moov = [...readBoxes(file, 0)].find(({ type }) => type === 'moov');
  if (moov === undefined) throw new RangeError('No moov');
  const mvhd = new BoxReader(childOf(moov, 'mvhd'));
  // Version and flags, then two times of 8 bytes.
  mvhd.skip(4 + 16);
  const timescale = mvhd.u32();
  return (mvhd.u64() / timescale) * 1000;
}

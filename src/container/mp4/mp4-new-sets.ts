import type { ColorMatrix } from '../../domain/color';
import type { NewBytes } from '../clip-piece';
import { describeAvcRecord, isLabelledRecord, unitsOfAvcRecord } from './avc';
import { chunkRow, type Mp4Samples } from './mp4-part';
import { leadsOf } from './mp4-tables';

/** New bytes for those of a recording up to `end`, which may be fewer. */
export interface NewSets extends NewBytes {
  readonly end: number;
}

/**
 * Samples whose key frames begin with parameter sets that state that matrix, if theirs have no label: in the tables and in
 * the bytes that replace theirs.
 */
export function withNewSets(
  samples: Mp4Samples,
  matrix: ColorMatrix,
): { readonly samples: Mp4Samples; readonly sets: readonly NewSets[] } {
  const isOld = samples.configs.map(({ record, lead }) => lead !== undefined && !isLabelledRecord(record));
  if (!isOld.includes(true)) return { samples, sets: [] };
  const configs = samples.configs.map((config, index) =>
    isOld[index] === true ? { ...config, record: describeAvcRecord(config.record, matrix) } : config,
  );
  const units = configs.map(({ record }) => unitsOfAvcRecord(record));
  const sizes = samples.sizes.slice();
  const leads = leadsOf(samples);
  const sets: NewSets[] = [];
  let sample = 0;
  let next = 0;
  let config = -1;
  for (let row = 0; row < samples.chunks.length; row += chunkRow.length) {
    let at = samples.chunks[row + chunkRow.offset] ?? 0;
    for (let left = samples.chunks[row + chunkRow.samples] ?? 0; left > 0; left--, sample++) {
      while ((configs[config + 1]?.sample ?? Infinity) <= sample) config += 1;
      const lead = leads[next]?.sample === sample ? leads[next++] : undefined;
      const bytes = units[config];
      if (lead !== undefined && bytes !== undefined && isOld[config] === true) {
        sets.push({ offset: at, end: at + lead.bytes, bytes });
        sizes[sample] = (sizes[sample] ?? 0) - lead.bytes + bytes.length;
      }
      at += samples.sizes[sample] ?? 0;
    }
  }
  const described = configs.map((each, index) =>
    isOld[index] === true ? { ...each, lead: units[index]?.length ?? 0 } : each,
  );
  return { samples: { ...samples, sizes, configs: described }, sets };
}

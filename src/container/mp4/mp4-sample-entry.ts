import type { ColorMatrix } from '../../domain/color';
import { labelCodes, relabelAv1Config, unstated } from '../color-label';
import { concat } from '../concat';
import { describeAvcRecord, isLabelledRecord, relabelAvcRecord, sizeOfAvcRecord } from './avc';
import { type Box, box, fullBox, type Rope, readBoxes, words } from './mp4-boxes';
import { boxesOfVisualEntry, sampleEntriesOf, visualSampleEntryLength } from './mp4-moov';
import type { AvcConfig } from './mp4-part';

/** The sample entries of a track, and the first sample, counted from 0, that each applies to, counted from 1. */
export interface Descriptions {
  readonly stsd: Uint8Array | Rope;
  readonly changes: readonly { readonly sample: number; readonly description: number }[];
  /** Whether the parameter sets in the stream have to be left out, because only those of the sample entry are right. */
  readonly withoutSets: boolean;
}

/** What the sample entries of a track depend on. */
export interface TrackFacts {
  /** Whether an edit list skips the beginning of the track. */
  readonly hasEdits: boolean;
  /** Of the video's colors, if what the recorder wrote is wrong or missing. */
  readonly matrix: ColorMatrix | undefined;
}

/**
 * The new stsd of a track. `avc3` becomes `avc1`, with one sample entry for each of the parameter
 * sets in the stream. These also stay in the samples, unless they have no label for the matrix. Opus loses a pre-skip
 * that no edit list makes up for. Everything else is unchanged.
 */
export function descriptionsOf(
  stsd: Box,
  configs: readonly AvcConfig[],
  { hasEdits, matrix }: TrackFacts,
): Descriptions {
  const entries = sampleEntriesOf(stsd);
  const entry = entries.find(({ type }) => type === 'avc3' || type === 'avc1');
  if (entry === undefined || configs.length === 0) {
    if (matrix !== undefined && entries.some(isVideo)) {
      const relabelled = entries.map((one) => (isVideo(one) ? relabelEntry(one, matrix) : [one.bytes]));
      return { stsd: fullBox('stsd', 0, 0, words(entries.length), relabelled.flat()), ...unchanged };
    }
    return { stsd: hasEdits ? stsd.bytes : withoutPreSkip(stsd), ...unchanged };
  }
  const withoutSets = matrix !== undefined && canLeaveOut(configs);
  const numbers = new Map<string, number>();
  const records: Uint8Array[] = [];
  const changes = configs.map(({ sample, record: recorded }) => {
    const state = withoutSets ? describeAvcRecord : relabelAvcRecord;
    const record = matrix === undefined ? recorded : state(recorded, matrix);
    const key = record.join();
    let description = numbers.get(key);
    if (description === undefined) {
      records.push(record);
      description = records.length;
      numbers.set(key, description);
    }
    return { sample, description };
  });
  const rebuilt = records.flatMap((record) => avc1(entry, record, matrix));
  return { stsd: fullBox('stsd', 0, 0, words(records.length), rebuilt), changes, withoutSets };
}

const unchanged = { changes: [], withoutSets: false } as const;

/**
 * Whether parameter sets without a label can be left out of the stream. If they change, they can't: Chromium decodes all
 * samples by those of the first sample entry, and fails.
 */
export function canLeaveOut(configs: readonly AvcConfig[]): boolean {
  const record = configs[0]?.record ?? new Uint8Array();
  const key = record.join();
  return (
    !isLabelledRecord(record) &&
    configs.every((config) => config.lead !== undefined && config.record.join() === key)
  );
}

/**
 * What has to be the same in the sample entries of recordings to be joined. The parameter sets of `avc3` may differ, and
 * bit rates.
 */
export function comparableEntries(stsd: Box, matrix: ColorMatrix | undefined): Uint8Array[] {
  return sampleEntriesOf(stsd).flatMap((entry) => {
    if (!isVideo(entry)) return [entry.bytes];
    const isAvc3 = entry.type === 'avc3';
    const boxes = boxesOfVisualEntry(entry).filter(
      ({ type }) => type !== 'btrt' && !(isAvc3 && type === 'avcC'),
    );
    const fields = isAvc3 ? [] : [entry.bytes.subarray(8, visualSampleEntryLength)];
    const same = matrix === undefined ? boxes.map(({ bytes }) => bytes) : relabelBoxes(boxes, matrix).flat();
    return [entry.bytes.subarray(4, 8), ...fields, ...same];
  });
}

/** The bytes of an AudioSampleEntry before the boxes in it (ISO/IEC 14496-12, section 12.2.3). */
const audioSampleEntryLength = 36;

/**
 * Chromium states a pre-skip of 3840 samples, which are not there: its muxer starts the track at the time of the first
 * packet. Players that obey it play the sound 80 ms early.
 *
 * @see https://opus-codec.org/docs/opus_in_isobmff.html section 4.3.2
 */
function withoutPreSkip(stsd: Box): Uint8Array {
  const entry = sampleEntriesOf(stsd).find(({ type }) => type === 'Opus');
  if (entry === undefined) return stsd.bytes;
  const boxes = readBoxes(
    entry.bytes.subarray(audioSampleEntryLength),
    entry.offset + audioSampleEntryLength,
  );
  const dOps = [...boxes].find(({ type }) => type === 'dOps');
  if (dOps === undefined) return stsd.bytes;
  const bytes = stsd.bytes.slice();
  // Version and OutputChannelCount come first.
  const preSkipAt = dOps.offset - stsd.offset + (dOps.bytes.length - dOps.contents.length) + 2;
  bytes.fill(0, preSkipAt, preSkipAt + 2);
  return bytes;
}

/** The offsets of width and height in a VisualSampleEntry (ISO/IEC 14496-12, section 12.1.3). */
const widthAt = 32;

function avc1(entry: Box, record: Uint8Array, matrix: ColorMatrix | undefined): Rope {
  const fields = entry.bytes.slice(8, visualSampleEntryLength);
  const size = sizeOfAvcRecord(record);
  if (size !== undefined) {
    const view = new DataView(fields.buffer);
    view.setUint16(widthAt - 8, size.width);
    view.setUint16(widthAt - 6, size.height);
  }
  const others = boxesOfVisualEntry(entry).filter(({ type }) => type !== 'avcC');
  const boxes = matrix === undefined ? others.map(({ bytes }) => bytes) : relabelBoxes(others, matrix);
  return box('avc1', fields, box('avcC', record), ...boxes);
}

/** Sample entries of video that state their colors. */
function isVideo({ type }: Box): boolean {
  return type === 'avc1' || type === 'avc3' || type === 'vp09' || type === 'av01';
}

/** A sample entry whose boxes state that matrix. */
function relabelEntry(entry: Box, matrix: ColorMatrix): Rope {
  const boxes = relabelBoxes(boxesOfVisualEntry(entry), matrix);
  return box(entry.type, entry.bytes.subarray(8, visualSampleEntryLength), ...boxes);
}

/** The boxes of a sample entry, which state that matrix: with a `colr`, unless one of them says as much. */
function relabelBoxes(boxes: readonly Box[], matrix: ColorMatrix): (Uint8Array | Rope)[] {
  const isLabelled = boxes.some(({ type }) => type === 'colr' || type === 'vpcC');
  const relabelled = boxes.map((one) => relabelBox(one, matrix));
  return isLabelled ? relabelled : [...relabelled, colr(matrix)];
}

/** See {@link unstated}. */
function colr(matrix: ColorMatrix): Rope {
  const nclx = [...'nclx'].map((character) => character.charCodeAt(0));
  const limited = 0;
  const codes = [unstated.primaries, unstated.transfer, labelCodes.h273[matrix]];
  return box('colr', new Uint8Array([...nclx, ...codes.flatMap((code) => [0, code]), limited]));
}

/** The offsets of the matrix in `colr` (ISO/IEC 14496-12, section 12.1.5) and `vpcC` (VP Codec ISO Media File Format Binding). */
const matrixOffsets = { colr: 8, vpcC: 9 } as const;

function relabelBox({ type, bytes, contents }: Box, matrix: ColorMatrix): Uint8Array {
  const headerLength = bytes.length - contents.length;
  const code = labelCodes.h273[matrix];
  if (type === 'avcC' || type === 'av1C') {
    const record = type === 'avcC' ? relabelAvcRecord(contents, matrix) : relabelAv1Config(contents, matrix);
    return concat([bytes.subarray(0, headerLength), record]);
  }
  const copy = bytes.slice();
  const isColr = type === 'colr' && String.fromCharCode(...contents.subarray(0, 4)) === 'nclx';
  // An integer of 16 bits there, of 8 bits here.
  if (isColr) copy.set([0, code], headerLength + matrixOffsets.colr);
  if (type === 'vpcC') copy.set([code], headerLength + matrixOffsets.vpcC);
  return copy;
}

import type { ColorMatrix } from '../domain/color';
import { BitReader } from './bit-reader';

/**
 * Where a key frame states the matrix of its colors: in two of its bytes. The statement can be changed without
 * decoding or moving anything.
 */
export interface ColorLabel {
  /** Of the first of the two bytes, from the start of the frame. */
  readonly offset: number;
  /** The two bytes, big endian. */
  readonly word: number;
  /** How many bits of them come after the statement. */
  readonly shift: number;
  /** How a matrix is written; see {@link labelCodes}. */
  readonly code: LabelCode;
}

/** How a matrix is written: in VP9, or as in ITU-T H.273, section 8.3. */
export type LabelCode = keyof typeof labelCodes;

/** The bits of a statement, and what they are for each matrix. */
export const labelCodes = {
  /** VP9 Bitstream Specification, section 7.2.2: CS_SMPTE_170 and CS_BT_709. */
  vp9: { bits: 3, bt601: 3, bt709: 2 },
  h273: { bits: 8, bt601: 6, bt709: 1 },
} as const satisfies Record<string, { readonly bits: number } & Record<ColorMatrix, number>>;

/**
 * What a file states beside the matrix if the recorder stated nothing of the colors: the primaries and the transfer
 * characteristics of BT.709 (ITU-T H.273, sections 8.1 and 8.2). The range is limited.
 */
export const unstated = { primaries: 1, transfer: 1 } as const;

/** The two bytes with that matrix. */
export function relabelWord({ word, shift, code }: Omit<ColorLabel, 'offset'>, matrix: ColorMatrix): number {
  const { bits, [matrix]: value } = labelCodes[code];
  const mask = (2 ** bits - 1) << shift;
  return (word & ~mask) | (value << shift);
}

/** A copy of the bytes in which each label states that matrix. Offsets count from the start of the bytes. */
export function relabelBytes(
  bytes: Uint8Array,
  labels: readonly ColorLabel[],
  matrix: ColorMatrix,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const label of labels) view.setUint16(label.offset, relabelWord(label, matrix));
  return copy;
}

/** The label at that bit of the bytes; `undefined` if there are no two bytes for it. */
export function labelAtBit(bytes: Uint8Array, bit: number, code: LabelCode): ColorLabel | undefined {
  const offset = bit >> 3;
  const [high, low] = [bytes[offset], bytes[offset + 1]];
  if (high === undefined || low === undefined) return undefined;
  return { offset, word: high * 256 + low, shift: 16 - (bit & 7) - labelCodes[code].bits, code };
}

/** How many bytes of a key frame its label is looked for in. */
export const labelReach = 128;

/** Looks for the label in the beginning of a key frame; `undefined` if it has none, or one that isn't understood. */
export type LabelFinder = (frame: Uint8Array) => ColorLabel | undefined;

/** The label of a VP9 key frame of profile 0 (VP9 Bitstream Specification, section 6.2). */
export const findVp9Label: LabelFinder = (frame) => {
  const bits = new BitReader(frame);
  // frame_marker, two bits of the profile, show_existing_frame, frame_type.
  if (bits.read(2) !== 2 || bits.read(2) !== 0 || bits.flag() || bits.flag()) return undefined;
  // show_frame and error_resilient_mode.
  bits.skip(2);
  if (bits.read(24) !== 0x498342) return undefined;
  const { at } = bits;
  const isRgb = bits.read(3) === 7;
  return isRgb ? undefined : labelAtBit(frame, at, 'vp9');
};

/** OBU types (AV1 Bitstream Specification, section 6.2.2). */
const obuTypes = { sequenceHeader: 1, frameHeader: 3, frame: 6 } as const;

/** The label of an AV1 key frame, in its sequence header OBU (AV1 Bitstream Specification, section 5.5). */
export const findAv1Label: LabelFinder = (unit) => {
  for (let at = 0; at < unit.length; ) {
    const header = readObuHeader(unit, at);
    if (header === undefined || header.type === obuTypes.frame || header.type === obuTypes.frameHeader) {
      return undefined;
    }
    if (header.type === obuTypes.sequenceHeader) {
      const matrixAt = findAv1Matrix(unit.subarray(header.start, header.end));
      return matrixAt === undefined ? undefined : labelAtBit(unit, header.start * 8 + matrixAt, 'h273');
    }
    at = header.end;
  }
  return undefined;
};

/**
 * An AV1CodecConfigurationRecord, which is `av1C` of MP4 and CodecPrivate of Matroska, whose sequence header states that
 * matrix (AV1 Codec ISO Media File Format Binding, section 2.3.3).
 */
export function relabelAv1Config(record: Uint8Array, matrix: ColorMatrix): Uint8Array<ArrayBuffer> {
  const obusStart = 4;
  const label = findAv1Label(record.subarray(obusStart));
  const labels = label === undefined ? [] : [{ ...label, offset: obusStart + label.offset }];
  return relabelBytes(record, labels, matrix);
}

interface ObuHeader {
  readonly type: number;
  /** The range of its payload. */
  readonly start: number;
  readonly end: number;
}

/** Section 5.3. */
function readObuHeader(unit: Uint8Array, at: number): ObuHeader | undefined {
  const first = unit[at] ?? 0;
  let start = at + ((first & 4) === 0 ? 1 : 2);
  const type = (first >> 3) & 15;
  if ((first & 2) === 0) return { type, start, end: unit.length };
  let size = 0;
  for (let index = 0; index < 8; index++) {
    const byte = unit[start++];
    if (byte === undefined) return undefined;
    size += (byte & 127) * 128 ** index;
    if (byte < 128) return { type, start, end: start + size };
  }
  return undefined;
}

/** The bit of a sequence header at which matrix_coefficients begins; `undefined` if it has none. */
function findAv1Matrix(header: Uint8Array): number | undefined {
  const bits = new BitReader(header);
  const profile = bits.read(3);
  bits.skip(1);
  const isReduced = bits.flag();
  if (isReduced) bits.skip(5);
  else skipOperatingPoints(bits);
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1];
  bits.skip(widthBits + heightBits);
  // frame_id_numbers_present_flag
  if (!isReduced && bits.flag()) bits.skip(7);
  // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
  bits.skip(3);
  if (!isReduced) skipTools(bits);
  // enable_superres, enable_cdef, enable_restoration
  bits.skip(3);
  const isDeep = bits.flag();
  if (profile === 2 && isDeep) bits.skip(1);
  if (profile !== 1) bits.skip(1);
  // color_description_present_flag, color_primaries, transfer_characteristics
  if (!bits.flag()) return undefined;
  bits.skip(16);
  const { at } = bits;
  bits.skip(8);
  return bits.exhausted ? undefined : at;
}

function skipOperatingPoints(bits: BitReader): void {
  let delayBits: number | undefined;
  // timing_info_present_flag
  if (bits.flag()) {
    bits.skip(64);
    if (bits.flag()) bits.golomb();
    // decoder_model_info_present_flag
    if (bits.flag()) {
      delayBits = bits.read(5) + 1;
      bits.skip(42);
    }
  }
  const hasInitialDelay = bits.flag();
  const points = bits.read(5) + 1;
  for (let point = 0; point < points; point++) {
    bits.skip(12);
    // seq_tier
    if (bits.read(5) > 7) bits.skip(1);
    if (delayBits !== undefined && bits.flag()) bits.skip(2 * delayBits + 1);
    if (hasInitialDelay && bits.flag()) bits.skip(4);
  }
}

function skipTools(bits: BitReader): void {
  // enable_interintra_compound, enable_masked_compound, enable_warped_motion, enable_dual_filter
  bits.skip(4);
  const hasOrderHint = bits.flag();
  if (hasOrderHint) bits.skip(2);
  const choosesContentTools = bits.flag();
  const mayForceContentTools = choosesContentTools || bits.flag();
  // seq_choose_integer_mv
  if (mayForceContentTools && !bits.flag()) bits.skip(1);
  if (hasOrderHint) bits.skip(3);
}

/** The places of a recording's labels: rows of {@link labelRow}. */
export type LabelTable = Float64Array;

/** The offset of the two bytes, from the start of the recording; the bytes; the bits after the statement; its code. */
export const labelRow = { offset: 0, word: 1, shift: 2, code: 3, length: 4 } as const;

const codeNumbers: readonly LabelCode[] = ['vp9', 'h273'];

/** The row of a label. @param start the offset of what its own offset counts from */
export function rowOfLabel({ offset, word, shift, code }: ColorLabel, start: number): number[] {
  return [start + offset, word, shift, codeNumbers.indexOf(code)];
}

/** The bytes that make a recording's labels state that matrix, by their offsets; those that do already are left out. */
export function* relabelled(
  table: LabelTable,
  matrix: ColorMatrix,
): Generator<{ readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> }> {
  for (let row = 0; row < table.length; row += labelRow.length) {
    const word = table[row + labelRow.word] ?? 0;
    const code = codeNumbers[table[row + labelRow.code] ?? 0] ?? 'h273';
    const changed = relabelWord({ word, shift: table[row + labelRow.shift] ?? 0, code }, matrix);
    if (changed === word) continue;
    yield {
      offset: table[row + labelRow.offset] ?? 0,
      bytes: Uint8Array.of(changed >> 8, changed & 255),
    };
  }
}

/** Whether every label states that matrix; a recording without labels has none that states another. */
export function isLabelled(table: LabelTable | undefined, matrix: ColorMatrix): boolean {
  return table === undefined || relabelled(table, matrix).next().done === true;
}

/**
 * Makes the labels state that matrix, in place.
 *
 * @param bytes the bytes of the recording from `start` on
 * @returns the table of what the bytes are then; a label that is not whole in them stays as it is
 */
export function relabelInPlace(
  bytes: Uint8Array,
  start: number,
  table: LabelTable,
  matrix: ColorMatrix,
): LabelTable {
  const changed = table.slice();
  for (let row = 0; row < table.length; row += labelRow.length) {
    const at = (table[row + labelRow.offset] ?? 0) - start;
    if (at < 0 || at + 2 > bytes.length) continue;
    const [one] = relabelled(table.subarray(row, row + labelRow.length), matrix);
    if (one === undefined) continue;
    bytes.set(one.bytes, at);
    changed[row + labelRow.word] = (one.bytes[0] ?? 0) * 256 + (one.bytes[1] ?? 0);
  }
  return changed;
}

/** The labels of consecutive parts, to be spread into their joined part. */
export function joinLabels(parts: readonly { readonly labels?: LabelTable }[]): {
  readonly labels?: LabelTable;
} {
  const tables = parts.flatMap(({ labels }) => labels ?? []);
  return tables.length === 0 ? {} : { labels: joinRows(tables) };
}

/** Joins tables of rows. */
export function joinRows(tables: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(tables.reduce((sum, table) => sum + table.length, 0));
  let at = 0;
  for (const table of tables) {
    joined.set(table, at);
    at += table.length;
  }
  return joined;
}

/** What a slice adds to the labels, to be spread into its part. */
export function labelsOf(rows: readonly number[]): { readonly labels?: LabelTable } {
  return rows.length === 0 ? {} : { labels: Float64Array.from(rows) };
}

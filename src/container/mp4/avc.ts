import type { ColorMatrix } from '../../domain/color';
import { BitReader } from '../bit-reader';
import { type ColorLabel, labelAtBit, labelCodes, relabelBytes, unstated } from '../color-label';
import { concat } from '../concat';
import { lengthOf } from './nal-units';

/** The fields of H.264 parameter sets that a sample entry needs (ITU-T H.264, section 7.3.2). */

/** NAL unit types (section 7.4.1, table 7-1). */
export const nalTypes = { lastOfPicture: 5, sps: 7, pps: 8, delimiter: 9, spsExtension: 13 } as const;

/** The fields of a sequence parameter set. */
export interface Sps {
  readonly profile: number;
  readonly compatibility: number;
  readonly level: number;
  readonly chromaFormat: number;
  /** Bits above 8. */
  readonly lumaDepth: number;
  readonly chromaDepth: number;
  /** The picture's size after cropping, in px. */
  readonly width: number;
  readonly height: number;
  /** `undefined` if it ends before that. */
  readonly color: ColorPlace | undefined;
}

/** Where a sequence parameter set states the matrix of the colors, or that it doesn't. */
export interface ColorPlace {
  /** The syntax element: matrix_coefficients, or the first of the flags before it that is 0. */
  readonly element: 'vui' | 'signal' | 'description' | 'matrix';
  /** The bit at which it begins, without emulation prevention bytes. */
  readonly at: number;
}

/** Profiles whose parameter sets state the format of the colors (section 7.3.2.1.1). */
const highProfiles: ReadonlySet<number> = new Set([
  100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
]);

/**
 * Reads a sequence parameter set; `undefined` if it is invalid.
 *
 * @param nal the NAL unit, with its header byte
 */
export function readSps(nal: Uint8Array): Sps | undefined {
  const bits = new BitReader(withoutEmulation(nal.subarray(1)));
  const profile = bits.read(8);
  const compatibility = bits.read(8);
  const level = bits.read(8);
  bits.golomb();
  let chromaFormat = 1;
  let lumaDepth = 0;
  let chromaDepth = 0;
  if (highProfiles.has(profile)) {
    chromaFormat = bits.golomb();
    if (chromaFormat === 3) bits.read(1);
    lumaDepth = bits.golomb();
    chromaDepth = bits.golomb();
    bits.read(1);
    if (bits.read(1) === 1) skipScalingMatrix(bits, chromaFormat === 3 ? 12 : 8);
  }
  bits.golomb();
  skipPictureOrder(bits);
  bits.golomb();
  bits.read(1);
  const widthInMbs = bits.golomb() + 1;
  const heightInMapUnits = bits.golomb() + 1;
  const frameMbsOnly = bits.read(1);
  if (frameMbsOnly === 0) bits.read(1);
  bits.read(1);
  const crop =
    bits.read(1) === 1 ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()] : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  // Section 7.4.2.1.1: cropping counts in chroma samples, and in fields.
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = (chromaFormat === 1 ? 2 : 1) * (2 - frameMbsOnly);
  const width = widthInMbs * 16 - (left + right) * unitX;
  const height = heightInMapUnits * 16 * (2 - frameMbsOnly) - (top + bottom) * unitY;
  const isSane = !bits.exhausted && width > 0 && height > 0 && width < 65_536 && height < 65_536;
  if (!isSane || chromaFormat > 3 || lumaDepth > 6 || chromaDepth > 6) return undefined;
  const color = findColor(bits);
  return { profile, compatibility, level, chromaFormat, lumaDepth, chromaDepth, width, height, color };
}

/** Reads on to the matrix, which is in the VUI parameters (section E.1.1). */
function findColor(bits: BitReader): ColorPlace | undefined {
  const place = readColor(bits);
  return bits.exhausted ? undefined : place;
}

function readColor(bits: BitReader): ColorPlace {
  const extendedSar = 255;
  // vui_parameters_present_flag
  if (!bits.flag()) return { element: 'vui', at: bits.at - 1 };
  if (bits.flag() && bits.read(8) === extendedSar) bits.skip(32);
  // overscan_info_present_flag, overscan_appropriate_flag
  if (bits.flag()) bits.skip(1);
  // video_signal_type_present_flag
  if (!bits.flag()) return { element: 'signal', at: bits.at - 1 };
  // video_format, video_full_range_flag
  bits.skip(4);
  // colour_description_present_flag, colour_primaries, transfer_characteristics
  if (!bits.flag()) return { element: 'description', at: bits.at - 1 };
  bits.skip(16);
  const { at } = bits;
  bits.skip(8);
  return { element: 'matrix', at };
}

/**
 * A sequence parameter set that states that matrix, with bytes added if need be; `undefined` if it is invalid. What else
 * it states stays; see {@link unstated} for what has to be stated beside the matrix.
 *
 * @param nal the NAL unit, with its header byte
 */
export function describeSps(nal: Uint8Array, matrix: ColorMatrix): Uint8Array | undefined {
  const color = readSps(nal)?.color;
  if (color === undefined) return undefined;
  const code = bitsOf([labelCodes.h273[matrix]]);
  const description = `1${bitsOf([unstated.primaries, unstated.transfer])}${code}`;
  // An unspecified video_format, in limited range.
  const signal = `1${'101'}0${description}`;
  const stated = {
    matrix: code,
    description,
    signal,
    // No aspect ratio and no overscan before it; no chroma locations, timing, HRD, pic_struct nor restriction after it.
    vui: `1${'00'}${signal}${'000000'}`,
  }[color.element];
  const bits = bitsOf(withoutEmulation(nal.subarray(1)));
  // The last bit that is 1 ends it; zeros fill the byte (section 7.3.2.11).
  const rest = bits.slice(color.at + (color.element === 'matrix' ? code.length : 1)).replace(/0*$/, '');
  if (rest === '') return undefined;
  const bytes = (bits.slice(0, color.at) + stated + rest).match(/.{1,8}/g) ?? [];
  return withEmulation([nal[0] ?? 0, ...bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))]);
}

function bitsOf(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

/**
 * The label of a key frame's colors, in its sequence parameter set; `undefined` if there is none, or if it can't be
 * changed without moving other bytes.
 *
 * @param nal the NAL unit, with its header byte; the label's offset counts from there
 */
export function findAvcLabel(nal: Uint8Array): ColorLabel | undefined {
  const color = readSps(nal)?.color;
  if (color?.element !== 'matrix') return undefined;
  const emulation = emulationBytes(nal.subarray(1));
  // The header byte; and each byte that was taken out moves the rest on.
  let at = color.at + 8;
  for (const index of emulation) if (index + 1 <= at >> 3) at += 8;
  if (emulation.includes(at >> 3)) return undefined;
  const label = labelAtBit(nal, at, 'h273');
  if (label === undefined) return undefined;
  const isSafe = (['bt601', 'bt709'] as const).every((matrix) => {
    const changed = relabelBytes(nal, [label], matrix).subarray(1);
    return String(emulationBytes(changed)) === String(emulation) && !hasStartCode(changed);
  });
  return isSafe ? label : undefined;
}

/** An AVCDecoderConfigurationRecord whose sequence parameter sets state that matrix. */
export function relabelAvcRecord(record: Uint8Array, matrix: ColorMatrix): Uint8Array {
  const labels = spsOfRecord(record).flatMap((sps): ColorLabel[] => {
    const label = findAvcLabel(sps);
    return label === undefined
      ? []
      : [{ ...label, offset: sps.byteOffset - record.byteOffset + label.offset }];
  });
  return relabelBytes(record, labels, matrix);
}

/** Whether every sequence parameter set of an AVCDecoderConfigurationRecord has a label of its colors. */
export function isLabelledRecord(record: Uint8Array): boolean {
  return spsOfRecord(record).every((sps) => findAvcLabel(sps) !== undefined);
}

/**
 * An AVCDecoderConfigurationRecord with sequence parameter sets that state that matrix, whatever they stated before, and
 * that may be longer. Players obey those in the stream, if there are any.
 */
export function describeAvcRecord(record: Uint8Array, matrix: ColorMatrix): Uint8Array {
  const sets = spsOfRecord(record);
  const last = sets.at(-1) ?? record.subarray(0, firstSetAt);
  const rest = record.subarray(last.byteOffset - record.byteOffset + last.length);
  const described = sets.flatMap((sps) => withLength(describeSps(sps, matrix) ?? sps));
  return concat([record.subarray(0, firstSetAt), ...described, rest]);
}

/** The parameter sets of an AVCDecoderConfigurationRecord, with their lengths, as in a sample. */
export function unitsOfAvcRecord(record: Uint8Array): Uint8Array<ArrayBuffer> {
  const sps = spsOfRecord(record);
  const last = sps.at(-1) ?? record.subarray(0, firstSetAt);
  const ppsAt = last.byteOffset - record.byteOffset + last.length;
  const pps = setsAt(record, ppsAt + 1, record[ppsAt] ?? 0);
  const lastPps = pps.at(-1);
  const extensionsAt = lastPps && lastPps.byteOffset - record.byteOffset + lastPps.length + 3;
  const extensions =
    extensionsAt === undefined ? [] : setsAt(record, extensionsAt + 1, record[extensionsAt] ?? 0);
  const size = ((record[4] ?? 0) & 3) + 1;
  return concat([...sps, ...extensions, ...pps].flatMap((unit) => [lengthOf(unit.length, size), unit]));
}

const firstSetAt = 6;

/** The sequence parameter sets of an AVCDecoderConfigurationRecord. */
function spsOfRecord(record: Uint8Array): Uint8Array[] {
  return setsAt(record, firstSetAt, (record[5] ?? 0) % 32);
}

function setsAt(record: Uint8Array, start: number, count: number): Uint8Array[] {
  const sets: Uint8Array[] = [];
  let at = start;
  for (let left = count; left > 0; left--) {
    const length = (record[at] ?? 0) * 256 + (record[at + 1] ?? 0);
    sets.push(record.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return sets;
}

function skipScalingMatrix(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (bits.read(1) === 0) continue;
    let last = 8;
    for (let index = 0; index < (list < 6 ? 16 : 64) && last !== 0; index++)
      last = (last + bits.signedGolomb() + 256) % 256;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.golomb();
  if (type === 0) bits.golomb();
  if (type !== 1) return;
  bits.read(1);
  bits.golomb();
  bits.golomb();
  const frames = bits.golomb();
  for (let frame = 0; frame < Math.min(frames, 255); frame++) bits.golomb();
}

/** The parameter sets that come with one key frame. */
export interface ParameterSets {
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
  readonly spsExtensions: readonly Uint8Array[];
}

/**
 * Makes the AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1) of these parameter
 * sets; `undefined` if they are invalid.
 *
 * @param nalLength the bytes of a NAL unit's length in the samples
 */
export function makeAvcRecord(
  { sps, pps, spsExtensions }: ParameterSets,
  nalLength: number,
): Uint8Array | undefined {
  const [first] = sps;
  const read = first === undefined ? undefined : readSps(first);
  if (read === undefined || pps.length === 0 || sps.length > 31 || pps.length > 255) return undefined;
  const parts = [
    Uint8Array.of(1, read.profile, read.compatibility, read.level, 0xfc | (nalLength - 1), 0xe0 | sps.length),
    ...sps.flatMap(withLength),
    Uint8Array.of(pps.length),
    ...pps.flatMap(withLength),
  ];
  if (highProfiles.has(read.profile)) {
    const formats = [0xfc | read.chromaFormat, 0xf8 | read.lumaDepth, 0xf8 | read.chromaDepth];
    parts.push(Uint8Array.of(...formats, spsExtensions.length), ...spsExtensions.flatMap(withLength));
  }
  return concat(parts);
}

/** The size of the picture in px that an AVCDecoderConfigurationRecord describes. */
export function sizeOfAvcRecord(
  record: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  const length = (record[6] ?? 0) * 256 + (record[7] ?? 0);
  return (record[5] ?? 0) % 32 === 0 ? undefined : readSps(record.subarray(8, 8 + length));
}

function withLength(nal: Uint8Array): Uint8Array[] {
  return [Uint8Array.of(nal.length >> 8, nal.length & 0xff), nal];
}

/** Takes out the bytes that keep start codes from appearing (ITU-T H.264, section 7.4.1.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  const emulation = new Set(emulationBytes(bytes));
  return bytes.filter((_, index) => !emulation.has(index));
}

/** Puts these bytes in. */
function withEmulation(bytes: readonly number[]): Uint8Array {
  const made: number[] = [];
  for (const byte of bytes) {
    if (byte <= 3 && made.at(-1) === 0 && made.at(-2) === 0) made.push(3);
    made.push(byte);
  }
  return Uint8Array.from(made);
}

/** The indexes of these bytes. */
function emulationBytes(bytes: Uint8Array): number[] {
  return [...bytes.keys()].filter(
    (index) => bytes[index] === 3 && index > 1 && bytes[index - 1] === 0 && bytes[index - 2] === 0,
  );
}

/** Whether three bytes look like a start code, or like the beginning of one. */
function hasStartCode(bytes: Uint8Array): boolean {
  return bytes.some(
    (byte, index) => byte < 3 && index > 1 && bytes[index - 1] === 0 && bytes[index - 2] === 0,
  );
}

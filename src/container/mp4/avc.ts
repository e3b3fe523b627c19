import type { ColorMatrix } from '../../domain/color';
import { BitReader } from '../bit-reader';
import { type ColorLabel, labelAtBit, relabelBytes } from '../color-label';
import { concat } from '../concat';

/** The fields of H.264 parameter sets that a sample entry needs (ITU-T H.264, section 7.3.2). */

/** NAL unit types (section 7.4.1, table 7-1). */
export const nalTypes = { lastOfPicture: 5, sps: 7, pps: 8, spsExtension: 13 } as const;

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
  /** The bit at which matrix_coefficients begins, if there is one, without emulation prevention bytes. */
  readonly matrixAt: number | undefined;
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
  const matrixAt = bits.flag() ? findMatrix(bits) : undefined;
  return { profile, compatibility, level, chromaFormat, lumaDepth, chromaDepth, width, height, matrixAt };
}

/** The bit of the VUI parameters (section E.1.1) at which matrix_coefficients begins. */
function findMatrix(bits: BitReader): number | undefined {
  const extendedSar = 255;
  if (bits.flag() && bits.read(8) === extendedSar) bits.skip(32);
  // overscan_info_present_flag, overscan_appropriate_flag
  if (bits.flag()) bits.skip(1);
  // video_signal_type_present_flag
  if (!bits.flag()) return undefined;
  // video_format, video_full_range_flag
  bits.skip(4);
  // colour_description_present_flag, colour_primaries, transfer_characteristics
  if (!bits.flag()) return undefined;
  bits.skip(16);
  const { at } = bits;
  bits.skip(8);
  return bits.exhausted ? undefined : at;
}

/**
 * The label of a key frame's colors, in its sequence parameter set; `undefined` if there is none, or if it can't be
 * changed without moving other bytes.
 *
 * @param nal the NAL unit, with its header byte; the label's offset counts from there
 */
export function findAvcLabel(nal: Uint8Array): ColorLabel | undefined {
  const matrixAt = readSps(nal)?.matrixAt;
  if (matrixAt === undefined) return undefined;
  const emulation = emulationBytes(nal.subarray(1));
  // The header byte; and each byte that was taken out moves the rest on.
  let at = matrixAt + 8;
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
  const labels: ColorLabel[] = [];
  let at = 6;
  for (let left = (record[5] ?? 0) % 32; left > 0; left--) {
    const length = (record[at] ?? 0) * 256 + (record[at + 1] ?? 0);
    const label = findAvcLabel(record.subarray(at + 2, at + 2 + length));
    if (label !== undefined) labels.push({ ...label, offset: at + 2 + label.offset });
    at += 2 + length;
  }
  return relabelBytes(record, labels, matrix);
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

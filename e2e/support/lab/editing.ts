import {
  ALL_FORMATS,
  BlobSource,
  Conversion,
  Input,
  Mp4OutputFormat,
  NullTarget,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { reencode } from '../../../src/codecs/reencode';
import type { Precision, Span } from '../../../src/domain/edit';
import { formatById } from '../../../src/domain/format';
import type { Recording, RecordingId } from '../../../src/domain/recording';
import { loadEncoder } from '../../../src/export/encoders';
import { cutRecording } from '../../../src/storage/cut';
import { joinBlobs, openMedia } from '../../../src/storage/media';
import { findRecording } from '../../../src/storage/recordings';
import { readMedia } from '../../../src/storage/slices';

async function find(id: RecordingId): Promise<Recording> {
  const recording = await findRecording(id);
  if (recording === undefined) throw new RangeError('There is no such recording');
  return recording;
}

/** Cuts a recording as the library's worker does. @returns the new recording, and how long it took, in ms */
export async function cutBy(
  precision: Precision,
  id: RecordingId,
  span: Span,
  name: string,
): Promise<{ readonly id: RecordingId; readonly ms: number }> {
  const recording = await find(id);
  const began = performance.now();
  const [made = ''] = await cutRecording(
    recording,
    [[span]],
    [name],
    precision === 'exact' ? reencode : undefined,
  );
  return { id: made, ms: performance.now() - began };
}

/**
 * Cuts the file of a recording with mediabunny, whose output is discarded.
 *
 * @param isCopied whether packets are copied; else it encodes the picture again, to begin at the frame
 * @returns how long it took, in ms
 */
export async function cutByMediabunny(id: RecordingId, span: Span, isCopied: boolean): Promise<number> {
  const recording = await find(id);
  const { file } = await openMedia(recording);
  const began = performance.now();
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const isWebm = formatById(recording.format).container === 'webm';
  const format = isWebm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false });
  const output = new Output({ format, target: new NullTarget() });
  const conversion = await Conversion.init({
    input,
    output,
    trim: { start: span.startMs / 1000, end: span.endMs / 1000 },
    ...(isCopied ? { copy: { mode: 'forced' as const } } : { video: { forceTranscode: true } }),
    showWarnings: false,
  });
  if (!conversion.isValid) throw new Error('mediabunny has nothing to convert');
  await conversion.execute();
  return performance.now() - began;
}

/** How a recording is exported by mediabunny. */
export interface BunnyExport {
  /** In bits per second, if the picture is encoded as H.264; else it is copied. */
  readonly pictureRate?: number;
  /** In bits per second, of AAC; the encoder is that of the product. */
  readonly soundRate: number;
}

/**
 * Makes an MP4 with AAC of a recording with mediabunny, which discards it.
 *
 * @returns how long it took, in ms
 */
export async function exportByMediabunny(
  id: RecordingId,
  { pictureRate, soundRate }: BunnyExport,
): Promise<number> {
  const { file } = await openMedia(await find(id));
  const began = performance.now();
  await loadEncoder('aac');
  const conversion = await Conversion.init({
    input: new Input({ source: new BlobSource(file), formats: ALL_FORMATS }),
    output: new Output({ format: new Mp4OutputFormat({ fastStart: false }), target: new NullTarget() }),
    ...(pictureRate === undefined
      ? {}
      : { video: { codec: 'avc', bitrate: pictureRate, forceTranscode: true } }),
    audio: { codec: 'aac', bitrate: soundRate, forceTranscode: true },
    showWarnings: false,
  });
  if (!conversion.isValid || conversion.discardedTracks.length > 0)
    throw new Error('mediabunny can’t convert all of it');
  await conversion.execute();
  return performance.now() - began;
}

/** Downloads what `MediaRecorder` delivered of a recording, without the header that the product makes. */
export async function downloadBare(id: RecordingId, fileName: string): Promise<void> {
  const { mimeType } = await find(id);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(joinBlobs(await readMedia(id), mimeType));
  link.download = fileName;
  link.click();
}

/**
 * Reads the duration of the file that was chosen in the page's only file input, with mediabunny.
 *
 * @returns how long it took, in ms
 */
export async function openByMediabunny(): Promise<{ readonly ms: number; readonly seconds: number }> {
  const file = document.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
  if (file === undefined) throw new RangeError('No file was chosen');
  const began = performance.now();
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const seconds = await input.computeDuration();
  return { ms: performance.now() - began, seconds };
}

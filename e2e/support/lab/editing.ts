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
import { cutRecording } from '../../../src/storage/cut';
import { openMedia } from '../../../src/storage/media';
import { findRecording } from '../../../src/storage/recordings';

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

/**
 * Encodes the picture of a recording as H.264 with mediabunny, which copies the audio and discards the MP4.
 *
 * @returns how long it took, in ms
 */
export async function exportByMediabunny(id: RecordingId, bitrate: number): Promise<number> {
  const { file } = await openMedia(await find(id));
  const began = performance.now();
  const conversion = await Conversion.init({
    input: new Input({ source: new BlobSource(file), formats: ALL_FORMATS }),
    output: new Output({ format: new Mp4OutputFormat({ fastStart: false }), target: new NullTarget() }),
    video: { codec: 'avc', bitrate, forceTranscode: true },
    showWarnings: false,
  });
  if (!conversion.isValid) throw new Error('mediabunny has nothing to convert');
  await conversion.execute();
  return performance.now() - began;
}

import fixWebmDuration from 'fix-webm-duration';
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
import { formatById } from '../../../src/domain/format';
import type { Recording, RecordingId } from '../../../src/domain/recording';
import { joinBlobs, openMedia } from '../../../src/storage/media';
import { findRecording } from '../../../src/storage/recordings';
import { readSlices } from '../../../src/storage/slices';

/** The ways to make a file with a duration of a recording. */
export type Finisher = 'timeslice' | 'mediabunny' | 'fix-webm-duration';

/** How long it took, in ms, or why it could not. */
export interface Finished {
  readonly ms?: number;
  readonly failure?: string;
}

/** Finishes a recording, from its rows on disk to a file; mediabunny's is discarded as it is written. */
export async function finishBy(finisher: Finisher, id: RecordingId): Promise<Finished> {
  const recording = await findRecording(id);
  if (recording === undefined) throw new RangeError('There is no such recording');
  const began = performance.now();
  try {
    await finishers[finisher](recording);
    return { ms: performance.now() - began };
  } catch (error) {
    return { failure: `${error}` };
  }
}

const finishers: Record<Finisher, (recording: Recording) => Promise<unknown>> = {
  timeslice: openMedia,
  async mediabunny(recording) {
    const input = new Input({ source: new BlobSource(await recorded(recording)), formats: ALL_FORMATS });
    const isWebm = formatById(recording.format).container === 'webm';
    const format = isWebm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false });
    const output = new Output({ format, target: new NullTarget() });
    const conversion = await Conversion.init({ input, output, showWarnings: false });
    if (!conversion.isValid) throw new Error('mediabunny has nothing to convert');
    await conversion.execute();
  },
  async 'fix-webm-duration'(recording) {
    const blob = await recorded(recording);
    const fixed = await fixWebmDuration(blob, recording.durationMs, { logger: false });
    if (fixed.size === blob.size) throw new RangeError('It returned the file unchanged');
  },
};

/** The recorded bytes, unchanged. */
async function recorded({ id, mimeType }: Recording): Promise<Blob> {
  return joinBlobs(await readSlices(id), mimeType);
}

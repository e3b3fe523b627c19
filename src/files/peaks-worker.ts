import { toStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { borrowMedia } from '../storage/borrowed-media';
import { savePeaks } from '../storage/waveform';
import { measurePeaks } from './measure-peaks';

/* The worker that decodes the audio of recordings whose peaks were not kept: an hour takes seconds. */

/** What the worker answers. */
export type PeaksHandlers = typeof handlers;

const handlers = {
  /** Measures the peaks of a recording, and keeps them for the next time. */
  async measure(recording: Recording): Promise<Uint8Array> {
    const { file, close } = await borrowMedia(recording);
    try {
      const peaks = await measurePeaks(file);
      await savePeaks(recording.id, peaks).catch(() => undefined);
      return peaks;
    } finally {
      await close();
    }
  },
  /** Measures the peaks of a file that isn't in the library. */
  measureFile: (file: Blob): Promise<Uint8Array> => measurePeaks(file),
};

serveCalls(handlers, toStorageFailure);

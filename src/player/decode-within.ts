import type { FrameDecoder } from '../domain/still-frame';
import { hasFrame, type PlayedFile, toRecordingMs } from './played-file';

/** So long before its end, a span still shows its last frame, in ms. */
const inFrameMs = 2;

/**
 * Decodes the frames of a recording only, which may be a part of its file: a step out of a span seeks to the one beside it.
 *
 * @param seek in ms of the recording
 */
export function decodeWithin(
  file: Pick<PlayedFile, 'spans'>,
  decoder: FrameDecoder,
  seek: (ms: number) => void,
): FrameDecoder {
  return {
    async beside(time, direction) {
      const frame = await decoder.beside(time, direction);
      if (frame === undefined || hasFrame(file, frame.time * 1000)) return frame;
      frame.picture.close();
      const seamMs = toRecordingMs(file, frame.time * 1000);
      seek(direction === 'next' ? seamMs : seamMs - inFrameMs);
      return undefined;
    },
    end: () => decoder.end(),
  };
}

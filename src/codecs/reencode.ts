import type { PieceVideo } from '../container/exact-piece';
import type { PieceCodec, PieceFrame } from '../container/piece-source';
import { FailureError } from '../domain/failure';
import { type FormatId, formatById } from '../domain/format';
import type { Media } from '../domain/media';

/** What the recorder asks of each encoder: profiles and levels for the largest sizes. */
const codecStrings: Readonly<Record<PieceCodec, string>> = {
  vp8: 'vp8',
  vp9: 'vp09.00.51.08',
  av1: 'av01.0.19M.08',
  h264: 'avc1.640034',
};

type Reencodable = Pick<Media, 'format' | 'mimeType' | 'width' | 'height'>;

/** So many frames wait in a codec at most: each takes 1.4 MB in 720p. */
const mostWaiting = 4;

/** Few bits would be seen at the cut; a piece lasts seconds. In bits per second. */
const leastBitrate = 4_000_000;

/** Whether this browser can decode and encode what was recorded; without video there is nothing to encode. */
export async function canBeReencoded({ format, mimeType, ...size }: Reencodable): Promise<boolean> {
  if (mimeType.startsWith('audio/')) return true;
  const codec = codecOf(format);
  if (typeof VideoEncoder === 'undefined') return false;
  // Damaged rows have no size.
  const { width, height } = size.width > 0 && size.height > 0 ? size : { width: 1280, height: 720 };
  const [decoder, encoder] = await Promise.all([
    VideoDecoder.isConfigSupported({ codec: codecStrings[codec] }),
    VideoEncoder.isConfigSupported(encoderConfig(codec, { width, height, bitrate: leastBitrate })),
  ]);
  return decoder.supported === true && encoder.supported === true;
}

function codecOf(format: FormatId): PieceCodec {
  const { videoCodec } = formatById(format);
  if (videoCodec === 'vp8' || videoCodec === 'vp9') return videoCodec;
  return videoCodec.startsWith('av') && !videoCodec.startsWith('avc') ? 'av1' : 'h264';
}

/**
 * Encodes a piece of video again: from the frame that is visible at its start, which gets that time, to the end. Every
 * frame keeps its time.
 *
 * @throws FailureError `exact-unsupported` if the browser can't; `encoder-failed` if it did otherwise
 */
export async function reencode({
  codec,
  frames,
  startMs,
  endMs,
}: PieceVideo): Promise<readonly PieceFrame[]> {
  const first = Math.max(
    frames.findLastIndex(({ timeMs }) => timeMs <= startMs + roundingMs),
    0,
  );
  const encoded: PieceFrame[] = [];
  let failed: unknown;
  const error = (reason: unknown) => {
    failed ??= reason;
  };
  const encoder = new VideoEncoder({
    error,
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      encoded.push({ data, timeMs: chunk.timestamp / 1000, isKey: chunk.type === 'key' });
    },
  });
  const bitrate = bitrateOf(frames, endMs);
  const firstAt = toTimestamp(frames[first]?.timeMs ?? 0);
  let count = 0;
  const encode = (frame: VideoFrame) => {
    // An output callback can't wait, and what is thrown in it is lost.
    try {
      if (frame.timestamp < firstAt || failed !== undefined) return;
      if (encoder.state === 'unconfigured') {
        const { visibleRect } = frame;
        const size = { width: visibleRect?.width ?? 0, height: visibleRect?.height ?? 0 };
        encoder.configure(encoderConfig(codec, { ...size, bitrate }));
      }
      const timed = new VideoFrame(frame, { timestamp: Math.max(frame.timestamp, toTimestamp(startMs)) });
      encoder.encode(timed, { keyFrame: count === 0 });
      count += 1;
      timed.close();
    } catch (reason) {
      error(reason);
    } finally {
      frame.close();
    }
  };
  const decoder = new VideoDecoder({ error, output: encode });
  try {
    decoder.configure({ codec: codecStrings[codec] });
    for (const { data, timeMs, isKey } of frames) {
      const type = isKey ? 'key' : 'delta';
      decoder.decode(new EncodedVideoChunk({ type, timestamp: toTimestamp(timeMs), data }));
      while (failed === undefined && (isFull(decoder.decodeQueueSize) || isFull(encoder.encodeQueueSize))) {
        await dequeued(decoder, encoder);
      }
      if (failed !== undefined) throw failed;
    }
    await decoder.flush();
    if (encoder.state === 'configured') await encoder.flush();
    if (failed !== undefined) throw failed;
  } catch (reason) {
    throw toFailure(failed ?? reason);
  } finally {
    if (decoder.state !== 'closed') decoder.close();
    if (encoder.state !== 'closed') encoder.close();
  }
  if (encoded.length !== frames.length - first || encoded[0]?.isKey !== true) {
    throw new FailureError('encoder-failed', `${encoded.length} frames of ${frames.length - first}`);
  }
  return encoded;
}

/** In µs, as WebCodecs counts. */
function toTimestamp(ms: number): number {
  return Math.round(ms * 1000);
}

/** A position of a player is rounded, in ms. */
const roundingMs = 0.5;

interface EncodedVideo {
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
}

function encoderConfig(codec: PieceCodec, { width, height, bitrate }: EncodedVideo): VideoEncoderConfig {
  return {
    codec: codecStrings[codec],
    width,
    height,
    bitrate,
    // It drops no frames.
    latencyMode: 'quality',
    ...(codec === 'h264' ? { avc: { format: 'annexb' } } : {}),
  };
}

/** Twice what the recording has there: a piece begins with a key frame more. In bits per second. */
function bitrateOf(frames: readonly PieceFrame[], endMs: number): number {
  const bytes = frames.reduce((sum, { data }) => sum + data.length, 0);
  const seconds = Math.max((endMs - (frames[0]?.timeMs ?? 0)) / 1000, 0.5);
  return Math.max(Math.round((2 * 8 * bytes) / seconds), leastBitrate);
}

function isFull(waiting: number): boolean {
  return waiting >= mostWaiting;
}

/** A queue gets shorter, or a codec fails. */
function dequeued(...codecs: readonly EventTarget[]): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, 50);
    function done() {
      clearTimeout(timer);
      for (const codec of codecs) codec.removeEventListener('dequeue', done);
      resolve();
    }
    for (const codec of codecs) codec.addEventListener('dequeue', done);
  });
}

function toFailure(reason: unknown): unknown {
  const isUnsupported = reason instanceof DOMException && reason.name === 'NotSupportedError';
  if (isUnsupported || reason instanceof TypeError) {
    return new FailureError('exact-unsupported', String(reason));
  }
  return reason instanceof DOMException ? new FailureError('encoder-failed', String(reason)) : reason;
}

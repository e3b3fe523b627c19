import {
  AudioSampleSink,
  AudioSampleSource,
  canEncodeAudio,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputVideoTrack,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  TextSubtitleSource,
  VideoSample,
  VideoSampleSource,
  WavOutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import { type Cue, writeVtt } from '../domain/captions';
import { vp8Matrix } from '../domain/color';
import { FailureError } from '../domain/failure';
import { toI420 } from './drawn-samples';
import type { Edits } from './edits';
import { aacDelay, loadEncoder } from './encoders';
import { soundBitsPerSecond } from './estimate';
import type { FileSink } from './file-sink';
import { type ExportFormat, hasCaptions, type SoundCodec } from './formats';
import { countGarbage } from './garbage';
import { withDurations } from './last-duration';
import { inOneSize } from './one-size';
import { eachPacket } from './packets';
import { createDrawing, croppedFrames, type FrameDrawing } from './picture-frames';
import type { ExportPlan } from './plan';
import { continuousSound } from './sound-frames';
import type { SourceFile } from './source-file';

/** The size of the writes, in bytes. */
const chunkSize = 2 ** 20;

/** Writes one track, packet by packet; yields how far it has come, in s. */
type Lane = AsyncGenerator<number>;

/** What writing a file with mediabunny needs. */
export interface MediaFileTask {
  readonly source: SourceFile;
  readonly format: ExportFormat;
  readonly plan: ExportPlan;
  readonly edits: Edits;
  readonly pictureBitsPerSecond: number;
  /** Written as a track, if the format has one for them. */
  readonly captions: readonly Cue[];
  /** Called with the time that is done, in s; throws to end the export. */
  readonly reached: (seconds: number) => Promise<void>;
}

/**
 * Writes an export with video or audio tracks into a sink. The track that is furthest behind goes first, so that none
 * waits in memory for another.
 *
 * @throws Error if a track can't be decoded or encoded, or the sink refuses
 */
export async function writeMediaFile(sink: FileSink, task: MediaFileTask): Promise<void> {
  const stream = new WritableStream<StreamTargetChunk>({
    write: ({ data, position }) => sink.write(data, position),
  });
  const target = new StreamTarget(stream, { chunked: true, chunkSize });
  const output = new Output({ format: outputFormat(task), target });
  const lanes = [pictureLane(output, task), await soundLane(output, task), captionsLane(output, task)].filter(
    (lane) => lane !== undefined,
  );
  try {
    await output.start();
    await inStep(lanes, task.reached);
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  }
}

async function inStep(lanes: readonly Lane[], reached: MediaFileTask['reached']): Promise<void> {
  const open = new Map(lanes.map((lane) => [lane, Number.NEGATIVE_INFINITY]));
  try {
    while (open.size > 0) {
      const [[lane]] = [...open].sort(([, one], [, other]) => one - other) as [[Lane, number]];
      const { done, value } = await lane.next();
      if (done) open.delete(lane);
      else open.set(lane, value);
      if (open.size > 0) await reached(Math.max(0, Math.min(...open.values())));
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.return(undefined)));
  }
}

/** From this size on, in bytes, a WAV has a header that not every player knows. */
const largeWav = 2 ** 32 - 2 ** 20;

function outputFormat({ format, source }: MediaFileTask): OutputFormat {
  switch (format) {
    case 'webm':
      return new WebMOutputFormat();
    case 'mp3':
      return new Mp3OutputFormat();
    case 'wav':
      return new WavOutputFormat({ large: (source.duration * soundBitsPerSecond.pcm) / 8 > largeWav });
    case 'opus':
      return new OggOutputFormat();
    default:
      // The tables stand in front, in space that is kept for them: a player can begin before it has the whole file.
      return new Mp4OutputFormat({ fastStart: 'reserve' });
  }
}

function pictureLane(output: Output, task: MediaFileTask): Lane | undefined {
  const { source, plan, edits } = task;
  if (plan.picture === undefined || source.picture === undefined) return undefined;
  const { track, packets } = source.picture;
  const rotation = plan.turnsByMetadata ? edits.rotation : 0;
  const metadata = { maximumPacketCount: packets, rotation };
  if (plan.picture.isCopied) {
    const copy = new EncodedVideoPacketSource(plan.picture.codec);
    output.addVideoTrack(copy, metadata);
    return copyPackets(track, copy);
  }
  const encoder = new VideoSampleSource({
    codec: plan.picture.codec,
    quality: new Quality({ bitrate: task.pictureBitsPerSecond }),
    // See `inOneSize`.
    sizeChangeBehavior: 'passThrough',
  });
  output.addVideoTrack(encoder, metadata);
  return encodePicture(track, encoder, edits, plan);
}

async function* copyPackets(
  track: InputVideoTrack | InputAudioTrack,
  copy: EncodedVideoPacketSource | EncodedAudioPacketSource,
): Lane {
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
  const meta = decoderConfig && ({ decoderConfig } as EncodedVideoChunkMetadata & EncodedAudioChunkMetadata);
  const packets = eachPacket(new EncodedPacketSink(track));
  for await (const packet of withDurations(packets, (one, duration) => one.clone({ duration }))) {
    await copy.add(packet, meta);
    yield packet.timestamp;
  }
  copy.close();
}

async function* encodePicture(
  track: InputVideoTrack,
  encoder: VideoSampleSource,
  edits: Edits,
  { picture, turnsByMetadata }: ExportPlan,
): Lane {
  const change = edits.rotation !== 0 && !turnsByMetadata ? turner(edits) : inOneSize();
  const isEven = picture?.codec === 'avc' || picture?.codec === 'hevc';
  for await (const frame of withDurations(croppedFrames(track, edits, { isEven }), lasting)) {
    const { timestamp } = frame;
    const shown = await change(frame);
    try {
      await encoder.add(shown);
    } finally {
      shown.close();
    }
    yield timestamp;
  }
  encoder.close();
}

function lasting(frame: VideoSample, seconds: number): VideoSample {
  frame.setDuration(seconds);
  return frame;
}

/** Turns the pixels of frames. */
function turner(edits: Edits): (frame: VideoSample) => Promise<VideoSample> {
  let drawing: FrameDrawing | undefined;
  return async (frame) => {
    const { timestamp, duration, displayWidth: width, displayHeight: height } = frame;
    drawing ??= createDrawing({ width, height }, edits);
    await drawing.draw(frame);
    return new VideoSample(readDrawn(drawing), { timestamp, duration });
  };
}

/** What is drawn, in samples that each player reads rightly. The caller closes it. */
function readDrawn({ canvas, context }: FrameDrawing): VideoFrame {
  const { width, height } = canvas;
  const pixels = context.getImageData(0, 0, width, height);
  const matrix = vp8Matrix(height);
  const samples = toI420(pixels, matrix);
  countGarbage(pixels.data.byteLength + samples.byteLength);
  const colorSpace = {
    matrix: matrix === 'bt709' ? 'bt709' : 'smpte170m',
    primaries: 'bt709',
    transfer: 'bt709',
    fullRange: false,
  } as const;
  const size = { codedWidth: width, codedHeight: height };
  return new VideoFrame(samples, { format: 'I420', ...size, timestamp: 0, colorSpace });
}

function captionsLane(output: Output, { format, captions, source }: MediaFileTask): Lane | undefined {
  const cues = captions.filter(({ startMs }) => startMs < source.duration * 1000);
  if (cues.length === 0 || !hasCaptions(format)) return undefined;
  const track = new TextSubtitleSource('webvtt');
  // An MP4 has a packet for each time at which the text changes.
  output.addSubtitleTrack(track, { name: 'Captions', maximumPacketCount: 2 * cues.length + 1 });
  return writeCaptions(track, cues, source.duration * 1000);
}

/** They don't last longer than the recording, and neither does the file. */
async function* writeCaptions(track: TextSubtitleSource, cues: readonly Cue[], endMs: number): Lane {
  await track.add(writeVtt(cues.map((cue) => ({ ...cue, endMs: Math.min(cue.endMs, endMs) }))));
  track.close();
  yield endMs / 1000;
}

async function soundLane(output: Output, task: MediaFileTask): Promise<Lane | undefined> {
  const { source, plan, edits } = task;
  if (plan.sound === undefined || source.sound === undefined) return undefined;
  const { track, packets, endsAt } = source.sound;
  const { codec, isCopied } = plan.sound;
  if (isCopied && codec !== 'pcm') {
    const copy = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(copy, { maximumPacketCount: packets });
    return copyPackets(track, copy);
  }
  await loadEncoder(codec);
  const sampleRate = await track.getSampleRate();
  const channels = await track.getNumberOfChannels();
  // MP3 has no more.
  const numberOfChannels = codec === 'mp3' ? Math.min(channels, 2) : channels;
  const encoded = codec === 'pcm' ? 'pcm-s16' : codec;
  const quality = new Quality({ bitrate: soundBitsPerSecond[codec] });
  if (!(await canEncodeAudio(encoded, { numberOfChannels, sampleRate, quality }))) {
    throw new FailureError('export-failed', `${codec}, ${numberOfChannels} channels, ${sampleRate} Hz`);
  }
  const encoder = new AudioSampleSource({
    codec: encoded,
    ...(codec === 'pcm' ? {} : { quality }),
    transform: { numberOfChannels },
  });
  output.addAudioTrack(encoder, { maximumPacketCount: mostPackets(endsAt, sampleRate) });
  return encodeSound(track, encoder, edits, codec);
}

/** The encoders' shortest packets have 960 samples at 48 kHz, or 576. */
function mostPackets(seconds: number, sampleRate: number): number {
  return Math.ceil((seconds * sampleRate) / 576) + 64;
}

async function* encodeSound(
  track: InputAudioTrack,
  encoder: AudioSampleSource,
  { volume }: Edits,
  codec: SoundCodec,
): Lane {
  const samples = new AudioSampleSink(track).samples();
  const change = { volume, advance: codec === 'aac' ? aacDelay : 0 };
  for await (const sample of continuousSound(samples, change)) {
    const { timestamp, numberOfFrames, numberOfChannels } = sample;
    countGarbage(numberOfFrames * numberOfChannels * Float32Array.BYTES_PER_ELEMENT);
    try {
      await encoder.add(sample);
    } finally {
      sample.close();
    }
    yield timestamp;
  }
  encoder.close();
}

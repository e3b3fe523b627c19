import { serveCalls } from '../../messaging/worker-calls';
import { createSoundClock, type SoundClock } from './sound-clock';

/*
 * The worker that corrects the timestamps of an audio track. Its blocks come and go through transferred streams; none of them
 * passes through the thread of our pages.
 */

/** The streams of an audio track, and how late it is at first. */
export interface RetimeStart {
  readonly blocks: ReadableStream<AudioData>;
  readonly retimed: WritableStream<AudioData>;
  readonly lateMs: number;
}

/** What the worker answers. */
export type RetimeHandlers = typeof handlers;

let clock: SoundClock | undefined;

const handlers = {
  /** Answers once the worker runs. */
  ready(): void {},
  start({ blocks, retimed, lateMs }: RetimeStart): void {
    clock = createSoundClock(lateMs);
    const { at } = clock;
    // The end of the blocks must not end the track made of them: only `stop()` may.
    void blocks
      .pipeThrough(
        new TransformStream<AudioData, AudioData>({
          transform(block, controller) {
            controller.enqueue(copyAt(block, at(block.timestamp)));
            block.close();
          },
        }),
      )
      .pipeTo(retimed, { preventClose: true })
      .catch(() => undefined);
  },
  setLateness(lateMs: number): void {
    clock?.setLateness(lateMs);
  },
};

serveCalls(handlers);

/** @param timestamp in µs */
function copyAt(block: AudioData, timestamp: number): AudioData {
  const { sampleRate, numberOfFrames, numberOfChannels } = block;
  const data = new Float32Array(numberOfFrames * numberOfChannels);
  for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex += 1) {
    const plane = data.subarray(planeIndex * numberOfFrames, (planeIndex + 1) * numberOfFrames);
    block.copyTo(plane, { planeIndex, format: 'f32-planar' });
  }
  return new AudioData({
    format: 'f32-planar',
    sampleRate,
    numberOfFrames,
    numberOfChannels,
    timestamp,
    data,
    transfer: [data.buffer],
  });
}

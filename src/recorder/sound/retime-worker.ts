import { createSoundClock, type SoundClock } from './sound-clock';

/*
 * The worker that sets the times of a sound right. Its blocks come and go by streams that were transferred here: the
 * thread of our pages sees none of them. It says once that it runs.
 */

/** What the worker is told. */
export type RetimeOrder =
  | {
      readonly name: 'begin';
      readonly blocks: ReadableStream<AudioData>;
      readonly retimed: WritableStream<AudioData>;
      readonly lateMs: number;
    }
  | { readonly name: 'change'; readonly lateMs: number };

let clock: SoundClock | undefined;

addEventListener('message', ({ data }: MessageEvent<RetimeOrder>) => {
  if (data.name === 'change') return clock?.setLateness(data.lateMs);
  clock = createSoundClock(data.lateMs);
  const { at } = clock;
  // Either end of it ends with its track.
  void data.blocks
    .pipeThrough(
      new TransformStream<AudioData, AudioData>({
        transform(block, controller) {
          controller.enqueue(copyAt(block, at(block.timestamp)));
          block.close();
        },
      }),
    )
    .pipeTo(data.retimed)
    .catch(() => undefined);
});

postMessage('runs');

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

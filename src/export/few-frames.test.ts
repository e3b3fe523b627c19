import { expect, it, vi } from 'vitest';
import { decodingFewFrames } from './few-frames';

/** Makes a frame of each packet once `delay` more are there, as a decoder that reorders does. */
function createFake(delay = 0) {
  const held: EncodedVideoChunk[] = [];
  let open = 0;
  let most = 0;
  const make = (output: VideoDecoderInit['output']) => {
    const { timestamp } = held.shift() ?? { timestamp: Number.NaN };
    most = Math.max(most, ++open);
    const frame = { timestamp, codedWidth: 320, close: () => void open-- };
    output(frame as unknown as VideoFrame);
  };
  class Fake extends EventTarget {
    state: CodecState = 'configured';
    #queued = 0;
    readonly init: VideoDecoderInit;
    constructor(init: VideoDecoderInit) {
      super();
      this.init = init;
    }
    get decodeQueueSize() {
      return this.#queued;
    }
    decode(chunk: EncodedVideoChunk) {
      this.#check();
      if (chunk.timestamp < 0) throw new DOMException('No key frame', 'DataError');
      this.#queued++;
      queueMicrotask(() => {
        this.#queued--;
        held.push(chunk);
        this.dispatchEvent(new Event('dequeue'));
        if (held.length > delay) make(this.init.output);
      });
    }
    async flush() {
      this.#check();
      while (held.length > 0) make(this.init.output);
    }
    close() {
      if (this.state === 'closed') throw new DOMException('Closed', 'InvalidStateError');
      this.state = 'closed';
    }
    reset() {
      this.state = 'unconfigured';
    }
    /** Closes itself, as for data that can't be decoded. */
    fail() {
      this.state = 'closed';
      this.init.error(new DOMException('Damaged', 'EncodingError'));
    }
    #check() {
      if (this.state !== 'configured') throw new DOMException('Not configured', 'InvalidStateError');
    }
  }
  // What a decoder has besides isn't called.
  return { Decoder: decodingFewFrames(Fake as unknown as typeof VideoDecoder), most: () => most };
}

const packet = (timestamp: number) => ({ timestamp }) as EncodedVideoChunk;
const settled = () => new Promise((resolve) => setTimeout(resolve));

it.each([0, 16])('makes all frames in order, few at once, with a delay of %i', async (delay) => {
  const { Decoder, most } = createFake(delay);
  const frames: VideoFrame[] = [];
  const error = vi.fn();
  const decoder = new Decoder({ output: (frame) => void frames.push(frame), error });
  for (let time = 0; time < 40; time++) decoder.decode(packet(time));
  let isFlushed = false;
  const flushed = decoder.flush().then(() => {
    isFlushed = true;
  });
  await settled();
  expect(most()).toBeLessThanOrEqual(5);
  expect(decoder.decodeQueueSize).toBeGreaterThan(0);
  expect(isFlushed, 'packets wait').toBe(false);
  const times: number[] = [];
  while (times.length < 40) {
    for (const frame of frames.splice(0, 1)) {
      times.push(frame.timestamp);
      frame.close();
      frame.close();
    }
    await settled();
  }
  await flushed;
  expect(times).toEqual(Array.from({ length: 40 }, (_, time) => time));
  expect(most()).toBeLessThanOrEqual(5 + delay);
  expect(error).not.toHaveBeenCalled();
});

it('ends all flushes that wait', async () => {
  const { Decoder } = createFake();
  const frames: VideoFrame[] = [];
  const decoder = new Decoder({ output: (frame) => void frames.push(frame), error: () => undefined });
  for (let time = 0; time < 6; time++) decoder.decode(packet(time));
  const flushed = Promise.all([decoder.flush(), decoder.flush()]);
  await settled();
  for (const frame of frames.splice(0)) frame.close();
  await flushed;
  expect(decoder.decodeQueueSize).toBe(0);
});

it('closes, and reports a packet once that is refused when it is its turn', async () => {
  const { Decoder } = createFake();
  const frames: VideoFrame[] = [];
  const error = vi.fn(() => expect(decoder.state, 'before it is reported').toBe('closed'));
  const decoder = new Decoder({ output: (frame) => void frames.push(frame), error });
  for (const time of [0, 1, 2, 3, 4, -1, 6]) decoder.decode(packet(time));
  const flushed = decoder.flush();
  await settled();
  expect(error).not.toHaveBeenCalled();
  for (const frame of frames.splice(0)) frame.close();
  await expect(flushed).rejects.toThrow(expect.objectContaining({ name: 'DataError' }));
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'DataError' }));
  expect(decoder.decodeQueueSize).toBe(0);
  expect(() => decoder.decode(packet(7))).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
  expect(error).toHaveBeenCalledOnce();
});

it.each([
  ['close', 'AbortError'],
  ['reset', 'AbortError'],
  ['fail', 'EncodingError'],
] as const)(
  'forgets the packets that wait, and rejects the flush that waits, after %s',
  async (end, name) => {
    const { Decoder } = createFake();
    const frames: VideoFrame[] = [];
    const error = vi.fn();
    const decoder = new Decoder({ output: (frame) => void frames.push(frame), error });
    for (let time = 0; time < 40; time++) decoder.decode(packet(time));
    await settled();
    const flushed = decoder.flush();
    (decoder as VideoDecoder & { fail(): void })[end]();
    await expect(flushed).rejects.toThrow(expect.objectContaining({ name }));
    expect(decoder.decodeQueueSize).toBe(0);
    for (const frame of frames.splice(0)) frame.close();
    expect(() => decoder.decode(packet(40))).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
    expect(error).toHaveBeenCalledTimes(end === 'fail' ? 1 : 0);
  },
);

it('counts frames of two decoders that are transferred together, as those of color and alpha are', async () => {
  const Decoder = createFake().Decoder;
  type Frames = { codedWidth: number }[];
  const colors: Frames = [];
  const alphas: Frames = [];
  let merged = 0;
  const merge = () => {
    while (colors.length > 0 && alphas.length > 0) {
      for (const frame of [colors.shift(), alphas.shift()]) if (frame) frame.codedWidth = 0;
      merged++;
    }
  };
  const decoderOf = (frames: Frames) =>
    new Decoder({
      output: (frame) => {
        frames.push(frame);
        merge();
      },
      error: () => undefined,
    });
  const [color, alpha] = [decoderOf(colors), decoderOf(alphas)];
  for (let time = 0; time < 40; time++) color.decode(packet(time));
  await settled();
  for (let time = 0; time < 40; time++) alpha.decode(packet(time));
  await Promise.all([color.flush(), alpha.flush()]);
  expect(merged).toBe(40);
});

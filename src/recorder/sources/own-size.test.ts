import { expect, it, vi } from 'vitest';
import { keepOwnSize } from './own-size';

/** A picked tab; its first frame has that size, or never comes. */
function setUp(size: { displayWidth: number; displayHeight: number } | undefined) {
  const applyConstraints = vi.fn(async (_constraints?: MediaTrackConstraints) => undefined);
  const close = vi.fn();
  const cancel = vi.fn(async () => undefined);
  const never = new Promise<never>(() => undefined);
  const read = () =>
    size === undefined ? never : Promise.resolve({ value: { ...size, close }, done: false });
  const track = { applyConstraints } as unknown as MediaStreamTrack;
  const keep = () =>
    keepOwnSize(track, 30, {
      framesOf: () => ({ getReader: () => ({ read, cancel }) }) as unknown as ReadableStream<VideoFrame>,
      wait: () => (size === undefined ? Promise.resolve() : never),
    });
  return { keep, applyConstraints, close, cancel };
}

it('limits a picked tab to the size of its first frame', async () => {
  const { keep, applyConstraints, close, cancel } = setUp({ displayWidth: 800, displayHeight: 494 });
  await keep();
  expect(applyConstraints).toHaveBeenCalledExactlyOnceWith({
    width: { max: 800 },
    height: { max: 494 },
    frameRate: { max: 30 },
  });
  expect(close).toHaveBeenCalledOnce();
  expect(cancel).toHaveBeenCalledOnce();
});

it('limits a tab whose first frame is late, too, without waiting for it', async () => {
  const applyConstraints = vi.fn(async () => undefined);
  let arrive: (frame: unknown) => void = () => undefined;
  const read = () => new Promise((resolve) => (arrive = resolve));
  const reader = { read, cancel: async () => undefined };
  await keepOwnSize({ applyConstraints } as unknown as MediaStreamTrack, 30, {
    framesOf: () => ({ getReader: () => reader }) as unknown as ReadableStream<VideoFrame>,
    wait: async () => undefined,
  });
  expect(applyConstraints).not.toHaveBeenCalled();
  arrive({ value: { displayWidth: 800, displayHeight: 494, close: () => undefined }, done: false });
  await vi.waitFor(() => expect(applyConstraints).toHaveBeenCalledOnce());
});

it('records a tab without a frame, or one that the browser refuses to limit, all the same', async () => {
  const frameless = setUp(undefined);
  await frameless.keep();
  expect(frameless.applyConstraints).not.toHaveBeenCalled();
  const refused = setUp({ displayWidth: 800, displayHeight: 494 });
  refused.applyConstraints.mockRejectedValue(new DOMException('', 'OverconstrainedError'));
  await refused.keep();
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InsetLayout } from '../../../domain/inset-layout';
import { createComposite } from './composite';
import { createFixedSize, type SizedSource } from './fixed-size';
import { createFrameClock } from './frame-clock';
import { asFake, createFrameMill, type FrameMill } from './testing/frames';

const layout: InsetLayout = { shape: 'square', corner: 'top-left', size: 'large', mirrored: false };
const intervalMs = 40;

let mill: FrameMill;
beforeEach(() => {
  mill = createFrameMill();
  vi.stubGlobal('VideoFrame', mill.VideoFrame);
});
afterEach(() => void vi.unstubAllGlobals());

/** A stream of frames that the test feeds. */
function tap() {
  const stream = new TransformStream<VideoFrame, VideoFrame>(
    {},
    new CountQueuingStrategy({ highWaterMark: 100 }),
    new CountQueuingStrategy({ highWaterMark: 100 }),
  );
  return { readable: stream.readable, writer: stream.writable.getWriter() };
}

function open({ sizedBy }: { sizedBy?: SizedSource } = {}) {
  let now = 0;
  const screen = tap();
  const written: { timestamp: number; luma: number }[] = [];
  const sizes: string[] = [];
  let isClosed = false;
  const composite = createComposite({
    screen: screen.readable,
    composite: new WritableStream<VideoFrame>({
      write(frame) {
        // The inset stands near the upper left corner, and the first byte is left of it.
        const { data, codedWidth, codedHeight } = frame as unknown as VideoFrame & { data: Uint8Array };
        sizes.push(`${codedWidth}x${codedHeight}`);
        written.push({ timestamp: frame.timestamp, luma: data[8 * codedWidth + 8] ?? 0 });
        frame.close();
      },
      close() {
        isClosed = true;
      },
    }),
    clock: createFrameClock(intervalMs, () => now),
    layout,
    ...(sizedBy === undefined ? {} : { fixed: createFixedSize(sizedBy, () => now) }),
  });
  return {
    composite,
    written,
    sizes,
    isClosed: () => isClosed,
    at(ms: number) {
      now = ms;
    },
    screen: screen.writer,
    async give(timestamp: number, options?: Parameters<FrameMill['frame']>[1]) {
      const frame = mill.frame(timestamp, options);
      await screen.writer.write(frame);
      await settle();
      return frame;
    },
  };
}

/** A turn of the event loop: nothing here takes more than microtasks. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

describe('without a camera', () => {
  it('passes every frame on untouched, and keeps one at most', async () => {
    const { give, written, screen, isClosed } = open();
    for (const timestamp of [0, 40_000, 80_000]) await give(timestamp, { format: 'I444' });
    expect(written).toEqual(
      [0, 40_000, 80_000].map((timestamp) => ({ timestamp, luma: expect.any(Number) })),
    );
    expect(mill.open()).toBe(1);
    await screen.close();
    await settle();
    expect(isClosed()).toBe(true);
    expect(mill.open()).toBe(0);
  });

  it('repeats the last frame, with a later timestamp, if none comes for long', async () => {
    const { composite, give, written, at } = open();
    await give(1000);
    composite.keepAlive();
    at(260);
    composite.keepAlive();
    await settle();
    expect(written).toEqual([
      { timestamp: 1000, luma: 40 },
      { timestamp: 261_000, luma: 40 },
    ]);
    expect(mill.open(), 'what was read is closed').toBe(0);
  });
});

describe('converted to another matrix', () => {
  /** Red by BT.709, and what is made of it by BT.601. */
  const red = { luma: 63, chroma: [102, 240] } as const;
  const red601 = 82;

  it('has new samples in every frame that is of another one, until it is known to be wrongly labelled', async () => {
    const { composite, give, written } = open();
    await give(0, red);
    composite.convertTo('bt601');
    await give(1, red);
    await give(2, { ...red, format: 'NV12' });
    await give(3, { ...red, format: 'RGBX' });
    composite.setMatrix('bt601');
    await give(4, red);
    composite.convertTo('bt709');
    await give(5, { luma: red601, chroma: [90, 240] });
    expect(written.map(({ luma }) => luma)).toEqual([63, red601, red601, 63, 63, 63]);
    expect(mill.open(), 'what was read is closed').toBe(0);
  });

  it('is left alone from the first frame on that proves its label wrong', async () => {
    const { composite, give, written } = open();
    composite.convertTo('bt601');
    const gray = { luma: 100, chroma: [128, 128] } as const;
    for (const [timestamp, frame] of [gray, { luma: red601, chroma: [90, 240] } as const, red].entries()) {
      await give(timestamp, frame);
    }
    expect(written.map(({ luma }) => luma)).toEqual([100, red601, 63]);
  });

  it('is converted from the first frame on that proves its label wrong', async () => {
    const { composite, give, written } = open();
    composite.convertTo('bt709');
    const gray = { luma: 100, chroma: [128, 128] } as const;
    for (const [timestamp, frame] of [gray, { luma: red601, chroma: [90, 240] } as const].entries()) {
      await give(timestamp, frame);
    }
    expect(written.map(({ luma }) => luma)).toEqual([100, 63]);
  });

  it('is converted once though it is repeated', async () => {
    const { composite, give, written, at } = open();
    composite.convertTo('bt601');
    await give(0, red);
    at(300);
    composite.keepAlive();
    await settle();
    expect(written.map(({ luma }) => luma)).toEqual([red601, red601]);
  });

  it('is converted if it is repeated after it had passed untouched', async () => {
    const { composite, give, written, at } = open();
    await give(0, red);
    composite.convertTo('bt601');
    at(300);
    composite.keepAlive();
    await settle();
    expect(written.map(({ luma }) => luma)).toEqual([63, red601]);
  });

  it('is converted around the camera, which is matched to it', async () => {
    const { composite, give, written } = open();
    composite.convertTo('bt601');
    composite.setMatrix('bt709');
    const camera = tap();
    composite.show(camera.readable);
    await camera.writer.write(mill.frame(0, red));
    await settle();
    await give(0, { luma: 40 });
    // The camera states BT.709, too.
    expect(written.at(-1)?.luma).toBe(red601);
  });
});

describe('with one size', () => {
  it('fits every frame of another size into that of the first', async () => {
    const { give, written, sizes } = open({ sizedBy: 'window' });
    await give(0, { width: 64, height: 36 });
    await give(1, { width: 81, height: 47, format: 'NV12' });
    await give(2, { width: 20, height: 40, luma: 90 });
    await give(3, { width: 64, height: 36, luma: 50 });
    expect(sizes).toEqual(['64x36', '64x36', '64x36', '64x36']);
    // The narrow one has bars at its sides.
    expect(written.map(({ luma }) => luma)).toEqual([40, 40, 16, 50]);
  });

  it('crops an odd frame by a pixel, without reading it', async () => {
    const { give, sizes } = open({ sizedBy: 'window' });
    await give(0, { width: 63, height: 35, format: 'I444' });
    await give(1, { width: 62, height: 34, format: 'I444' });
    expect(sizes).toEqual(['62x34', '62x34']);
  });

  it('passes on nothing until the size has settled', async () => {
    const { give, sizes, at } = open({ sizedBy: 'tab' });
    await give(0, { width: 64, height: 48 });
    at(150);
    await give(150_000, { width: 64, height: 36 });
    at(340);
    await give(340_000, { width: 64, height: 36 });
    expect(sizes).toEqual([]);
    expect(mill.open(), 'what was read is closed').toBe(0);
    at(350);
    await give(350_000, { width: 64, height: 36 });
    await give(360_000, { width: 64, height: 48 });
    expect(sizes).toEqual(['64x36', '64x36']);
  });

  it('shows the camera over a frame that was fitted', async () => {
    const { composite, give, written, sizes } = open({ sizedBy: 'window' });
    await give(0);
    const camera = tap();
    composite.show(camera.readable);
    await camera.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    await give(40, { width: 128, height: 72 });
    expect(written.at(-1)?.luma).toBe(200);
    expect(sizes.at(-1)).toBe('64x36');
  });

  it('repeats the last frame in place of one of another size that can’t be read', async () => {
    const { give, sizes } = open({ sizedBy: 'window' });
    await give(0);
    await give(1, { width: 128, height: 72, format: 'I444' });
    await give(2, { format: 'I444' });
    expect(sizes).toEqual(['64x36', '64x36', '64x36']);
    expect(mill.open(), 'the last one').toBe(1);
  });
});

describe('the camera', () => {
  it('is shown over every frame of the screen, and no frame is lost', async () => {
    const { composite, give, written } = open();
    const camera = tap();
    composite.show(camera.readable);
    await give(0);
    await camera.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    for (const timestamp of [40_000, 80_000, 120_000]) await give(timestamp);
    expect(written).toEqual([
      { timestamp: 0, luma: 40 },
      { timestamp: 40_000, luma: 200 },
      { timestamp: 80_000, luma: 200 },
      { timestamp: 120_000, luma: 200 },
    ]);
    expect(mill.open(), 'what was read is closed').toBe(0);
  });

  it('sets the pace with its own frames while the screen is late, and only then', async () => {
    const { composite, give, written, at } = open();
    const camera = tap();
    composite.show(camera.readable);
    await give(0);
    for (const [ms, luma] of [
      [30, 100],
      [59, 110],
      [60, 120],
      [93, 130],
    ] as const) {
      at(ms);
      await camera.writer.write(mill.frame(ms * 1000, { luma }));
      await settle();
    }
    expect(written).toEqual([
      { timestamp: 0, luma: 40 },
      { timestamp: 60_000, luma: 120 },
      { timestamp: 93_000, luma: 130 },
    ]);
    // The screen's next frame is older than the one made for the camera's.
    await give(90_000);
    expect(written.at(-1)).toEqual({ timestamp: 94_000, luma: 130 });
  });

  it('sets fewer frames, too, while the encoder is behind', async () => {
    const { composite, give, written, at } = open();
    const camera = tap();
    composite.show(camera.readable);
    await give(0);
    composite.ease(1000);
    for (const ms of [100, 133, 166, 200]) {
      at(ms);
      await camera.writer.write(mill.frame(ms * 1000, { luma: ms }));
      await settle();
    }
    expect(written.map(({ luma }) => luma)).toEqual([40, 133, 200]);
  });

  it('follows a screen that changes its size', async () => {
    const { composite, give, written } = open();
    const camera = tap();
    composite.show(camera.readable);
    await camera.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    await give(0, { width: 64, height: 36 });
    await give(1, { width: 81, height: 47, format: 'NV12' });
    await give(2, { width: 63, height: 35 });
    expect(written.map(({ luma }) => luma)).toEqual([200, 200, 200]);
  });

  it('is left out of frames that can’t be read, and gone if its own can’t', async () => {
    const { composite, give, written } = open();
    const camera = tap();
    composite.show(camera.readable);
    await camera.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    await give(0, { format: 'I444' });
    await give(40);
    expect(written.map(({ luma }) => luma === 200)).toEqual([false, true]);
    await camera.writer.write(mill.frame(1, { format: 'I444' }));
    await settle();
    await give(80);
    expect(written.at(-1)?.luma).toBe(40);
    expect(mill.open(), 'the last frame of the screen').toBe(1);
  });

  it('leaves the frames untouched once it ends or is hidden, even if the screen is still', async () => {
    for (const end of ['ends', 'hidden'] as const) {
      const { composite, give, written, at } = open();
      const camera = tap();
      composite.show(camera.readable);
      await camera.writer.write(mill.frame(0, { luma: 200 }));
      await settle();
      await give(0);
      if (end === 'ends') await camera.writer.close();
      else composite.show(undefined);
      await settle();
      at(250);
      composite.keepAlive();
      await settle();
      await give(300_000);
      expect(written.map(({ luma }) => luma)).toEqual([200, 40, 40]);
    }
  });

  it('is shown over a frame that had passed untouched', async () => {
    const { composite, give, written, at } = open();
    await give(0);
    const camera = tap();
    composite.show(camera.readable);
    at(100);
    await camera.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    expect(written.map(({ luma }) => luma)).toEqual([40, 200]);
    expect(mill.open()).toBe(0);
  });

  it('has its frames closed once another is shown', async () => {
    const { composite, give, written } = open();
    const [first, second] = [tap(), tap()];
    composite.show(first.readable);
    await first.writer.write(mill.frame(0, { luma: 200 }));
    await settle();
    composite.show(second.readable);
    await second.writer.write(mill.frame(0, { luma: 100 }));
    await settle();
    const frame = await give(0);
    expect(written.at(-1)?.luma).toBe(100);
    expect(asFake(frame).isClosed()).toBe(true);
    composite.change({ ...layout, corner: 'bottom-right' });
    await give(40);
    expect(written.at(-1)?.luma).toBe(40);
  });
});

it('the screen’s stream ends once nobody reads the composite', async () => {
  const screen = tap();
  const broken = new WritableStream<VideoFrame>({
    write() {
      throw new DOMException('the track has ended', 'InvalidStateError');
    },
  });
  createComposite({
    screen: screen.readable,
    composite: broken,
    clock: createFrameClock(intervalMs, () => 0),
    layout,
  });
  await screen.writer.write(mill.frame(0));
  await settle();
  await expect(screen.writer.write(mill.frame(1))).rejects.toThrow();
});

import { describe, expect, it, vi } from 'vitest';
import type { ColorMatrix, SeenColor } from '../../domain/color';
import { createCameraColorWatch, createColorWatch } from './color-watch';

const colors = {
  // Pure green by each matrix, and gray.
  bt601: [145, 54, 34],
  bt709: [173, 42, 26],
  gray: [126, 128, 128],
  // 90, 160, 70 by BT.601.
  muted: [126, 100, 106],
} as const;

interface Shown {
  readonly color: keyof typeof colors;
  readonly label?: Partial<VideoColorSpaceInit>;
  readonly format?: VideoPixelFormat;
}

function frameOf({ color, label = {}, format = 'I420' }: Shown) {
  const [codedWidth, codedHeight] = [64, 64];
  const colorSpace = { matrix: 'bt709', fullRange: false, ...label };
  return {
    format,
    codedWidth,
    codedHeight,
    visibleRect: null,
    colorSpace: { ...colorSpace, toJSON: () => colorSpace },
    copyTo: async (data: Uint8Array) => {
      const luma = codedWidth * codedHeight;
      for (const [channel, value] of colors[color].entries()) {
        const start = channel === 0 ? 0 : luma + ((channel - 1) * luma) / 4;
        data.fill(value, start, start + (channel === 0 ? luma : luma / 4));
      }
    },
    close: vi.fn(),
  };
}

/** A watch of a track that shows these pictures, one for each look. */
function setUp(shown: readonly Shown[], assumed?: ColorMatrix, seen?: readonly SeenColor[]) {
  const frames = shown.map(frameOf);
  const track = { readyState: 'live' } as MediaStreamTrack;
  const found = vi.fn<(matrix: ColorMatrix) => void>();
  const waits: { ms: number; task: () => void; cancel: () => void }[] = [];
  let looks = 0;
  const watch = createColorWatch(track, { assumed, seen }, found, {
    framesOf: () => {
      const frame = frames[looks++];
      const reader = {
        read: async () => ({ value: frame, done: frame === undefined }),
        cancel: async () => undefined,
      };
      return { getReader: () => reader } as unknown as ReadableStream<VideoFrame>;
    },
    later: (ms, task) => {
      const cancel = vi.fn();
      waits.push({ ms, task, cancel });
      return cancel;
    },
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { watch, found, waits, frames, settle, looks: () => looks };
}

describe('the colors of what is shared', () => {
  it.each(['bt601', 'bt709'] as const)(
    'are %s if a frame proves it, and then it looks no more',
    async (matrix) => {
      const { watch, found, waits, frames, settle } = setUp([{ color: matrix }]);
      watch.start();
      await settle();
      expect(found).toHaveBeenCalledExactlyOnceWith(matrix);
      expect(waits).toEqual([]);
      expect(frames[0]?.close).toHaveBeenCalledOnce();
    },
  );

  it('are looked at ever less often until there is proof', async () => {
    const { watch, found, waits, settle } = setUp([
      ...Array.from({ length: 9 }, () => ({ color: 'gray' as const })),
      { color: 'bt601' },
    ]);
    watch.start();
    for (let look = 0; look < 9; look += 1) {
      await settle();
      expect(found).not.toHaveBeenCalled();
      waits.at(-1)?.task();
    }
    await settle();
    expect(waits.map(({ ms }) => ms)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(found).toHaveBeenCalledExactlyOnceWith('bt601');
  });

  it('are taken for what they were last time, until there is proof of the contrary', async () => {
    const { watch, found, waits, settle } = setUp(
      [{ color: 'gray' }, { color: 'gray' }, { color: 'bt709' }],
      'bt601',
    );
    watch.start();
    await settle();
    expect(found).toHaveBeenCalledExactlyOnceWith('bt601');
    waits.at(-1)?.task();
    await settle();
    expect(found).toHaveBeenCalledOnce();
    waits.at(-1)?.task();
    await settle();
    expect(found).toHaveBeenLastCalledWith('bt709');
  });

  it('are known by colors that the page had just before, unless it shows others by now', async () => {
    const green = Array.from({ length: 60 }, (_, index) => [(index + 2) / 64, 0.5, 90, 160, 70] as const);
    const { watch, found, settle } = setUp([{ color: 'muted' }], undefined, green);
    watch.start();
    await settle();
    expect(found).toHaveBeenCalledExactlyOnceWith('bt601');
    const other = setUp(
      [{ color: 'muted' }],
      undefined,
      green.map(([across, down]) => [across, down, 70, 90, 160] as const),
    );
    other.watch.start();
    await other.settle();
    expect(other.found).not.toHaveBeenCalled();
  });

  it.each<[string, Shown]>([
    ['with another label', { color: 'bt601', label: { matrix: 'smpte170m' } }],
    ['in full range', { color: 'bt601', label: { fullRange: true } }],
    ['in red, green and blue', { color: 'bt601', format: 'RGBX' }],
  ])('%s are left alone, whatever was found last time', async (_what, shown) => {
    const { watch, found, waits, settle } = setUp([shown], 'bt601');
    watch.start();
    await settle();
    expect(found).not.toHaveBeenCalled();
    expect(waits).toEqual([]);
  });

  it('are looked at again if a frame can’t be read', async () => {
    const { watch, frames, waits, found, settle } = setUp([{ color: 'bt601' }, { color: 'bt601' }]);
    const [frame] = frames;
    if (frame !== undefined) frame.copyTo = () => Promise.reject(new DOMException('', 'OperationError'));
    watch.start();
    await settle();
    expect(frame?.close).toHaveBeenCalledOnce();
    waits.at(-1)?.task();
    await settle();
    expect(found).toHaveBeenCalledExactlyOnceWith('bt601');
  });

  it('are not looked at any more once it is stopped', async () => {
    const { watch, found, waits, settle } = setUp([{ color: 'gray' }, { color: 'bt601' }]);
    watch.start();
    await settle();
    watch.stop();
    expect(waits[0]?.cancel).toHaveBeenCalledOnce();
    const late = setUp([{ color: 'bt601' }]);
    late.watch.start();
    late.watch.stop();
    await late.settle();
    expect(late.found).not.toHaveBeenCalled();
    expect(found).not.toHaveBeenCalled();
  });
});

describe('the colors of a camera', () => {
  /** A watch of a camera whose frames are labelled so. */
  async function look(label: Partial<VideoColorSpaceInit>, stopEarly = false) {
    const frame = frameOf({ color: 'gray', label });
    const found = vi.fn<(matrix: ColorMatrix) => void>();
    const reader = {
      read: async () => ({ value: frame, done: false }),
      cancel: vi.fn(async () => undefined),
    };
    const watch = createCameraColorWatch({ readyState: 'live' } as MediaStreamTrack, found, {
      framesOf: () => ({ getReader: () => reader }) as unknown as ReadableStream<VideoFrame>,
    });
    watch.start();
    if (stopEarly) watch.stop();
    await new Promise((resolve) => setTimeout(resolve));
    expect(frame.close).toHaveBeenCalledOnce();
    expect(reader.cancel).toHaveBeenCalledOnce();
    return found;
  }

  it('are taken for BT.601 if it states nothing', async () => {
    expect(await look({ matrix: null, fullRange: null })).toHaveBeenCalledExactlyOnceWith('bt601');
  });

  it.each<[string, Partial<VideoColorSpaceInit>]>([
    ['BT.709', { matrix: 'bt709' }],
    ['BT.601', { matrix: 'smpte170m' }],
    ['the full range', { matrix: null, fullRange: true }],
  ])('are left alone if it states %s', async (_what, label) => {
    expect(await look(label)).not.toHaveBeenCalled();
  });

  it('are not told once the watch is stopped', async () => {
    expect(await look({ matrix: null, fullRange: null }, true)).not.toHaveBeenCalled();
  });
});

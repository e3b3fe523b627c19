import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slice } from '../../domain/recording';
import { recordingRow } from '../../storage/testing/recording';
import { createBeginning, rescueHeld } from './rescue';
import { createRescueShelf } from './rescue-shelf';

/** The slices of a recording, each with that text. */
function slicesOf(...texts: string[]): Slice[] {
  let totalBytes = 0;
  return texts.map((text, sequence) => {
    totalBytes += text.length;
    return { recordingId: 'a', sequence, blob: new Blob([text]), totalBytes, coversMs: sequence };
  });
}

const row = recordingRow('a', { name: 'Lesson', mimeType: 'video/webm' });
const createUrl = vi.spyOn(URL, 'createObjectURL');
const revokeUrl = vi.spyOn(URL, 'revokeObjectURL');
beforeEach(() => void vi.clearAllMocks());

/** The file behind the newest `blob:` address. */
const newestFile = () => createUrl.mock.lastCall?.[0] as Blob;

const unreadable = { rescue: () => Promise.reject(new DOMException('', 'UnknownError')) };

describe('the beginning', () => {
  it('is the first bytes of those on disk, as few slices as hold a header', () => {
    const beginning = createBeginning();
    const slices = slicesOf('a'.repeat(60_000), 'b'.repeat(6000), 'c', 'd'.repeat(9));
    for (const slice of slices) beginning.add(slice);
    expect(beginning.blobs).toEqual([slices[0]?.blob, slices[1]?.blob]);
  });

  it('is never large, whatever the slices', () => {
    const MiB = 1024 * 1024;
    fc.assert(
      fc.property(fc.array(fc.nat(6 * MiB)), (sizes) => {
        const beginning = createBeginning();
        let totalBytes = 0;
        for (const [sequence, size] of sizes.entries()) {
          totalBytes += size;
          const blob = { size } as Blob;
          beginning.add({ recordingId: 'a', sequence, blob, totalBytes, coversMs: 0 });
        }
        const kept = beginning.blobs.reduce((sum, { size }) => sum + size, 0);
        expect(kept).toBeLessThanOrEqual(65_536 + 4 * MiB);
      }),
    );
  });
});

describe('a rescue', () => {
  it('is the whole recording if the disk can be read', async () => {
    const held = slicesOf('header', 'two').slice(1);
    const disk = { rescue: vi.fn(async () => new Blob(['header', 'two'], { type: 'video/webm' })) };
    const rescue = await rescueHeld(row, held, createBeginning(), disk);
    expect(disk.rescue).toHaveBeenCalledExactlyOnceWith(held, 'video/webm');
    expect(rescue).toMatchObject({
      recordingId: 'a',
      name: 'Lesson',
      format: row.format,
      bytes: 9,
      unsavedBytes: 3,
      isWhole: true,
    });
    expect(await newestFile().text()).toBe('headertwo');
  });

  it('is the beginning and the end if it can’t, without anything twice', async () => {
    const beginning = createBeginning();
    const [first, second, ...held] = slicesOf('header', 'b', 'c', 'd') as [Slice, Slice, Slice, Slice];
    for (const saved of [first, second]) beginning.add(saved);
    const rescue = await rescueHeld(row, held, beginning, unreadable);
    expect(rescue).toMatchObject({ bytes: 9, unsavedBytes: 2, isWhole: false });
    expect(await newestFile().text()).toBe('headerbcd');
  });

  it('is whole if the disk took nothing', async () => {
    const rescue = await rescueHeld(row, slicesOf('header', 'b'), createBeginning(), unreadable);
    expect(rescue).toMatchObject({ bytes: 7, unsavedBytes: 7, isWhole: true });
    expect(newestFile().type).toBe('video/webm');
  });
});

describe('the shelf', () => {
  it('keeps a rescue, its lock and its memory until it is forgotten', async () => {
    const release = vi.fn();
    const hold = vi.fn(async () => release);
    const shelf = createRescueShelf(hold);
    const rescue = await rescueHeld(row, slicesOf('header'), createBeginning(), unreadable);
    shelf.keep(rescue);
    expect(shelf.rescues).toEqual([rescue]);
    expect(hold).toHaveBeenCalledExactlyOnceWith('media:a', 'shared');
    shelf.forget('another');
    expect(shelf.rescues).toHaveLength(1);
    shelf.forget('a');
    expect(shelf.rescues).toEqual([]);
    await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
    expect(revokeUrl).toHaveBeenCalledExactlyOnceWith(rescue.url);
  });

  it('keeps one whose lock is refused, too', async () => {
    const shelf = createRescueShelf(() => Promise.reject(new DOMException('', 'AbortError')));
    const rescue = await rescueHeld(row, slicesOf('header'), createBeginning(), unreadable);
    shelf.keep(rescue);
    expect(shelf.rescues).toEqual([rescue]);
    shelf.forget('a');
    await new Promise((resolve) => setTimeout(resolve));
    expect(shelf.rescues).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ClipPiece } from './clip-piece';
import { concat } from './concat';
import { bytesOfPieces, lengthOfPieces } from './copy-clip';
import { MediaBytes } from './media-bytes';
import { fixture } from './testing/fixtures';
import { webmPartOf } from './testing/index-of';

const film = fixture('vp9-opus.webm');
const media = [new MediaBytes([{ blob: new Blob([film]), part: webmPartOf(film) }])];

async function copy(pieces: readonly ClipPiece[]) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOfPieces(pieces, media)) chunks.push(chunk);
  return { count: chunks.length, bytes: concat(chunks) };
}

const stretch = (start: number, end: number) => ({ range: 0, start, end });

describe('a copy of pieces', () => {
  it('has the bytes of each, in their order; neighbours are read together', async () => {
    const made = Uint8Array.of(1, 2, 3);
    const pieces = [made, stretch(10, 90), made, stretch(100, 250), stretch(250, 400)];
    const { count, bytes } = await copy(pieces);
    expect(count).toBe(1);
    expect(bytes).toEqual(concat([made, film.slice(10, 90), made, film.slice(100, 400)]));
    expect(lengthOfPieces(pieces)).toBe(bytes.length);
  });

  it('may go back, as if a range is repeated', async () => {
    const { count, bytes } = await copy([stretch(500, 600), stretch(20, 40), Uint8Array.of(9)]);
    expect(count).toBe(2);
    expect(bytes).toEqual(concat([film.slice(500, 600), film.slice(20, 40), Uint8Array.of(9)]));
    expect(await copy([])).toMatchObject({ count: 0 });
  });

  it('is read a window at a time, also where hours are one stretch', async () => {
    const window = 8 * 2 ** 20;
    const length = 2 * window + 1000;
    const filled = new Uint8Array(length);
    filled.set(film);
    filled[window] = 1;
    // BT.709, in two bytes on both sides of the border of a window.
    const labels = Float64Array.of(window - 1, 0x0001, 0, 1);
    const part = { ...webmPartOf(film), end: length, labels };
    const long = new MediaBytes([{ blob: new Blob([filled]), part }], 'bt601');
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytesOfPieces([stretch(0, length)], [long])) chunks.push(chunk);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(window);
    filled[window] = 6;
    expect(concat(chunks).every((byte, at) => byte === filled[at])).toBe(true);
  });

  it('reads the next window while one is used, and no more; what failed shows in its turn', async () => {
    const asked: number[] = [];
    const failure = new DOMException('Gone', 'NotReadableError');
    const slow = {
      read: async ([[start]]: [[number, number]]) => {
        asked.push(start);
        if (start === 200) throw failure;
        return [Uint8Array.of(start)];
      },
    } as unknown as MediaBytes;
    const pieces = [400, 300, 200, 100].map((start) => stretch(start, start + 1));
    const chunks = bytesOfPieces(pieces, [slow]);
    expect(asked).toEqual([]);
    expect((await chunks.next()).value).toHaveLength(1);
    expect(asked).toEqual([400, 300]);
    await chunks.next();
    expect(asked).toEqual([400, 300, 200]);
    await expect(chunks.next()).rejects.toBe(failure);
    // Nobody reads on.
    const left = bytesOfPieces(pieces.slice(1), [slow]);
    await left.next();
    expect(await left.return(undefined)).toEqual({ done: true, value: undefined });
  });
});

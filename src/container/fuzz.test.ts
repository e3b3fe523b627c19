import { expect, test } from 'vitest';
import type { Container } from '../domain/format';
import { composeClip, cutPoints, extentOf } from './clip-file';
import { ContainerError } from './container-error';
import type { MediaPiece } from './media-bytes';
import { joinParts } from './media-index';
import { indexFile, openFile } from './open-file';
import { composeSeekableFile } from './seekable-file';
import { chapterFixtures, fixture, fixtureNames, split } from './testing/fixtures';
import { partsOf } from './testing/index-of';
import { collectGarbage, usedMemory } from './testing/memory';

// `TIMESLICE_FUZZ_ROUNDS=100000 npx vitest run fuzz` for as many; `TIMESLICE_FUZZ_SEED` to repeat a run.
const environment: Record<string, string | undefined> = import.meta.env;
const rounds = Number(environment['TIMESLICE_FUZZ_ROUNDS'] ?? 2000);
const seed = Number(environment['TIMESLICE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** How much more memory the process may use than at the start, in bytes. */
const memoryLimit = 64 * 2 ** 20;

/** A small random generator (mulberry32): fast, and the same for the same seed. */
function randomOf(state: number): (below: number) => number {
  let at = state;
  return (below) => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const finish = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await (await openFile(new Blob([bytes]))).file.arrayBuffer());

const recorded = { webm: fixtureNames.webm.map(fixture), mp4: fixtureNames.mp4.map(fixture) };

const withChapters = (extension: string) =>
  chapterFixtures.filter((name) => name.endsWith(extension)).map(fixture);

/** As recorded, and finished: those have indexes of their own. */
const files = {
  webm: [...recorded.webm, ...(await Promise.all(recorded.webm.map(finish))), ...withChapters('.webm')],
  mp4: [...recorded.mp4, ...(await Promise.all(recorded.mp4.map(finish))), ...withChapters('.mp4')],
} as const;

/** Values that are worth more than random ones: the ends of ranges. */
const telling = [0, 1, 0x7f, 0x80, 0xff];

function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  const bytes = original.slice();
  const kind = random(5);
  if (kind === 0) return bytes.subarray(0, random(bytes.length));
  if (kind === 1) return Uint8Array.from({ length: random(400) }, () => random(256));
  if (kind === 2) {
    const [from, to, length] = [random(bytes.length), random(bytes.length), random(200)];
    bytes.copyWithin(to, from, from + length);
    return bytes;
  }
  // The headers are where it hurts: half of the flips go there.
  for (let flips = 1 + random(12); flips > 0; flips--) {
    const at = random(random(2) === 0 ? Math.min(2000, bytes.length) : bytes.length);
    bytes[at] = random(2) === 0 ? (telling[random(telling.length)] ?? 0) : random(256);
  }
  return bytes;
}

/** Opens a damaged file, as it is and repaired. */
async function openDamaged(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { file, media, faults } = await openFile(new Blob([bytes]));
  expect(file.size).toBeLessThan(64 * 2 ** 20);
  for await (const { part } of indexFile(media, faults.length === 0, 4096)) {
    expect(part.end).toBeLessThanOrEqual(media.size);
  }
}

/** Composes clips of a damaged recording that still became a file. */
async function composeClips(pieces: readonly MediaPiece[], random: (below: number) => number): Promise<void> {
  const points = cutPoints(joinParts(pieces.map(({ part }) => part)));
  const startMs = points[random(points.length)] ?? 0;
  const range = { pieces, startMs, endMs: startMs + random(2000) };
  const { endMs } = await extentOf(range);
  expect(Number.isFinite(endMs)).toBe(true);
  const clip = await composeClip([range, { pieces, endMs: random(3000) }], '');
  expect(clip.size).toBeLessThan(64 * 2 ** 20);
}

test(`${rounds} damaged recordings (seed ${seed}): a file or a ContainerError, quickly and in little memory`, {
  timeout: 600_000,
}, async () => {
  const random = randomOf(seed);
  let finished = 0;
  let refused = 0;
  let longest = 0;
  let atOnce = 0;
  collectGarbage();
  const memory = usedMemory();
  let most = memory;
  for (let round = 0; round < rounds; round++) {
    const container: Container = random(2) === 0 ? 'webm' : 'mp4';
    const bytes = mutate(files[container][random(files[container].length)] ?? new Uint8Array(), random);
    const slices = split(bytes, [random(20), random(bytes.length + 1), random(bytes.length + 1)]);
    const began = performance.now();
    const before = usedMemory();
    try {
      if (round % 3 === 0) await openDamaged(bytes);
      const parts = partsOf(container, slices);
      const pieces = parts.map((part, index) => ({ part, blob: new Blob([slices[index] ?? '']) }));
      const file = composeSeekableFile(pieces, '');
      // A header can't be many times as long as what it describes.
      expect(file.size).toBeLessThan(64 * 2 ** 20);
      if (round % 4 === 0) await composeClips(pieces, random);
      finished++;
    } catch (error) {
      if (!(error instanceof ContainerError))
        throw new Error(`Round ${round} of seed ${seed}`, { cause: error });
      expect(Number.isSafeInteger(error.offset)).toBe(true);
      refused++;
    }
    longest = Math.max(longest, performance.now() - began);
    // One file may not need much, even for a moment. Of many together, only what is kept counts.
    atOnce = Math.max(atOnce, usedMemory() - before);
    if (round % 200 === 0 || usedMemory() - memory >= memoryLimit) collectGarbage();
    most = Math.max(most, usedMemory());
  }
  expect(finished + refused).toBe(rounds);
  expect(finished).toBeGreaterThan(rounds / 20);
  expect(refused).toBeGreaterThan(rounds / 20);
  // A few ms on a quiet machine; a busy one may leave the process waiting.
  expect(longest, 'ms').toBeLessThan(20_000);
  expect(atOnce, 'bytes for one file').toBeLessThan(memoryLimit);
  expect(most - memory, 'bytes').toBeLessThan(memoryLimit);
});

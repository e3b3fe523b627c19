import { describe, expect, it } from 'vitest';
import { composeClip, cutPoints, extentOf } from './clip-file';
import { readExactPiece, takesPieces } from './exact-piece';
import { joinParts } from './media-index';
import { indexFile } from './open-file';
import type { PieceFrame } from './piece-source';
import { type FixtureName, fixture, slicesOf } from './testing/fixtures';
import { partsOf } from './testing/index-of';
import { play } from './testing/mp4-reader';
import { playWebm } from './testing/webm-reader';

const films = [
  'vp8-opus.webm',
  'vp9-resized.webm',
  'av1-opus.webm',
  'avc3.mp4',
  'vp9-opus.mp4',
  'av1-opus.mp4',
] as const;

const isWebm = (name: FixtureName) => name.endsWith('.webm');

function piecesOf(name: FixtureName) {
  const slices = slicesOf(name);
  return partsOf(isWebm(name) ? 'webm' : 'mp4', slices).map((part, index) => ({
    part,
    blob: new Blob([slices[index] ?? '']),
  }));
}

/** What a player finds: times in ms, and a digest of the bytes. */
async function playedOf(name: FixtureName, blob: Blob) {
  const file = new Uint8Array(await blob.arrayBuffer());
  const rows = isWebm(name)
    ? playWebm(file).blocks.map(({ track, time, key, bytes }) => ({ track, timeMs: time, key, bytes }))
    : play(file).flatMap(({ id, samples, timescale, edits }) => {
        const delay = edits[0]?.mediaTime === -1 ? edits[0].duration : 0;
        return samples.map(({ bytes, time, sync }) => ({
          track: id,
          timeMs: delay + (1000 * time) / timescale,
          key: sync,
          bytes,
        }));
      });
  return rows.map(({ bytes, ...row }) => ({ ...row, content: bytes.join() }));
}

/** Frames as an encoder would make them: the visible ones, under their times. */
function encodedOf({ frames, startMs }: { frames: readonly PieceFrame[]; startMs: number }): PieceFrame[] {
  const first = frames.findLastIndex(({ timeMs }) => timeMs <= startMs);
  return frames.slice(first).map((frame, index) => ({
    data: frame.data,
    timeMs: Math.max(frame.timeMs, startMs),
    isKey: index === 0,
  }));
}

it('says beforehand whether a recording can have new video: not if its header describes the old', async () => {
  const parts = [...films, 'opus.webm', 'opus.mp4'] as const;
  expect(parts.filter((name) => !takesPieces(piecesOf(name).map(({ part }) => part)))).toEqual([]);
  for await (const { part } of indexFile(new Blob([fixture('chapters/ffmpeg.mp4')]), true, 2 ** 20)) {
    expect(takesPieces([part])).toBe(part.header === undefined);
  }
});

describe.each(films)('a piece of %s', (name) => {
  /** Cut in the middle between the last two places: a key frame follows if there is one. */
  async function cutBetween(index: number, at?: number) {
    const pieces = piecesOf(name);
    const points = cutPoints(joinParts(pieces.map(({ part }) => part)));
    const from = points[index] ?? 0;
    const until = points[index + 1] ?? from + 300;
    const startMs = at ?? Math.round((from + until) / 2);
    const piece = await readExactPiece(pieces, { startMs });
    if (piece?.video === undefined) throw new Error('There is nothing to encode');
    const made = piece.make(encodedOf(piece.video));
    const media = [{ part: made.part, blob: new Blob([made.bytes]) }];
    const rest = { pieces, startMs: piece.endMs, continues: true } as const;
    const ranges = piece.goesOn ? [{ pieces: media }, rest] : [{ pieces: media }];
    const whole = await playedOf(name, await composeClip([{ pieces }], ''));
    const clip = await playedOf(name, await composeClip(ranges, ''));
    return { pieces, piece, media, startMs, whole, clip };
  }

  it('and what follows have every packet once, and all of it in step', async () => {
    const { piece, startMs, whole, clip } = await cutBetween(0);
    const lead = whole[0]?.track === clip[0]?.track ? clip[0]?.track : undefined;
    const video = (rows: typeof whole) => rows.filter(({ track }) => track === lead);
    const others = (rows: typeof whole) => rows.filter(({ track }) => track !== lead);
    const near = (rows: typeof whole) => rows.map(({ timeMs }) => Math.round(timeMs));
    const visible = video(whole).filter(
      ({ timeMs }, index, all) => timeMs >= startMs || (all[index + 1]?.timeMs ?? Infinity) > startMs,
    );
    expect(near(video(clip))).toEqual(near(visible).map((time) => Math.max(time - startMs, 0)));
    expect(video(clip)[0]?.key).toBe(true);
    const heard = others(whole).filter(({ timeMs }) => timeMs >= startMs - 0.5);
    expect(others(clip).map(({ content }) => content)).toEqual(heard.map(({ content }) => content));
    expect(
      near(others(clip)).map((time, index) => Math.abs(time - (near(heard)[index] ?? 0) + startMs) <= 1),
    ).toEqual(heard.map(() => true));
    if (!piece.goesOn) return;
    const later = (rows: typeof whole, atMs: number) => rows.filter(({ timeMs }) => timeMs >= atMs - 0.5);
    expect(later(video(clip), piece.endMs - startMs)).toHaveLength(later(video(whole), piece.endMs).length);
  });

  it('has the sound that begins within the tolerance', async () => {
    const { startMs, whole, clip } = await cutBetween(0);
    const lead = clip[0]?.track;
    const sound = whole.find(({ track, timeMs }) => track !== lead && timeMs >= startMs);
    // Two of them are silent.
    if (sound === undefined) return;
    const cut = await cutBetween(0, sound.timeMs + 0.4);
    const first = cut.clip.find(({ track }) => track !== lead);
    expect(first?.content).toBe(sound.content);
    expect(first?.timeMs).toBeLessThan(1);
  });

  it('is as long as it should be', async () => {
    const { piece, media } = await cutBetween(0);
    const { startMs, endMs } = await extentOf({ pieces: media });
    expect(startMs).toBe(0);
    expect(endMs).toBeCloseTo(piece.endMs - piece.startMs, 0);
  });

  it('is not needed at a key frame', async () => {
    const pieces = piecesOf(name);
    const points = cutPoints(joinParts(pieces.map(({ part }) => part)));
    expect(await readExactPiece(pieces, { startMs: points[0] ?? 0 })).toBeUndefined();
  });
});

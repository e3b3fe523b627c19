import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  Output,
  type Source,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { expect, it } from 'vitest';
import { limitedSource } from './limited-source';
import { keyTimes } from './storyboard';

/** Of a film, in s: one key frame in each. */
const seconds = 100;
const frameBytes = 100_000;

const cuesId = [0x1c, 0x53, 0xbb, 0x6b];

/** A film with a key frame each second. */
async function film(hasIndex: boolean): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat({ minimumClusterDuration: 0.5 }), target });
  const picture = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(picture);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 320, codedHeight: 240 };
  for (let half = 0; half < 2 * seconds; half++) {
    const bytes = new Uint8Array(frameBytes / 2);
    const packet = new EncodedPacket(bytes, half % 2 === 0 ? 'key' : 'delta', half / 2, 0.5);
    await picture.add(packet, { decoderConfig });
  }
  await output.finalize();
  const bytes = new Uint8Array(target.buffer ?? new ArrayBuffer());
  // SeekHead names it too, at the beginning.
  const cues = bytes.findLastIndex((_, at) => cuesId.every((byte, index) => bytes[at + index] === byte));
  expect(cues).toBeGreaterThan(1000);
  // Any other element.
  if (!hasIndex) bytes[cues + 3] = 0x6c;
  return new Blob([bytes]);
}

async function timesIn(source: Source, isSpent: () => boolean): Promise<readonly number[]> {
  const track = await new Input({ source, formats: [WEBM] }).getPrimaryVideoTrack();
  if (track === null) throw new Error('no video');
  const times: number[] = [];
  for await (const time of keyTimes(track, isSpent)) times.push(time);
  return times;
}

const unlimited = { bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY };

it('a storyboard is of key frames, evenly spread over the video', async () => {
  const { source, isSpent } = limitedSource(await film(true), unlimited);
  const times = await timesIn(source, isSpent);
  expect(times).toHaveLength(64);
  expect(times).toEqual(Array.from({ length: 64 }, (_, index) => Math.floor(((index + 0.5) * seconds) / 64)));
});

it.each([
  ['bytes', { ...unlimited, bytes: (seconds * frameBytes) / 4 }],
  ['time', { ...unlimited, ms: 50 }],
] as const)(
  'a file without an index is read up to a limit of %s, and has what was found',
  async (_, limit) => {
    let ms = 0;
    // Each look at the clock takes a while.
    const { source, isSpent } = limitedSource(await film(false), limit, () => ms++);
    let read = 0;
    source.on('read', ({ start, end }) => {
      read += end - start;
    });
    const times = await timesIn(source, isSpent);
    expect(isSpent()).toBe(true);
    expect(times.length).toBeGreaterThan(2);
    expect(times.length, 'of 64').toBeLessThan(32);
    expect(read, 'bytes').toBeLessThan((seconds * frameBytes) / 3);
  },
);

it('a damaged file is no storyboard, but an error', async () => {
  const { source, isSpent } = limitedSource(new Blob(['no film']), unlimited);
  await expect(timesIn(source, isSpent)).rejects.toThrow();
});

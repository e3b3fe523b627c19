import {
  BufferTarget,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { expect, it } from 'vitest';
import { coversHalf } from '../domain/storyboard';
import { makeStoryboard, type StoryboardDeps } from './storyboard';

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

const unlimited = { bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY };

/** Makes a storyboard without a decoder, and counts what is read for it. */
async function make(media: Blob, limits: Partial<StoryboardDeps> = {}) {
  let bytes = 0;
  const { pictures, isPartial } = await makeStoryboard(media, {
    async openVideo(source) {
      source.on('read', ({ start, end }) => {
        bytes += end - start;
      });
      return (await new Input({ source, formats: [WEBM] }).getPrimaryVideoTrack()) ?? undefined;
    },
    pictures: (track) => async (time) => {
      const packet = await new EncodedPacketSink(track).getPacket(time);
      return packet === null ? undefined : { atMs: 1000 * packet.timestamp, picture: new Blob() };
    },
    limit: unlimited,
    lookUpLimit: { ...unlimited, bytes: (seconds * frameBytes) / 10 },
    ...limits,
  });
  return { times: pictures.map(({ atMs }) => atMs / 1000), pictures, isPartial, bytes };
}

const limit = { ...unlimited, bytes: (seconds * frameBytes) / 4 };

it('a storyboard is of key frames, evenly spread over the video, in order', async () => {
  const { times, isPartial } = await make(await film(true));
  expect(times).toEqual(Array.from({ length: 64 }, (_, index) => Math.floor(((index + 0.5) * seconds) / 64)));
  expect(isPartial).toBe(false);
});

it('with an index, as many as a limit allows are spread over the video, in order', async () => {
  const half = { ...unlimited, bytes: (seconds * frameBytes) / 2 };
  const { times, pictures, isPartial } = await make(await film(true), { limit: half });
  expect(isPartial).toBe(true);
  expect(times.length, 'of 64').toBeLessThan(32);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(coversHalf(pictures, seconds * 1000)).toBe(true);
});

it('without an index, it is of as much of the beginning as a limit allows', async () => {
  const { times, isPartial, bytes } = await make(await film(false), { limit });
  expect(isPartial).toBe(true);
  expect(times.length).toBeGreaterThan(8);
  expect(times).toEqual(Array.from(times, (_, index) => Math.floor(((index + 0.5) * seconds) / 64)));
  expect(bytes).toBeLessThan((seconds * frameBytes) / 2);
});

it('has what was made by the time that a read fails for the limit, one after another', async () => {
  let open = 0;
  let made = 0;
  const { times, isPartial } = await make(await film(true), {
    limit,
    pictures: () => async (time) => {
      expect(open).toBe(0);
      open += 1;
      await new Promise((resolve) => setTimeout(resolve));
      open -= 1;
      made += 1;
      return { atMs: 1000 * time, picture: new Blob() };
    },
  });
  expect(isPartial).toBe(true);
  expect(made).toBeGreaterThan(2);
  expect(times).toHaveLength(made);
});

it('ends once the time is over', async () => {
  const { times, isPartial } = await make(await film(true), { limit: { ...unlimited, ms: -1 } });
  expect({ times, isPartial }).toEqual({ times: [], isPartial: true });
});

it('is empty if there is no video that can be decoded', async () => {
  const { pictures, isPartial } = await make(await film(true), { openVideo: async () => undefined });
  expect({ pictures, isPartial }).toEqual({ pictures: [], isPartial: false });
});

it('a damaged file is no storyboard, but an error', async () => {
  await expect(make(new Blob(['no film']))).rejects.toThrow();
});

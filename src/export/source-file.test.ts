import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { expect, it } from 'vitest';
import { openSource } from './source-file';

/** An MP4 of two frames that players turn. */
async function turnedFile(): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const picture = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(picture, { rotation: 90 });
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 320, codedHeight: 240 };
  for (const [index, type] of (['key', 'delta'] as const).entries()) {
    await picture.add(new EncodedPacket(new Uint8Array(8), type, index / 10, 0.1), { decoderConfig });
  }
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer()]);
}

it('a file is opened with its tracks, and how players turn it', async () => {
  const source = await openSource(await turnedFile());
  expect(source).toMatchObject({
    tracks: { picture: 'vp9', sound: undefined },
    picture: { packets: 2 },
    sound: undefined,
    rotation: 90,
  });
  expect(source.duration).toBeCloseTo(0.2);
  source.close();
});

it.each([
  [[0], 1 / 30],
  [[0, 0.5], 1],
])('the last frame of a WebM lasts, too: %j', async (times, duration) => {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const picture = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(picture);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 320, codedHeight: 240 };
  for (const time of times) {
    const packet = new EncodedPacket(new Uint8Array(8), time === 0 ? 'key' : 'delta', time, 0);
    await picture.add(packet, { decoderConfig });
  }
  await output.finalize();
  const source = await openSource(new Blob([target.buffer ?? new ArrayBuffer()]));
  expect(source.picture?.endsAt).toBeCloseTo(duration);
  source.close();
});

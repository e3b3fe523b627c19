import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { expect, it, vi } from 'vitest';
import { pagedSource } from './blob-pages';
import { eachPacket } from './packets';

const mebibyte = 2 ** 20;
const pictureBytes = 100_000;
const smallPictureBytes = 10_000;
const soundBytes = 300;

/** A file of 300 frames of so many bytes, each with a packet of sound. */
async function longFile(format: OutputFormat, frameBytes: number): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const picture = new EncodedVideoPacketSource('vp9');
  const sound = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(picture);
  output.addAudioTrack(sound);
  await output.start();
  const ofPicture = { decoderConfig: { codec: 'vp09.00.10.08', codedWidth: 320, codedHeight: 240 } };
  const ofSound = { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 } };
  for (let index = 0; index < 300; index++) {
    const packet = (bytes: number, isKey: boolean) =>
      new EncodedPacket(new Uint8Array(bytes).fill(index), isKey ? 'key' : 'delta', index / 30, 1 / 30);
    await picture.add(packet(frameBytes, index % 10 === 0), ofPicture);
    await sound.add(packet(soundBytes, true), ofSound);
  }
  await output.finalize();
  return target.buffer ?? new ArrayBuffer();
}

async function mp4(): Promise<Blob> {
  const file = await longFile(new Mp4OutputFormat({ fastStart: 'in-memory' }), pictureBytes);
  return new Blob([file], { type: 'video/mp4' });
}

/** Each Cluster has ten frames and states no size, like Chromium's. */
async function webm(frameBytes = pictureBytes): Promise<Blob> {
  const file = await longFile(
    new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: 0 }),
    frameBytes,
  );
  return new Blob([file], { type: 'video/webm' });
}

/** With the headers. */
const clusterBytes = 10 * (pictureBytes + soundBytes + 64);

it.each([
  { name: 'MP4, picture', make: mp4, type: 'video', bytes: pictureBytes, kept: pictureBytes },
  { name: 'MP4, sound', make: mp4, type: 'audio', bytes: soundBytes, kept: soundBytes },
  // mediabunny reads a Cluster at once, and its packets are views of it.
  { name: 'WebM, picture', make: webm, type: 'video', bytes: pictureBytes, kept: clusterBytes },
  { name: 'WebM, sound', make: webm, type: 'audio', bytes: soundBytes, kept: clusterBytes },
  // The first one is read along with a header.
  {
    name: 'WebM, small picture',
    make: () => webm(smallPictureBytes),
    type: 'video',
    bytes: smallPictureBytes,
    kept: 2 ** 17,
  },
] as const)('$name: reads little ahead, and each packet keeps little', async (test) => {
  const file = await test.make();
  let readTo = 0;
  const slice = file.slice.bind(file);
  vi.spyOn(file, 'slice').mockImplementation((start, end, type) => {
    readTo = end ?? file.size;
    return slice(start, end, type);
  });
  const input = new Input({ source: pagedSource(file), formats: [MP4, WEBM] });
  const track =
    test.type === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  if (track === null) throw new Error('no track');
  let taken = 0;
  for await (const { data } of eachPacket(new EncodedPacketSink(track))) {
    expect(data.buffer.byteLength).toBeLessThanOrEqual(test.kept);
    expect(data.length).toBe(test.bytes);
    expect([data.at(0), data.at(-1)]).toEqual([taken % 256, taken % 256]);
    taken++;
    // As slow as writing is.
    await new Promise((resolve) => setTimeout(resolve));
    expect(readTo).toBeLessThan(taken * (pictureBytes + soundBytes) + 3 * mebibyte);
  }
  expect(taken).toBe(300);
  input.dispose();
});

it('refuses a file that is shorter than it says', async () => {
  const file = await mp4();
  const slice = file.slice.bind(file);
  vi.spyOn(file, 'slice').mockImplementation((start = 0, end, type) =>
    start < 2 * mebibyte ? slice(start, end, type) : new Blob(),
  );
  const input = new Input({ source: pagedSource(file), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no track');
  const sink = new EncodedPacketSink(track);
  // Its packet begins in the second page and ends in the third.
  await expect(sink.getPacket(20.5 / 30)).rejects.toThrow(RangeError);
  input.dispose();
});

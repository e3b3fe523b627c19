import {
  BufferTarget,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { expect, it, vi } from 'vitest';
import { pagedSource } from './blob-pages';
import { eachPacket } from './packets';

const packetBytes = 100_000;

/** An MP4 of 300 packets, whatever type it claims. */
async function longFile(type: string): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const picture = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(picture);
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 320, codedHeight: 240 };
  for (let index = 0; index < 300; index++) {
    const data = new Uint8Array(packetBytes).fill(index);
    await picture.add(new EncodedPacket(data, 'key', index / 30, 1 / 30), { decoderConfig });
  }
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer()], { type });
}

it.each([
  ['video/mp4', packetBytes],
  ['video/webm;codecs=vp9', 4 * packetBytes],
])('%s: reads no further than the packets are taken, and keeps little else with them', async (type, most) => {
  const file = await longFile(type);
  let readTo = 0;
  const slice = file.slice.bind(file);
  vi.spyOn(file, 'slice').mockImplementation((start, end, type) => {
    readTo = end ?? file.size;
    return slice(start, end, type);
  });
  const input = new Input({ source: pagedSource(file), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no track');
  let taken = 0;
  for await (const { data } of eachPacket(new EncodedPacketSink(track))) {
    expect(data.buffer.byteLength).toBeLessThanOrEqual(most);
    expect([data.at(0), data.at(-1)]).toEqual([taken % 256, taken % 256]);
    taken++;
    // As slow as writing is.
    await new Promise((resolve) => setTimeout(resolve));
    expect(readTo).toBeLessThan(taken * packetBytes + 2 * 2 ** 20);
  }
  expect(taken).toBe(300);
  input.dispose();
});

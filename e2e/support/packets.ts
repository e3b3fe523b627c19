import { createHash } from 'node:crypto';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';

/** An encoded video frame or audio packet in a file. */
export interface Packet {
  /** In seconds. */
  readonly time: number;
  readonly isKey: boolean;
  /** Of its bytes. */
  readonly checksum: string;
}

/** What mediabunny finds in a file. */
export interface Packets {
  readonly video: readonly Packet[];
  readonly audio: readonly Packet[];
  /** When the last packet ends, in seconds. */
  readonly endsAt: number;
}

/** Opens a file with mediabunny and reads every packet in it. */
export async function readPackets(file: string): Promise<Packets> {
  using input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  const read = async (track: Parameters<typeof packetsOf>[0] | null) =>
    track === null ? [] : packetsOf(track);
  return {
    video: await read(await input.getPrimaryVideoTrack()),
    audio: await read(await input.getPrimaryAudioTrack()),
    endsAt: await input.computeDuration(),
  };
}

async function packetsOf(track: ConstructorParameters<typeof EncodedPacketSink>[0]): Promise<Packet[]> {
  const packets: Packet[] = [];
  for await (const { timestamp, type, data } of new EncodedPacketSink(track).packets()) {
    const checksum = createHash('md5').update(data).digest('hex');
    packets.push({ time: timestamp, isKey: type === 'key', checksum });
  }
  return packets;
}

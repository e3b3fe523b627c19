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

/**
 * When a frame begins that is followed by others, all of which need those before them: a cut there that is exact encodes
 * them all again. In seconds.
 *
 * @throws Error if a file has no such frames
 */
export function amidFrames({ video }: Packets): number {
  const found = video.findIndex((_frame, index) => {
    const frames = video.slice(index, index + 4);
    return frames.length === 4 && frames.every(({ isKey }) => !isKey);
  });
  const frame = video[found];
  if (frame === undefined) throw new Error('No four frames in a row need those before them');
  return frame.time;
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

/** The checksums of packets, in order. */
export function checksumsOf(packets: readonly Packet[]): string[] {
  return packets.map(({ checksum }) => checksum);
}

/** How much later the same packets are in another file, in s. */
export function movesOf(packets: readonly Packet[], others: readonly Packet[]): number[] {
  return packets.map(({ time }, index) => (others[index]?.time ?? Number.NaN) - time);
}

/** How far apart packets were moved: by 0, they are in step. */
export const spreadOf = (moves: readonly number[]) => Math.max(...moves) - Math.min(...moves);

/** The checksums of the packets in one track of a file, in order. */
export async function checksums(file: string, track: 'video' | 'audio'): Promise<string[]> {
  return checksumsOf((await readPackets(file))[track]);
}

async function packetsOf(track: ConstructorParameters<typeof EncodedPacketSink>[0]): Promise<Packet[]> {
  const packets: Packet[] = [];
  for await (const { timestamp, type, data } of new EncodedPacketSink(track).packets()) {
    const checksum = createHash('md5').update(data).digest('hex');
    packets.push({ time: timestamp, isKey: type === 'key', checksum });
  }
  return packets;
}

import type { EncodedPacket, EncodedPacketSink, PacketRetrievalOptions } from 'mediabunny';

/**
 * The packets of a track in decoding order, each read when the one before is done. mediabunny's `packets()` reads ahead
 * by as many as were taken in the last second: if they are only copied, by a hundred megabytes.
 */
export async function* eachPacket(
  sink: EncodedPacketSink,
  options: PacketRetrievalOptions = {},
): AsyncGenerator<EncodedPacket> {
  let packet = await sink.getFirstPacket(options);
  while (packet !== null) {
    yield packet;
    packet = await sink.getNextPacket(packet, options);
  }
}

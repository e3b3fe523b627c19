import { createMeter } from '../../devices/meter';
import { rampTo } from './ramp';

/** One of the inputs of a mix. */
export interface MixInput {
  /** The audio before the gain. */
  readonly entry: AudioNode;
  /** The audio after the gain, as recorded. */
  readonly output: AudioNode;
  /** The connected stream. */
  readonly stream: MediaStream | undefined;
  /** Connects a stream in place of the current one, or none. */
  connect(stream: MediaStream | undefined): void;
  /** Reconnects the stream without what is queued: the browser keeps up to 100 ms that came too early. */
  renew(): void;
  /** @param gain a factor */
  setGain(gain: number): void;
  /** The peak of at least the last 100 ms before the gain, 0 to 1. */
  readPeak(): number;
}

/** An input with nothing connected. */
export function createMixInput(context: AudioContext, gain: number): MixInput {
  const entry = new GainNode(context);
  const output = new GainNode(context, { gain });
  entry.connect(output);
  const readPeak = createMeter(entry);
  let connected: { readonly stream: MediaStream; readonly node: AudioNode } | undefined;

  const connect = (stream: MediaStream | undefined) => {
    connected?.node.disconnect();
    if (stream === undefined) {
      connected = undefined;
      return;
    }
    connected = { stream, node: context.createMediaStreamSource(stream) };
    connected.node.connect(entry);
  };
  return {
    entry,
    output,
    get stream() {
      return connected?.stream;
    },
    connect,
    renew: () => connect(connected?.stream),
    setGain: (next) => rampTo(output, next),
    readPeak,
  };
}

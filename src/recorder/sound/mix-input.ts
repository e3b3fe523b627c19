import { createMeter } from '../../devices/meter';

/** How long a change of loudness takes, in seconds: at once would be a click. */
const rampS = 0.02;

/** One of the sounds of a mix. */
export interface MixInput {
  /** What comes in. */
  readonly entry: AudioNode;
  /** What is recorded of it. */
  readonly output: AudioNode;
  /** What is connected. */
  readonly stream: MediaStream | undefined;
  /** Takes this sound from now on, or none. */
  connect(stream: MediaStream | undefined): void;
  /** Takes the same sound anew, without what has piled up: the browser keeps up to 100 ms that came too early. */
  renew(): void;
  /** @param gain a factor */
  setGain(gain: number): void;
  /** How loud it comes in, before its gain: the peak of at least the last 100 ms, 0 to 1. */
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
    setGain(next) {
      const { currentTime } = context;
      output.gain
        .cancelScheduledValues(currentTime)
        .setValueAtTime(output.gain.value, currentTime)
        .linearRampToValueAtTime(next, currentTime + rampS);
    },
    readPeak,
  };
}

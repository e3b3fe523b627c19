/** Where the limiter starts to work, in dB below full scale: a voice alone stays below. */
const thresholdDb = -2;
const ratio = 20;
/** Where the last guard starts to bend, and what it never exceeds: 0 to 1. */
const kneeLevel = 0.9;
const ceiling = 0.97;
/** How far above full scale the guard's curve reaches, as a factor. */
const reach = 4;

/**
 * The look-ahead of the limiter, in ms: its output is late by as much
 * (https://webaudio.github.io/web-audio-api/#DynamicsCompressorNode).
 */
export const lookAheadMs = 6;

/**
 * Keeps a sum of inputs from clipping: a compressor holds it below full scale, and a curve rounds off what is too sudden
 * for it. Audio below -2 dB passes unchanged, {@link lookAheadMs} later.
 *
 * @returns the node to connect inputs to, and the node with their limited sum
 */
export function createLimiter(context: BaseAudioContext): {
  readonly input: AudioNode;
  readonly output: AudioNode;
} {
  const input = new DynamicsCompressorNode(context, {
    threshold: thresholdDb,
    knee: 0,
    ratio,
    attack: 0.003,
    release: 0.25,
  });
  // The node adds make-up gain, which must be undone (https://webaudio.github.io/web-audio-api/#compression-curve).
  const fullScaleGain = 10 ** ((thresholdDb - thresholdDb / ratio) / 20);
  const makeUp = fullScaleGain ** -0.6;
  const scale = new GainNode(context, { gain: 1 / makeUp / reach });
  const guard = new WaveShaperNode(context, { curve: guardCurve() });
  input.connect(scale).connect(guard);
  return { input, output: guard };
}

/** Straight up to the knee, so that it changes nothing there; rounded above, up to the ceiling. */
function guardCurve(): Float32Array<ArrayBuffer> {
  const points = 4097;
  return Float32Array.from({ length: points }, (_, index) => {
    const value = ((2 * index) / (points - 1) - 1) * reach;
    const size = Math.abs(value);
    if (size <= kneeLevel) return value;
    const room = ceiling - kneeLevel;
    return Math.sign(value) * (kneeLevel + room * Math.tanh((size - kneeLevel) / room));
  });
}

import { peakOf } from './level';

/** The interval at which meters are read, in ms. */
export const meterIntervalMs = 100;

/**
 * Measures the output of a node.
 *
 * @returns reads the peak, 0 to 1, of at least the last {@link meterIntervalMs}
 */
export function createMeter(node: AudioNode): () => number {
  const { sampleRate } = node.context;
  const fftSize = 2 ** Math.ceil(Math.log2((sampleRate * meterIntervalMs) / 1000));
  const analyser = new AnalyserNode(node.context, { fftSize });
  const samples = new Float32Array(fftSize);
  node.connect(analyser);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return peakOf(samples);
  };
}

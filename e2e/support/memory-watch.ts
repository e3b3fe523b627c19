import { setTimeout as wait } from 'node:timers/promises';
import type { TestBrowser } from './browser';
import { findOffscreen } from './offscreen';
import { memoryOf } from './process-figures';
import { isExtension, processesOf } from './processes';
import { readSnapshot } from './session';
import { measureScripts } from './target-session';

/** The memory of the recorder at one moment. */
export interface MemorySample {
  /** In minutes since the first sample. */
  readonly minute: number;
  /** How many slices are on disk. */
  readonly sliceCount: number;
  /** What the scripts of the offscreen document and its workers hold, in bytes: heaps and buffers, after garbage collection. */
  readonly script: number;
  /** The extension's process, in bytes. */
  readonly process: number;
}

/** Samples the memory of the recorder until a sample is the last. */
export async function watchMemory(
  app: TestBrowser,
  {
    everySeconds,
    isLast,
  }: { readonly everySeconds: number; readonly isLast: (sample: MemorySample) => boolean },
): Promise<MemorySample[]> {
  const samples: MemorySample[] = [];
  const began = performance.now();
  for (;;) {
    const recorder = await findOffscreen(app);
    if (recorder === undefined) throw new Error('The recorder has gone');
    const script = await measureScripts(app.cdp, recorder.targetId);
    const extension = processesOf(app).filter(isExtension);
    const bytes = extension.reduce((sum, one) => sum + memoryOf(one), 0);
    const sliceCount = (await readSnapshot(app)).progress?.sliceCount ?? 0;
    const sample = { minute: (performance.now() - began) / 60_000, sliceCount, script, process: bytes };
    samples.push(sample);
    if (isLast(sample)) return samples;
    await wait(everySeconds * 1000);
  }
}

/** How fast a value grows, by least squares, in bytes per hour. */
export function slopeOf(samples: readonly MemorySample[], value: 'script' | 'process'): number {
  const mean = (read: (sample: MemorySample) => number) =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const [minute, height] = [mean((sample) => sample.minute), mean((sample) => sample[value])];
  const rise = mean((sample) => (sample.minute - minute) * (sample[value] - height));
  const run = mean((sample) => (sample.minute - minute) ** 2);
  return (rise / run) * 60;
}

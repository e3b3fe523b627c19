import { AudioSample } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { continuousSound, type SoundChange } from './sound-frames';

const sampleRate = 1000;

/** A sample of so many frames, each of this value. */
function sample(timestamp: number, frames: number, value: number): AudioSample {
  const data = new Float32Array(frames).fill(value);
  return new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate, timestamp });
}

async function flatten(samples: readonly AudioSample[], change: Partial<SoundChange> = {}) {
  async function* given() {
    yield* samples;
  }
  const values: number[] = [];
  const times: number[] = [];
  for await (const one of continuousSound(given(), { volume: 1, advance: 0, ...change })) {
    const data = new Float32Array(one.numberOfFrames);
    one.copyTo(data, { planeIndex: 0, format: 'f32' });
    values.push(...data);
    times.push(one.timestamp);
    one.close();
  }
  return { values, times };
}

const count = (values: readonly number[], value: number) => values.filter((each) => each === value).length;

describe('continuous sound', () => {
  it('is passed on as it is', async () => {
    const { values, times } = await flatten([sample(0, 20, 0.5), sample(0.02, 20, 0.25)]);
    expect(values).toEqual([...Array(20).fill(0.5), ...Array(20).fill(0.25)]);
    expect(times).toEqual([0, 0.02]);
  });

  it('begins with silence if it begins late', async () => {
    const { values, times } = await flatten([sample(0.1, 20, 0.5)]);
    expect([count(values, 0), count(values, 0.5)]).toEqual([100, 20]);
    expect(times[0]).toBe(0);
  });

  it('has silence in place of a gap, also of a long one', async () => {
    const { values } = await flatten([sample(0, 20, 0.5), sample(3.02, 20, 0.25)]);
    expect(values.slice(0, 20)).toEqual(Array(20).fill(0.5));
    expect(count(values, 0)).toBe(3000);
    expect(values.slice(-20)).toEqual(Array(20).fill(0.25));
  });

  it('takes rounded times for what they are', async () => {
    const { values } = await flatten([sample(0, 20, 0.5), sample(0.025, 20, 0.25), sample(0.037, 20, 0.5)]);
    expect(values).toHaveLength(60);
  });

  it('leaves out what comes twice', async () => {
    const { values } = await flatten([sample(0, 40, 0.5), sample(0.02, 40, 0.25), sample(0.03, 20, 0.75)]);
    expect([count(values, 0.5), count(values, 0.25), count(values, 0.75)]).toEqual([40, 20, 0]);
  });

  it('is as loud as wanted, and never too loud', async () => {
    const { values } = await flatten([sample(0, 2, 0.25), sample(0.002, 2, 0.75)], { volume: 2 });
    expect(values).toEqual([0.5, 0.5, 1, 1]);
  });

  it('is earlier by what its encoder delays it', async () => {
    const { times } = await flatten([sample(0, 20, 0.5), sample(0.02, 20, 0.5)], { advance: 30 });
    expect(times).toEqual([-0.03, -0.01]);
  });
});

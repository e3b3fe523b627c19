import { describe, expect, it } from 'vitest';
import { analysisRate, createLatenessJudge, latenessOf, neededMs, type Sample } from './lateness';

/** A sample of a sound, given as a function of the time in seconds, that comes so many ms late. */
function sample(sound: (second: number) => number, lateMs = 0, startMs = 1000): Sample {
  const samples = Float32Array.from({ length: (neededMs * analysisRate) / 1000 }, (_, index) =>
    sound((startMs - lateMs) / 1000 + index / analysisRate),
  );
  return { startMs, samples };
}

/** Like speech, it never repeats itself. */
const speech = (second: number) =>
  Math.sin(900 * second + 40 * Math.sin(9 * second)) * Math.sin(31 * second) +
  0.3 * Math.sin(2100 * second * second);
const tone = (second: number) => Math.sin(2 * Math.PI * 1000 * second);
const beep = (second: number) => (second % 1 > 0.1 && second % 1 < 0.2 ? tone(second) : 0);

describe('the lateness of the mix', () => {
  it.each([0, 7, 30, 75, 140])('is found: %i ms', (lateMs) => {
    expect(latenessOf(sample(speech), sample(speech, lateMs))).toBeCloseTo(lateMs, 0);
  });

  it('is found if one sample begins later', () => {
    expect(latenessOf(sample(speech), sample(speech, 30, 1020))).toBeCloseTo(30, 0);
    expect(latenessOf(sample(speech, 0, 1020), sample(speech, 30))).toBeCloseTo(30, 0);
  });

  it('is found however loud it is', () => {
    expect(
      latenessOf(
        sample(speech),
        sample((second) => speech(second) / 50, 30),
      ),
    ).toBeCloseTo(30, 0);
  });

  it('of a beep is found', () => {
    expect(latenessOf(sample(beep), sample(beep, 30))).toBeCloseTo(30, 0);
  });

  it.each([
    ['silence', () => 0],
    ['a steady tone', tone],
    ['a constant', () => 0.1],
  ])('is not guessed from %s', (_, sound) => {
    expect(latenessOf(sample(sound), sample(sound, 30))).toBeUndefined();
  });

  it('is not guessed from different sounds, or from too little', () => {
    expect(
      latenessOf(
        sample(speech),
        sample((second) => speech(second + 9)),
      ),
    ).toBeUndefined();
    expect(latenessOf(sample(speech), sample(speech, 0, 5000))).toBeUndefined();
  });
});

describe('an input of the mix', () => {
  it('is late above a limit, or well above its best', () => {
    const judge = createLatenessJudge();
    expect([30, 34, 22, 33, 35].map(judge)).toEqual(['fine', 'fine', 'fine', 'fine', 'late']);
    expect([36].map(createLatenessJudge())).toEqual(['late']);
  });

  it('is accepted if reconnecting does not help, and watched from there', () => {
    const judge = createLatenessJudge();
    expect([80, 80, 80, 80, 80, 85].map(judge)).toEqual(['late', 'late', 'late', 'late', 'fine', 'fine']);
    expect([93, 80].map(judge)).toEqual(['late', 'fine']);
  });
});

import { describe, expect, it } from 'vitest';
import { createLatenessJudge, type Heard, heardRate, latenessOf, neededMs } from './lateness';

/** What a track gives that sounds so at each moment, in seconds, and gives it so many ms later. */
function hear(sound: (second: number) => number, lateMs = 0, startMs = 1000): Heard {
  const samples = Float32Array.from({ length: (neededMs * heardRate) / 1000 }, (_, index) =>
    sound((startMs - lateMs) / 1000 + index / heardRate),
  );
  return { startMs, samples };
}

/** Something like a voice: it never repeats itself. */
const voice = (second: number) =>
  Math.sin(900 * second + 40 * Math.sin(9 * second)) * Math.sin(31 * second) +
  0.3 * Math.sin(2100 * second * second);
const tone = (second: number) => Math.sin(2 * Math.PI * 1000 * second);
const beep = (second: number) => (second % 1 > 0.1 && second % 1 < 0.2 ? tone(second) : 0);

describe('the lateness of the mix', () => {
  it.each([0, 7, 30, 75, 140])('is found: %i ms', (lateMs) => {
    expect(latenessOf(hear(voice), hear(voice, lateMs))).toBeCloseTo(lateMs, 0);
  });

  it('is found where one was heard from a later moment on', () => {
    expect(latenessOf(hear(voice), hear(voice, 30, 1020))).toBeCloseTo(30, 0);
    expect(latenessOf(hear(voice, 0, 1020), hear(voice, 30))).toBeCloseTo(30, 0);
  });

  it('is found however loud it is', () => {
    expect(
      latenessOf(
        hear(voice),
        hear((second) => voice(second) / 50, 30),
      ),
    ).toBeCloseTo(30, 0);
  });

  it('is found of a beep', () => {
    expect(latenessOf(hear(beep), hear(beep, 30))).toBeCloseTo(30, 0);
  });

  it.each([
    ['silence', () => 0],
    ['a steady tone', tone],
    ['a constant', () => 0.1],
  ])('is not guessed from %s', (_, sound) => {
    expect(latenessOf(hear(sound), hear(sound, 30))).toBeUndefined();
  });

  it('is not guessed from two sounds, or from too little', () => {
    expect(
      latenessOf(
        hear(voice),
        hear((second) => voice(second + 9)),
      ),
    ).toBeUndefined();
    expect(latenessOf(hear(voice), hear(voice, 0, 5000))).toBeUndefined();
  });
});

describe('an input of the mix', () => {
  it('is late above a limit, or well above its best', () => {
    const judge = createLatenessJudge();
    expect([30, 34, 22, 33, 35].map(judge)).toEqual(['fine', 'fine', 'fine', 'fine', 'late']);
    expect([36].map(createLatenessJudge())).toEqual(['late']);
  });

  it('is let be where nothing helps, and watched from there', () => {
    const judge = createLatenessJudge();
    expect([80, 80, 80, 80, 80, 85].map(judge)).toEqual(['late', 'late', 'late', 'late', 'fine', 'fine']);
    expect([93, 80].map(judge)).toEqual(['late', 'fine']);
  });
});

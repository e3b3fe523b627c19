import { expect, it } from 'vitest';
import type { Recording } from '../domain/recording';
import { noEdits } from './edits';
import { exportFormats, type PictureCodec, type SoundCodec } from './formats';
import { offersFor } from './offer';

const recording = {
  name: 'x',
  mimeType: 'video/webm;codecs=vp9,opus',
  durationMs: 10_000,
  bytes: 1_000_000,
  width: 640,
  height: 360,
} as Recording;
const all = new Set<PictureCodec | SoundCodec>(['avc', 'vp9', 'aac', 'opus', 'mp3', 'pcm']);

it('every format is offered, the one that plays everywhere first, each with its size', () => {
  const offers = offersFor(recording, noEdits, all);
  expect(offers.map(({ format }) => format)).toEqual(exportFormats);
  expect(offers.map(({ obstacle }) => obstacle)).toEqual(offers.map(() => undefined));
  for (const offer of offers) expect(offer.obstacle === undefined && offer.bytes.least).toBeGreaterThan(0);
});

it('a format whose encoder the browser lacks says so; a copy needs none', () => {
  const offers = offersFor(recording, noEdits, new Set(['aac', 'mp3', 'pcm']));
  const missing = offers.filter(({ obstacle }) => obstacle !== undefined);
  expect(missing).toEqual([{ format: 'everywhere', obstacle: 'encoder' }]);
  const cropped = { ...noEdits, crop: { ...noEdits.crop, top: 20 } };
  expect(
    offersFor(recording, cropped, new Set(['aac', 'mp3', 'pcm'])).map(({ obstacle }) => obstacle),
  ).toEqual(['encoder', 'encoder', 'encoder', undefined, undefined, undefined, undefined, undefined]);
});

it('a recording without a picture is offered as sound', () => {
  const offers = offersFor({ ...recording, mimeType: 'audio/webm;codecs=opus' }, noEdits, all);
  expect(offers.filter(({ obstacle }) => obstacle !== undefined)).toEqual([
    { format: 'gif', obstacle: 'no-picture' },
    { format: 'png', obstacle: 'no-picture' },
  ]);
});

import { expect, it } from 'vitest';
import { createSilenceWatch } from './silence';

it('warns after 5 s without a sound, and no longer once there is one', () => {
  let now = 0;
  const watch = createSilenceWatch(() => now);
  now = 4900;
  watch.hear(0.0005);
  expect(watch.silent).toBe(false);
  now = 5000;
  watch.hear(0.0005);
  expect(watch.silent).toBe(true);
  watch.hear(0.002);
  expect(watch.silent).toBe(false);
  now = 9900;
  watch.hear(0);
  expect(watch.silent).toBe(false);
});

it('begins anew when nothing was to be heard', () => {
  let now = 0;
  const watch = createSilenceWatch(() => now);
  now = 6000;
  watch.hear(0);
  watch.reset();
  expect(watch.silent).toBe(false);
  watch.hear(0);
  expect(watch.silent).toBe(false);
});

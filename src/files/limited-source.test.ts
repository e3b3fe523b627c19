import { Input, WEBM } from 'mediabunny';
import { expect, it } from 'vitest';
import { limitedSource } from './limited-source';

const media = new Blob([new Uint8Array(1000)]);

const read = (source: ReturnType<typeof limitedSource>['source']) =>
  new Input({ source, formats: [WEBM] }).getPrimaryVideoTrack();

it('is read up to its limit, and the error names the limit', async () => {
  const unlimited = limitedSource(media, { bytes: 10_000, ms: 10_000 });
  await expect(read(unlimited.source), 'it has no video').rejects.not.toThrow(RangeError);
  expect(unlimited.isSpent()).toBe(false);

  const few = limitedSource(media, { bytes: 10, ms: 10_000 });
  await expect(read(few.source)).rejects.toThrow(new RangeError('More than 10 bytes would be read'));
  expect(few.isSpent()).toBe(true);

  let ms = 0;
  const short = limitedSource(media, { bytes: 10_000, ms: 50 }, () => ms);
  expect(short.isSpent()).toBe(false);
  ms = 51;
  await expect(read(short.source)).rejects.toThrow(new RangeError('Reading took more than 50 ms'));
  expect(short.isSpent()).toBe(true);
});

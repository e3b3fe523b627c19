import { expect, test } from 'vitest';
import { createMediaEnd } from './media-end';
import { joinParts } from './media-index';
import { makeMp4Beginning } from './mp4/mp4-header';
import { fixtureNames, slicesOf } from './testing/fixtures';
import { partsOf } from './testing/index-of';
import { makeWebmBeginning } from './webm/webm-header';

test.each([...fixtureNames.webm, ...fixtureNames.mp4])('%s ends when its tracks do', (name) => {
  const parts = partsOf(name.endsWith('.webm') ? 'webm' : 'mp4', slicesOf(name));
  const end = createMediaEnd();
  const ends = parts.map(end.after);
  const known = ends.filter((each) => each !== undefined);
  expect(known).toEqual([...known].sort((one, other) => one - other));
  const whole = joinParts(parts);
  const { durationMs } = whole.container === 'webm' ? makeWebmBeginning(whole) : makeMp4Beginning(whole);
  expect(Math.abs((known.at(-1) ?? 0) - durationMs)).toBeLessThan(100);
});

test('nothing is said of a recording without media', () => {
  const [part] = partsOf('webm', [new Uint8Array([0x1a])]);
  expect(part && createMediaEnd().after(part)).toBeUndefined();
});

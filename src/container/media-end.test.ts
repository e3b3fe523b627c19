import { expect, test } from 'vitest';
import { createMediaEnd } from './media-end';
import { joinParts } from './media-index';
import { composeSeekableFile } from './seekable-file';
import { statedDurationMs } from './testing/duration';
import { fixture, fixtureNames, slicesOf } from './testing/fixtures';
import { partsOf } from './testing/index-of';

test.each([...fixtureNames.webm, ...fixtureNames.mp4])('%s ends when its tracks do', async (name) => {
  const container = name.endsWith('.webm') ? 'webm' : 'mp4';
  const parts = partsOf(container, slicesOf(name));
  const end = createMediaEnd();
  const ends = parts.map(end.after);
  const known = ends.filter((each) => each !== undefined);
  expect(known).toEqual([...known].sort((one, other) => one - other));
  const file = composeSeekableFile([{ blob: new Blob([fixture(name)]), part: joinParts(parts) }], '');
  const durationMs = statedDurationMs(container, new Uint8Array(await file.arrayBuffer()));
  expect(Math.abs((known.at(-1) ?? 0) - durationMs)).toBeLessThan(100);
});

test('nothing is said of a recording without media', () => {
  const [part] = partsOf('webm', [new Uint8Array([0x1a])]);
  expect(part && createMediaEnd().after(part)).toBeUndefined();
});

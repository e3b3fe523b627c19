import { describe, expect, it } from 'vitest';
import { concat } from '../concat';
import { box, fullBox, readBoxes, words } from './mp4-boxes';
import { boxesOfVisualEntry, sampleEntriesOf } from './mp4-moov';
import { descriptionsOf } from './mp4-sample-entry';

/** The boxes of the only entry of an stsd with that video, once its colors are stated to be BT.601. */
function relabelled(type: string, boxes: readonly [type: string, contents: readonly number[]][]) {
  const entry = box(
    type,
    new Uint8Array(78),
    ...boxes.map(([name, contents]) => box(name, Uint8Array.from(contents))),
  );
  const [stsd] = readBoxes(concat(fullBox('stsd', 0, 0, words(1), entry)), 0);
  if (stsd === undefined) throw new Error('There is no stsd');
  const described = descriptionsOf(stsd, [], { hasEdits: false, matrix: 'bt601' }).stsd;
  const [again] = readBoxes(described instanceof Uint8Array ? described : concat(described), 0);
  if (again === undefined) throw new Error('There is no stsd');
  return sampleEntriesOf(again).flatMap((one) =>
    boxesOfVisualEntry(one).map((inner) => [inner.type, [...inner.contents]] as const),
  );
}

const nclx = [...'nclx'].map((character) => character.charCodeAt(0));

describe('the sample entry of a video whose matrix is known', () => {
  it('gets a colr if it states nothing of its colors', () => {
    expect(relabelled('av01', [['av1C', [0x81, 0, 0, 0]]])).toEqual([
      ['av1C', [0x81, 0, 0, 0]],
      ['colr', [...nclx, 0, 1, 0, 1, 0, 6, 0]],
    ]);
  });

  it('keeps what else its colr states', () => {
    expect(relabelled('av01', [['colr', [...nclx, 0, 9, 0, 16, 0, 1, 0x80]]])).toEqual([
      ['colr', [...nclx, 0, 9, 0, 16, 0, 6, 0x80]],
    ]);
  });

  it('needs no colr beside a vpcC, which states the matrix itself', () => {
    expect(relabelled('vp09', [['vpcC', [1, 0, 0, 0, 0, 10, 0x80, 1, 1, 1, 0, 0]]])).toEqual([
      ['vpcC', [1, 0, 0, 0, 0, 10, 0x80, 1, 1, 6, 0, 0]],
    ]);
  });
});

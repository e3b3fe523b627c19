import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../concat';
import { closesOf, finishPack, joinParts, type MediaPart } from '../media-index';
import { fixture, slicesOf, split } from '../testing/fixtures';
import { partsOf, webmPartOf } from '../testing/index-of';
import * as webm from '../testing/webm-builder';
import { writeClusterSizes } from './webm-pack';
import { clusterRow } from './webm-part';

const sizedOf = (part: MediaPart) =>
  part.container === 'webm'
    ? [...part.clusters].filter((_, index) => index % clusterRow.length === clusterRow.sized)
    : [];

/** Packs slices in groups of these lengths, as the storage does during a recording. */
function pack(slices: readonly Uint8Array<ArrayBuffer>[], groups: readonly number[]) {
  const parts = partsOf('webm', slices);
  const packs: { bytes: Uint8Array; part: MediaPart }[] = [];
  for (let at = 0, group = 0; at < slices.length; group++) {
    const end = Math.min(at + Math.max(groups[group % Math.max(groups.length, 1)] ?? 1, 1), slices.length);
    const bytes = concat(slices.slice(at, end));
    const part = joinParts(parts.slice(at, end));
    const last = end === slices.length ? part.complete : closesOf(parts.slice(end));
    packs.push({ bytes, part: finishPack(bytes, part, last) });
    at = end;
  }
  return packs;
}

test('packs of any slices hold the same blocks, and the sizes of their Clusters', () => {
  const bytes = fixture('vp8-opus.webm');
  const plain = webmPartOf(bytes);
  fc.assert(
    fc.property(
      fc.array(fc.nat(4000), { maxLength: 20 }),
      fc.array(fc.nat(5), { minLength: 1 }),
      (lengths, groups) => {
        const packs = pack(split(bytes, lengths), groups);
        const whole = webmPartOf(concat(packs.map((one) => one.bytes)));
        const joined = joinParts(packs.map(({ part }) => part));
        expect({ ...whole, clusters: undefined }).toEqual({ ...plain, clusters: undefined });
        expect(sizedOf(joined)).toEqual(sizedOf(whole));
        // All but those whose header begins in the pack before.
        expect(sizedOf(joined).filter((sized) => sized === 0).length).toBeLessThan(packs.length);
      },
    ),
    { numRuns: 300 },
  );
});

test('slices as they came, in packs of three: every Cluster has its size', () => {
  const packs = pack(slicesOf('vp8-opus.webm'), [3]);
  expect(new Set(packs.flatMap(({ part }) => sizedOf(part)))).toEqual(new Set([1]));
});

describe('the last Cluster of a pack', () => {
  const first = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0)));
  const second = webm.cluster(500, webm.simpleBlock(1, 0));

  test('stays unknown as long as its end is unknown', () => {
    const [part] = partsOf('webm', [first, second]);
    const bytes = first.slice();
    expect(part && sizedOf(finishPack(bytes, part))).toEqual([0]);
    expect(bytes).toEqual(first);
  });

  test('gets its size once the next one has begun', () => {
    const [part, next] = partsOf('webm', [first, second]);
    const bytes = first.slice();
    expect(part && next && sizedOf(finishPack(bytes, part, closesOf([next])))).toEqual([1]);
    expect(bytes).not.toEqual(first);
  });
});

test('bytes that were not indexed so are refused', () => {
  const bytes = webm.recording(webm.cluster(0, webm.simpleBlock(1, 0)));
  const part = webmPartOf(bytes);
  expect(() => writeClusterSizes(bytes.slice(1), part)).toThrow(RangeError);
  expect(() => writeClusterSizes(new Uint8Array(bytes.length), part, bytes.length)).toThrow(RangeError);
});

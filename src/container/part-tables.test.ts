import { describe, expect, it } from 'vitest';
import { concat } from './concat';
import { createMediaIndex, type MediaPart } from './media-index';
import { attachTables, detachTables } from './part-tables';
import { fixture } from './testing/fixtures';
import { webmPartOf } from './testing/index-of';

const parts = (): readonly MediaPart[] => [
  createMediaIndex('webm').push(fixture('vp9-opus.webm')),
  createMediaIndex('mp4').push(fixture('avc3.mp4')),
  createMediaIndex('mp4').push(new Uint8Array()),
];

describe('attachTables', () => {
  it('puts back what detachTables took, wherever it lies among others', () => {
    const detached = parts().map(detachTables);
    const all = concat(detached.map(({ tables }) => tables));
    let at = 0;
    for (const [index, { part, tables }] of detached.entries()) {
      expect(attachTables(part, all.subarray(at, at + tables.length))).toEqual(parts()[index]);
      at += tables.length;
    }
  });

  it('puts back parts that were stored before Timestamps were part of the index', () => {
    const { timestamps: _, ...older } = webmPartOf(fixture('vp9-opus.webm'));
    const { part, tables } = detachTables(older);
    expect(attachTables(part, tables)).toEqual(older);
  });

  it('leaves little behind', () => {
    const [webm] = parts().map(detachTables);
    expect(webm?.part).toMatchObject({
      clusters: new Float64Array(),
      timestamps: new Float64Array(),
      cues: new Float64Array(),
    });
    expect(webm?.tables.length).toBeGreaterThan(100);
  });

  it('refuses the tables of another part, and ones that are cut off or too long', () => {
    const [webm, mp4] = parts().map(detachTables);
    if (webm === undefined || mp4 === undefined) throw new Error('There are none');
    const bad = [
      mp4.tables,
      webm.tables.slice(0, -8),
      concat([webm.tables, new Uint8Array(8)]),
      new Uint8Array(),
    ];
    for (const tables of bad) expect(() => attachTables(webm.part, tables)).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../concat';
import { toAnnexB, toLengths } from './nal-units';

/** No start code is in a NAL unit, and no zero at its end (ITU-T H.264, section 7.4.1). */
const unit = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Uint8Array.from([...bytes, 1], (byte, index) => (index % 2 === 0 ? byte | 1 : byte)));

function sampleOf(units: readonly Uint8Array[]): Uint8Array {
  return concat(units.flatMap((bytes) => [Uint8Array.of(0, 0, 0, bytes.length), bytes]));
}

describe('NAL units', () => {
  it('are the same with start codes as with lengths', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 5 }), (units) => {
        const sample = sampleOf(units);
        expect(toLengths(toAnnexB(sample, 4), 4)).toEqual(sample);
      }),
    );
  });

  it('may follow start codes of three bytes', () => {
    const stream = Uint8Array.of(0, 0, 1, 0x67, 9, 0, 0, 0, 1, 0x65, 8, 0);
    expect([...toLengths(stream, 2)]).toEqual([0, 2, 0x67, 9, 0, 2, 0x65, 8]);
  });
});

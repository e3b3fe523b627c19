import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingName } from './recording-name';

/** Any character. fast-check's own unit `binary` takes seconds to make. */
const character = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

const at = new Date(2026, 0, 2, 3, 4);

describe('recordingName', () => {
  it('is the title and the local time', () => {
    expect(recordingName('Lesson 1', at)).toBe('Lesson 1 2026-01-02 03:04');
    expect(recordingName('', at)).toBe('2026-01-02 03:04');
  });

  it('cuts a long title, and not within a character', () => {
    expect(recordingName('😀'.repeat(10_000), at)).toBe(`${'😀'.repeat(119)}… 2026-01-02 03:04`);
  });

  it('leaves no control or direction character', () => {
    expect(recordingName('a\u202Egnp.exe\u0000\nb', at)).toBe('a gnp.exe b 2026-01-02 03:04');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 300 }), (title) => {
        expect(recordingName(title, at)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingName, withDate, withoutDate } from './recording-name';

/** Any character. fast-check's own unit `binary` takes seconds to make. */
const character = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

const at = new Date(2026, 0, 2, 3, 4);

describe('recordingName', () => {
  it('is the title and the local time', () => {
    expect(recordingName('Lesson 1', at)).toBe('Lesson 1 2026-01-02 03:04');
    expect(recordingName('', at)).toBe('2026-01-02 03:04');
  });

  it('cuts a long title, and not within a character', () => {
    for (const character of ['😀', '👩‍👩‍👧', 'क्षि', 'e\u0301', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
      expect(recordingName(character.repeat(10_000), at)).toBe(`${character.repeat(119)}… 2026-01-02 03:04`);
    }
  });

  it.each([
    ['👩‍👩‍👧 family'],
    ['می‌خواهم'],
    ['क्‍ष'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 England'],
    ['\u0600\u0661\u0662'],
    ['❤️‍🔥'],
    ['ᠠ\u180eᠨ'],
  ])('keeps %s as it is written', (title) => {
    expect(recordingName(title, at)).toBe(`${title} 2026-01-02 03:04`);
  });

  it('removes what splits no word without a gap', () => {
    expect(recordingName('Silben\u00adtrennung\u200b', at)).toBe('Silbentrennung 2026-01-02 03:04');
  });

  it('is bounded, even if a page stacks marks on one letter', () => {
    expect(recordingName(`a${'\u0301'.repeat(100_000)}`, at).length).toBeLessThan(100);
    expect(recordingName('\u200d'.repeat(100_000), at)).toBe('2026-01-02 03:04');
    expect(recordingName(`a${'\u0301'.repeat(2000)} title`, at)).toMatch(/^a\u0301+…/u);
  });

  it('leaves no control or direction character, and no hidden text', () => {
    expect(recordingName('a\u202Egnp.exe\u0000\nb', at)).toBe('agnp.exe b 2026-01-02 03:04');
    expect(recordingName('a\u{e0041}\u{e0042}b', at)).toBe('ab 2026-01-02 03:04');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 300 }), (title) => {
        const name = recordingName(title, at).replace(/[\u200c\u200d]/gu, '');
        expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
      }),
    );
  });
});

describe('the time in a name', () => {
  const at = new Date(2026, 6, 25, 14, 5, 40);
  const ahead = (hours: number) => at.getTime() + hours * 3_600_000;

  it('is left out where it is shown beside the name', () => {
    expect(withoutDate(recordingName('Weekly review', at), at.getTime())).toBe('Weekly review');
    expect(withoutDate(recordingName('', at), at.getTime())).toBe('');
    expect(withoutDate(withDate('Weekly review (cut)', at), at.getTime())).toBe('Weekly review (cut)');
  });

  it('is left out even if the time zone has changed since', () => {
    // As UTC, so that the test itself depends on no time zone.
    const utc = Date.UTC(2026, 6, 25, 14, 5, 40);
    for (const offset of [-12, -3.5, 0, 5.75, 14]) {
      expect(withoutDate('A 2026-07-25 14:05', utc - offset * 3_600_000)).toBe('A');
    }
  });

  it('belongs to the name if it is another, or not at the end', () => {
    for (const name of ['A 2026-07-25 14:05 b', 'A 2026-07-25', 'A2026-07-25 14:05', 'A 2026-99-25 14:05']) {
      expect(withoutDate(name, at.getTime())).toBe(name);
    }
    expect(withoutDate('A 2026-07-25 14:05', ahead(48))).toBe('A 2026-07-25 14:05');
    expect(withoutDate('A 2026-07-25 14:05', ahead(-48))).toBe('A 2026-07-25 14:05');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName } from './file-name';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom('.', ' ', '/', '\\', 'con', 'NUL', '\u202e', '\ud800', '\0', '~', 'a'), {
      maxLength: 60,
    })
    .map((parts) => parts.join('')),
);

describe('fileName', () => {
  it.each([
    ['Team standup 2025-07-26 14:05', 'Team standup 2025-07-26 14.05.webm'],
    ['a/b\\c: d?', 'a b c d.webm'],
    ['../../etc/passwd', 'etc passwd.webm'],
    ['', 'Timeslice.webm'],
    ['...', 'Timeslice.webm'],
    ['CON', '_CON.webm'],
    ['aux .txt', '_aux .txt.webm'],
    ['com1', '_com1.webm'],
    ['console', 'console.webm'],
    ['gpj\u202eexe', 'gpjexe.webm'],
    ['trailing. . ', 'trailing.webm'],
    ['Привет, мир', 'Привет, мир.webm'],
    ['می‌خواهم', 'می‌خواهم.webm'],
    ['👨‍👩‍👧', '👨‍👩‍👧.webm'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿.webm'],
    ['lone \ud83d surrogate', 'lone surrogate.webm'],
  ])('makes %j into %j', (name, file) => {
    expect(fileName(name, 'webm')).toBe(file);
  });

  it('cuts a long name between characters', () => {
    expect(fileName('x'.repeat(10_000), 'webm')).toBe(`${'x'.repeat(200)}.webm`);
    expect(fileName('👨‍👩‍👧'.repeat(1000), 'mp4')).toBe(`${'👨‍👩‍👧'.repeat(11)}.mp4`);
  });

  it('accepts any name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const file = fileName(name, 'webm');
        // Throws on half a surrogate pair.
        expect(() => encodeURIComponent(file)).not.toThrow();
        expect(file).toMatch(/^[^\s.].*\.webm$/u);
        expect(file).not.toMatch(/[<>:"/\\|?*~]|[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(file).not.toMatch(/[\s.]\.webm$/u);
        expect(file).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)\s*\./i);
        expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(205);
      }),
      { numRuns: 500 },
    );
  });

  it('is stable: a safe name stays as it is', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const base = fileName(name, 'webm').slice(0, -'.webm'.length);
        expect(fileName(base, 'webm')).toBe(`${base}.webm`);
      }),
    );
  });
});

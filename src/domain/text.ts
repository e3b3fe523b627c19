/**
 * Format characters (Cf) that belong to the text: the two joiners, which Persian, Indic scripts and emoji need, the
 * vowel separator of Mongolian, the number signs of Arabic, Syriac and Kaithi, and the tags of a regional flag.
 */
const written = String.raw`[\u180e\u200c\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]|(?<=\u{1f3f4}[\u{e0020}-\u{e007f}]{0,7})[\u{e0020}-\u{e007f}]`;

/**
 * Matches every character of a class, such as `\p{Cc}\p{Cf}`, but those that text is written with.
 *
 * @param characters what stands in the brackets of a regular expression
 */
export function unwritten(characters: string): RegExp {
  return new RegExp(`(?!${written})[${characters}]`, 'gu');
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The longest beginning of a text that fits, cut between graphemes, never within one.
 *
 * @param sizeOf the size of a grapheme
 */
export function cutText(text: string, size: number, sizeOf: (grapheme: string) => number): string {
  let [left, length] = [size, 0];
  for (const { segment } of segmenter.segment(text)) {
    left -= sizeOf(segment);
    if (left < 0) break;
    length += segment.length;
  }
  return text.slice(0, length);
}

/**
 * A text cut to so many characters as people count them, with an ellipsis if any is left out. A grapheme of more than 16
 * code units counts for several: a page may stack thousands of marks on one letter.
 */
export function shortened(text: string, characters: number): string {
  const sizeOf = (grapheme: string) => Math.max(1, grapheme.length / 16);
  if (cutText(text, characters, sizeOf).length === text.length) return text;
  const short = cutText(text, characters - 1, sizeOf);
  return `${short === '' ? [...text].slice(0, 16).join('') : short}…`;
}

/** Controls and line breaks stand between words; the others, such as soft hyphens, within them. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const invisible = unwritten(String.raw`\p{Cf}`);

/**
 * A title from outside on one line, without control characters, those of bidirectional text included, and {@link shortened};
 * empty if nothing of it could be seen.
 */
export function oneLine(title: string, characters: number): string {
  const text = title.replace(breaks, ' ').replace(invisible, '').replace(/\s+/g, ' ').trim();
  return /[^\s\u200c\u200d]/u.test(text) ? shortened(text, characters) : '';
}

/** The longest name, in UTF-8 bytes: ext4 and APFS allow 255, and the browser may add " (12)". */
const longestBytes = 200;

/**
 * What some file system refuses, and what can hide how a name really ends. The two joiners stay, for
 * Persian words and emoji are made with them.
 */
const forbidden =
  /(?![\u200c\u200d])[<>:"/\\|?*~\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Device names that Windows reserves, with any extension. */
const reserved = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))/i;

/**
 * A file name that every file system takes, made from a recording's name: no separators, no
 * control or direction characters, no device names of Windows, no dots or spaces at either end, at
 * most 200 bytes before the extension.
 *
 * @param extension without a dot
 */
export function fileName(name: string, extension: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/(\d):(?=\d)/g, '$1.')
    .replace(forbidden, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.-]+/u, '');
  const short = cut(clean, longestBytes).replace(/[\s.]+$/u, '');
  const base = short === '' ? 'Timeslice' : short.replace(reserved, '_$&');
  return `${base}.${extension}`;
}

/** Cuts between characters as a person sees them, never inside one. */
function cut(text: string, bytes: number): string {
  const encoder = new TextEncoder();
  let length = 0;
  let result = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    length += encoder.encode(segment).length;
    if (length > bytes) break;
    result += segment;
  }
  return result;
}

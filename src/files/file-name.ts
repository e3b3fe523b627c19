import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { cutText, unwritten } from '../domain/text';

/** The longest name, in UTF-8 bytes: ext4 and APFS allow 255, and the browser may append " (12)". */
const longestBytes = 200;

/** Characters that some file system refuses, or that can hide the real end of a name. */
const forbidden = unwritten(
  String.raw`<>:"\/\\|?*~\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}`,
);

/** Invisible characters within words, such as soft hyphens, and those that turn the direction of text. */
const invisible = unwritten(String.raw`\p{Cf}`);

/** Device names that Windows reserves, with any extension. */
const reserved = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))/i;

/**
 * Turns a recording's name into a file name that every file system accepts: no separators, control or direction
 * characters, no reserved Windows names, no dots or spaces at either end, at most 200 bytes before the extension.
 *
 * @param extension without a dot
 */
export function fileName(name: string, extension: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/(\d):(?=\d)/g, '$1.')
    .replace(invisible, '')
    .replace(forbidden, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.-]+/u, '');
  const short = cutText(clean, longestBytes, bytesOf).replace(/[\s.]+$/u, '');
  const base = short === '' ? 'Timeslice' : short.replace(reserved, '_$&');
  return `${base}.${extension}`;
}

/**
 * A name without format characters (Cf). In a folder of the user's, Chromium refuses all of them, also the joiners of letters
 * and emoji: `getFileHandle` throws a TypeError. In a folder of the origin, it doesn't.
 */
export function withoutFormat(name: string): string {
  return name.replace(/\p{Cf}/gu, '');
}

/** The name of a recording's file; see {@link fileName}. A Matroska that isn't WebM can only have been opened from a file. */
export function recordingFileName({
  name,
  format,
  mimeType,
}: Pick<Recording, 'name' | 'format'> & Partial<Pick<Recording, 'mimeType'>>): string {
  return fileName(name, mimeType?.includes('matroska') === true ? 'mkv' : formatById(format).container);
}

/** The name of a frame of a recording; its time is in ms. */
export function frameFileName({ name }: Pick<Recording, 'name'>, atMs: number): string {
  return fileName(`${name} ${momentInFileName(atMs)}`, 'png');
}

/** The name of a file of a recording's captions. */
export function captionsFileName({ name }: Pick<Recording, 'name'>, kind: 'vtt' | 'srt'): string {
  return fileName(name, kind);
}

/** "0.12.3": no file system refuses it. */
function momentInFileName(ms: number): string {
  const tenths = Math.floor(ms / 100 + 0.001);
  const seconds = String(Math.floor(tenths / 10) % 60).padStart(2, '0');
  return `${Math.floor(tenths / 600)}.${seconds}.${tenths % 10}`;
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

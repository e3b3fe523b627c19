import type { Cue } from './captions';

/** Why a file is refused. Lines are counted from 1. */
export type CaptionsProblem =
  | { readonly why: 'not-captions' }
  | { readonly why: 'not-utf8' }
  | { readonly why: 'no-captions' }
  | { readonly why: 'too-many' }
  | { readonly why: 'invalid-time'; readonly line: number };

/** Captions, or why there are none. */
export type ParsedCaptions =
  | { readonly ok: true; readonly cues: readonly Cue[] }
  | { readonly ok: false; readonly problem: CaptionsProblem };

/** A file has at most so many captions, more than a day of subtitles has: they are kept in a row of the database. */
export const mostCues = 20_000;

/** A caption file has at most so many bytes. */
export const mostCaptionBytes = 5_000_000;

/** Reads the bytes of a caption file: UTF-8, or UTF-16 with a byte order mark. See {@link parseCaptions}. */
export function parseCaptionFile(bytes: Uint8Array): ParsedCaptions {
  try {
    return parseCaptions(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes));
  } catch {
    // An older encoding states nowhere which one it is, and a wrong guess would be saved as other letters.
    return refuse({ why: 'not-utf8' });
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Reads a WebVTT or SubRip (SRT) file. Styles, regions and comments of WebVTT are left out.
 *
 * @param text without or with a byte order mark
 * @see https://www.w3.org/TR/webvtt1/#file-structure
 */
export function parseCaptions(text: string): ParsedCaptions {
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\0/g, '\ufffd')
    .split(/\r\n|\n|\r/);
  const isVtt = /^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '');
  const blocks = blocksOf(lines, isVtt).slice(isVtt ? 1 : 0);
  if (!isVtt && !blocks[0]?.lines.slice(0, 2).some((line) => line.includes('-->'))) {
    return refuse({ why: 'not-captions' });
  }
  const cues: Cue[] = [];
  for (const block of blocks) {
    const at = block.lines.findIndex((line) => line.includes('-->'));
    if (at < 0) {
      // SRT: an empty line in a caption. WebVTT: a comment or the like.
      if (!isVtt) append(cues, block.lines);
      continue;
    }
    // Only an identifier comes before the time.
    const times = at > 1 ? undefined : parseTimes(block.lines[at] ?? '');
    if (times === undefined) return refuse({ why: 'invalid-time', line: block.line + at });
    const { settings, ...span } = times;
    // An arrow would begin another cue.
    const shown = block.lines
      .slice(at + 1)
      .join('\n')
      .replaceAll('-->', '--&gt;');
    cues.push({
      ...span,
      text: withoutEmptyLines(isVtt ? shown : escapeSrt(shown)),
      ...(isVtt && settings !== '' ? { settings } : {}),
    });
  }
  // Not before: in SRT, all of the text may come after an empty line.
  const visible = cues.filter(({ startMs, endMs, text }) => startMs < endMs && text !== '');
  if (visible.length === 0) return refuse({ why: 'no-captions' });
  if (visible.length > mostCues) return refuse({ why: 'too-many' });
  return { ok: true, cues: visible.sort((one, other) => one.startMs - other.startMs) };
}

function refuse(problem: CaptionsProblem): ParsedCaptions {
  return { ok: false, problem };
}

interface Block {
  /** The number of its first line. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** What empty lines separate. A line of spaces is one too, but doesn't end a caption of WebVTT. */
function blocksOf(lines: readonly string[], isVtt: boolean): readonly Block[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let isOpen = false;
  let isCue = false;
  for (const [index, line] of lines.entries()) {
    const isEmpty: boolean = isVtt && isCue ? line === '' : line.trim() === '';
    if (!isEmpty && isOpen) blocks.at(-1)?.lines.push(line);
    if (!isEmpty && !isOpen) blocks.push({ line: index + 1, lines: [line] });
    isOpen = !isEmpty;
    isCue = isOpen && (isCue || line.includes('-->'));
  }
  return blocks;
}

function append(cues: Cue[], lines: readonly string[]): void {
  const last = cues.pop();
  if (last === undefined) return;
  cues.push({ ...last, text: withoutEmptyLines(`${last.text}\n${escapeSrt(lines.join('\n'))}`) });
}

/** An empty line would end the caption once it is written. */
function withoutEmptyLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

const time = String.raw`(?:(\d+):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})`;
const timesLine = new RegExp(`^\\s*${time}\\s*-->\\s*${time}(?:\\s+(.*))?$`);

/** `undefined` if it isn't valid, or ends before it starts. */
function parseTimes(line: string) {
  const found = timesLine.exec(line);
  if (found === null) return undefined;
  const startMs = msOf(found.slice(1, 5));
  const endMs = msOf(found.slice(5, 9));
  return endMs < startMs ? undefined : { startMs, endMs, settings: (found[9] ?? '').trim() };
}

function msOf([hours = '0', minutes = '0', seconds = '0', fraction = '0']: readonly string[]): number {
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole * 1000 + Number(fraction.padEnd(3, '0'));
}

/** What is not a tag that WebVTT has too is text; fonts and positions are left out. */
function escapeSrt(text: string): string {
  return text
    .replace(/\{\\[^}]*\}/g, '')
    .replace(/<\/?font[^>]*>/gi, '')
    .replace(/&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)/g, '&amp;')
    .replace(/<(\/?)([biu])>/gi, (_tag, slash: string, name: string) => `<${slash}${name.toLowerCase()}>`)
    .replace(/<(?!\/?[biu]>)/g, '&lt;');
}

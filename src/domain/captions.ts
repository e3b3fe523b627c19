import * as v from 'valibot';
import type { Span } from './edit';

const cueSchema = v.pipe(
  v.object({
    /** In ms of the recording's file. */
    startMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
    /** In ms of the recording's file, after the start. */
    endMs: v.pipe(v.number(), v.finite()),
    /** WebVTT cue text, with its tags and entities. */
    text: v.string(),
    /** WebVTT cue settings, such as the position. */
    settings: v.exactOptional(v.string()),
  }),
  v.check(({ startMs, endMs }) => startMs < endMs),
  v.readonly(),
);

/** A caption: a text, and when it is shown. @see https://www.w3.org/TR/webvtt1/ */
export type Cue = v.InferOutput<typeof cueSchema>;

/** Reads the captions of a clip; invalid ones are left out. */
export const captionsSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((cues): readonly Cue[] => cues.filter((cue) => v.is(cueSchema, cue))),
);

/** The captions of recordings that follow each other. */
export function joinCaptions(
  recordings: readonly { readonly captions?: readonly Cue[]; readonly durationMs: number }[],
): readonly Cue[] {
  let atMs = 0;
  return recordings.flatMap(({ captions = [], durationMs }) => {
    const moveMs = atMs;
    atMs += durationMs;
    return captions
      .filter(({ startMs }) => startMs < durationMs)
      .map((cue) => ({
        ...cue,
        startMs: cue.startMs + moveMs,
        endMs: Math.min(cue.endMs, durationMs) + moveMs,
      }));
  });
}

/** What is left of captions in the spans of a cut, at the times that it has there; `durationMs` is the recording's. */
export function cutCaptions(
  cues: readonly Cue[],
  spans: readonly Span[],
  durationMs: number,
): readonly Cue[] {
  let atMs = 0;
  return spans.flatMap((span) => {
    const { startMs } = span;
    const endMs = Math.min(span.endMs, durationMs);
    const moveMs = atMs - startMs;
    atMs += Math.max(0, endMs - startMs);
    return cues
      .filter((cue) => cue.startMs < endMs && cue.endMs > startMs)
      .map((cue) => ({
        ...cue,
        startMs: Math.max(cue.startMs, startMs) + moveMs,
        endMs: Math.min(cue.endMs, endMs) + moveMs,
      }));
  });
}

/** A WebVTT file of captions. */
export function writeVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ startMs, endMs, text, settings }) => {
    const times = `${formatTime(startMs, '.')} --> ${formatTime(endMs, '.')}`;
    return `${settings === undefined ? times : `${times} ${settings}`}\n${text}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** The same as SubRip (SRT), which has neither positions nor voices. */
export function writeSrt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ startMs, endMs, text }, index) =>
      `${index + 1}\n${formatTime(startMs, ',')} --> ${formatTime(endMs, ',')}\n${srtText(text)}\n`,
  );
  return blocks.join('\n');
}

/** The text of a cue without its tags. */
export function plainText({ text }: Pick<Cue, 'text'>): string {
  return unescapeText(text.replace(/<[^>]*>/g, ''));
}

/** SRT knows these tags too. */
function srtText(text: string): string {
  return unescapeText(text.replace(/<(?!\/?[biu]>)[^>]*>/g, ''));
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': '\u00a0',
  '&lrm;': '\u200e',
  '&rlm;': '\u200f',
  '&amp;': '&',
};

function unescapeText(text: string): string {
  return text.replace(/&(?:lt|gt|nbsp|lrm|rlm|amp);/g, (entity) => entities[entity] ?? entity);
}

function formatTime(ms: number, point: '.' | ','): string {
  const whole = Math.round(ms);
  const pad = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes, seconds] = [whole / 3_600_000, (whole / 60_000) % 60, (whole / 1000) % 60];
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}${point}${pad(whole % 1000, 3)}`;
}

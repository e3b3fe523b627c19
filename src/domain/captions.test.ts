import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cue, cutCaptions, joinCaptions, plainText, writeSrt, writeVtt } from './captions';
import { parseCaptionFile, parseCaptions } from './parse-captions';

const vtt = `WEBVTT - a talk
Kind: captions

STYLE
::cue { color: red }

NOTE a comment

intro
00:01.000 --> 00:02.500 align:start
<v Ada>Hello &amp; welcome</v>
second line

01:00:00.000 --> 01:00:01.000
<i>Later</i>
`;

const srt = `\ufeff1\r\n00:00:01,000 --> 00:00:02,5\r\n<I>A</I> & <b>B</b> <3 {\\an8}\r\n\r\nafter a gap\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000 X1:1 X2:2\r\n<font color="red">C</font>\r\n`;

const cuesOf = (text: string) => {
  const parsed = parseCaptions(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.cues;
};

describe('parseCaptionFile', () => {
  const russian = 'WEBVTT\n\n00:01.000 --> 00:02.000\nПривет\n';
  const cues = [{ startMs: 1000, endMs: 2000, text: 'Привет' }];
  const utf16 = (text: string) =>
    Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]));

  it('reads UTF-8 and UTF-16', () => {
    expect(parseCaptionFile(new TextEncoder().encode(russian))).toEqual({ ok: true, cues });
    expect(parseCaptionFile(utf16(`\ufeff${russian}`))).toEqual({ ok: true, cues });
  });

  it('refuses another encoding, instead of keeping other letters', () => {
    const windows1251 = [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2];
    const bytes = Uint8Array.of(...new TextEncoder().encode(russian.slice(0, 33)), ...windows1251);
    expect(parseCaptionFile(bytes)).toEqual({ ok: false, problem: { why: 'not-utf8' } });
  });
});

describe('parseCaptions', () => {
  it('reads WebVTT: times, settings and text, without styles and comments', () => {
    expect(cuesOf(vtt)).toEqual([
      {
        startMs: 1000,
        endMs: 2500,
        text: '<v Ada>Hello &amp; welcome</v>\nsecond line',
        settings: 'align:start',
      },
      { startMs: 3_600_000, endMs: 3_601_000, text: '<i>Later</i>' },
    ]);
  });

  it('reads SRT as programs really write it', () => {
    expect(cuesOf(srt)).toEqual([
      { startMs: 1000, endMs: 2500, text: '<i>A</i> &amp; <b>B</b> &lt;3 \nafter a gap' },
      { startMs: 3000, endMs: 4000, text: 'C' },
    ]);
  });

  it.each([
    ['a page', '<!doctype html>\n<p>Hello', { why: 'not-captions' }],
    ['an empty file', '', { why: 'not-captions' }],
    ['WebVTT without captions', 'WEBVTT\n\nNOTE nothing\n', { why: 'no-captions' }],
    ['a word that begins like WebVTT', 'WEBVTTX\n\n00:01.000 --> 00:02.000\nA\n', { why: 'not-captions' }],
    ['a time that is none', 'WEBVTT\n\n00:01.000 --> 00:99.000\nA\n', { why: 'invalid-time', line: 3 }],
    ['an end before the start', '1\n00:00:02,000 --> 00:00:01,000\nA\n', { why: 'invalid-time', line: 2 }],
    ['too many', `WEBVTT\n\n${'00:01.000 --> 00:02.000\nA\n\n'.repeat(20_001)}`, { why: 'too-many' }],
  ])('refuses %s, with the reason', (_what, text, problem) => {
    expect(parseCaptions(text)).toEqual({ ok: false, problem });
  });

  it('never throws, and what it reads can be written and read again', () => {
    const piece = fc.constantFrom(
      'WEBVTT',
      '\n',
      '\n\n',
      '1',
      ' --> ',
      '00:01.000',
      '00:00:02,000',
      '<b>',
      '&',
      '-->',
      'A',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const parsed = parseCaptions(pieces.join(''));
        if (parsed.ok) expect(cuesOf(writeVtt(parsed.cues))).toEqual(parsed.cues);
      }),
    );
  });
});

describe('lines without text', () => {
  it('of spaces are in a caption of WebVTT, which goes on', () => {
    const rolling = 'WEBVTT\n\n00:00.000 --> 00:02.000\n \nhello\n\n00:02.000 --> 00:03.000\nB\n \n';
    expect(cuesOf(rolling)).toEqual([
      { startMs: 0, endMs: 2000, text: 'hello' },
      { startMs: 2000, endMs: 3000, text: 'B' },
    ]);
  });

  it('come before the text of a caption of SRT, which is not that of the caption before', () => {
    const late = '1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:03,000 --> 00:00:04,000\n\nB\n';
    expect(cuesOf(late)).toEqual([
      { startMs: 1000, endMs: 2000, text: 'A' },
      { startMs: 3000, endMs: 4000, text: 'B' },
    ]);
  });

  it('are left by the tags of SRT, and do not end the caption that is written', () => {
    const tagged = cuesOf('1\n00:00:01,000 --> 00:00:02,000\n<font color="red">\nA\n</font>\n');
    expect(tagged).toEqual([{ startMs: 1000, endMs: 2000, text: 'A' }]);
    expect(cuesOf(writeVtt(tagged))).toEqual(tagged);
  });
});

describe('captions', () => {
  it('are written as WebVTT and as SRT, which other programs read', () => {
    expect(cuesOf(writeVtt(cuesOf(vtt)))).toEqual(cuesOf(vtt));
    expect(writeSrt(cuesOf(vtt))).toBe(
      '1\n00:00:01,000 --> 00:00:02,500\nHello & welcome\nsecond line\n\n2\n01:00:00,000 --> 01:00:01,000\n<i>Later</i>\n',
    );
    expect(plainText({ text: '<v Ada>1 &lt; 2</v>' })).toBe('1 < 2');
  });

  it('of recordings that are joined follow each other', () => {
    const captions = [{ startMs: 500, endMs: 2000, text: 'a' }];
    expect(
      joinCaptions([{ captions, durationMs: 1000 }, { durationMs: 3000 }, { captions, durationMs: 5000 }]),
    ).toEqual([
      { startMs: 500, endMs: 1000, text: 'a' },
      { startMs: 4500, endMs: 6000, text: 'a' },
    ]);
  });

  it('move with a cut: what is outside is gone', () => {
    const cues: Cue[] = [
      { startMs: 0, endMs: 1000, text: 'gone' },
      { startMs: 1500, endMs: 2500, text: 'begins before', settings: 'line:0' },
      { startMs: 4000, endMs: 9000, text: 'in both' },
    ];
    const spans = [
      { startMs: 2000, endMs: 5000 },
      { startMs: 7000, endMs: Number.POSITIVE_INFINITY },
    ];
    expect(cutCaptions(cues, spans, 8000)).toEqual([
      { startMs: 0, endMs: 500, text: 'begins before', settings: 'line:0' },
      { startMs: 2000, endMs: 3000, text: 'in both' },
      { startMs: 3000, endMs: 4000, text: 'in both' },
    ]);
  });
});

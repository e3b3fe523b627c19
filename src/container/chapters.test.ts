import { describe, expect, test } from 'vitest';
import type { MediaEvent } from '../domain/media-event';
import { concat } from './concat';
import { openFile } from './open-file';
import { chapterFixtures, fixture } from './testing/fixtures';
import * as webm from './testing/webm-builder';
import { ids } from './webm/ebml';
import { element, uintElement } from './webm/ebml-writer';

const chapters: readonly MediaEvent[] = [
  { what: 'chapter', atMs: 0, label: 'Введение' },
  { what: 'chapter', atMs: 1000, label: 'A “second” part' },
  { what: 'chapter', atMs: 2500 },
];

const eventsOf = async (...bytes: Uint8Array<ArrayBuffer>[]) => (await openFile(new Blob(bytes))).events;

/** The same file, in which boxes of these types are skipped. */
function without(bytes: Uint8Array<ArrayBuffer>, ...types: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder('latin1').decode(bytes);
  const made = bytes.slice();
  for (const type of types) {
    const at = text.indexOf(type);
    expect(at, type).toBeGreaterThan(0);
    made.set(new TextEncoder().encode('free'), at);
  }
  return made;
}

describe('the chapters of a file', () => {
  test.each(chapterFixtures)('are read from %s', async (name) => {
    expect(await eventsOf(fixture(name))).toEqual(chapters);
  });

  test('are read from the track alone, and from the list alone', async () => {
    const both = fixture('chapters/ffmpeg.mp4');
    expect(await eventsOf(without(both, 'chpl'))).toEqual(chapters);
    expect(await eventsOf(without(both, 'tref'))).toEqual(chapters);
    expect(await eventsOf(without(both, 'tref', 'chpl'))).toEqual([]);
  });

  test('are read where the track has UTF-16', async () => {
    const bytes = fixture('chapters/ffmpeg.mp4');
    const title = new TextEncoder().encode('Введение');
    const at = new TextDecoder('latin1').decode(bytes).indexOf(new TextDecoder('latin1').decode(title));
    const utf16 = [...'Слайды\u2026'].flatMap((char) => [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255]);
    bytes.set([0xfe, 0xff, ...utf16], at);
    expect((await eventsOf(bytes))[0]).toEqual({ what: 'chapter', atMs: 0, label: 'Слайды…' });
  });

  const text = (id: number, value: string) => element(id, new TextEncoder().encode(value));
  const atom = (atMs: number, title: string, ...more: readonly Uint8Array[]) =>
    element(
      ids.ChapterAtom,
      uintElement(ids.ChapterTimeStart, atMs * 1e6),
      element(ids.ChapterDisplay, text(ids.ChapString, title)),
      ...more,
    );
  const recording = () =>
    webm.recording(webm.sizedCluster(0, webm.simpleBlock(1, 0), webm.simpleBlock(1, 40)));
  const labels = (events: readonly MediaEvent[]) => events.map(({ label }) => label);

  test('are read after the Clusters, in order, without hidden ones and those within them', async () => {
    const edition = element(
      ids.EditionEntry,
      atom(30, 'Second'),
      atom(0, 'First', atom(10, 'Inner')),
      atom(20, 'Hidden', uintElement(ids.ChapterFlagHidden, 1)),
    );
    expect(labels(await eventsOf(recording(), element(ids.Chapters, edition)))).toEqual(['First', 'Second']);
  });

  test('are those of the default edition', async () => {
    const other = element(ids.EditionEntry, atom(0, 'Other'));
    const usual = element(ids.EditionEntry, uintElement(ids.EditionFlagDefault, 1), atom(0, 'Usual'));
    expect(labels(await eventsOf(recording(), element(ids.Chapters, other, usual)))).toEqual(['Usual']);
  });

  test('are none if they contradict the format: the file is opened all the same', async () => {
    const broken = element(ids.Chapters, Uint8Array.of(0x45, 0xb9, 0x90, 1, 2));
    const opened = await openFile(new Blob([recording(), broken]));
    expect(opened.events).toEqual([]);
    expect(opened.durationMs).toBeGreaterThan(0);
    const bytes = fixture('chapters/ffmpeg.mp4');
    const list = new TextDecoder('latin1').decode(bytes).indexOf('chpl');
    bytes[list + 12] = 255;
    expect(await eventsOf(without(bytes, 'tref'))).toEqual([]);
  });

  test('are read up to the end of the samples, whatever the table of times says', async () => {
    const bytes = fixture('chapters/ffmpeg.mp4');
    const text = new TextDecoder('latin1').decode(bytes);
    const table = text.indexOf('stts', text.indexOf('gmhd'));
    const view = new DataView(bytes.buffer, table + 4);
    expect(view.getUint32(4), 'runs').toBeGreaterThanOrEqual(2);
    // 4,294,967,295 samples of a second.
    view.setUint32(8, 2 ** 32 - 1);
    expect((await eventsOf(without(bytes, 'chpl'))).map(({ label }) => label)).toEqual(
      chapters.map(({ label }) => label),
    );
  });

  test('are those of what is there, if the file is cut off', async () => {
    const edition = element(ids.EditionEntry, atom(0, 'First'), atom(30, 'Second'), atom(60_000, 'Lost'));
    expect(labels(await eventsOf(recording(), element(ids.Chapters, edition)))).toEqual(['First', 'Second']);
  });

  test('of an MP4 that is cut off are those of what is there, although their track lasts to the end', async () => {
    // ffmpeg writes the titles before the frames.
    const bytes = fixture('chapters/faststart.mp4');
    const { events, durationMs, faults } = await openFile(new Blob([bytes.slice(0, -50)]));
    expect(faults).toEqual([{ what: 'cut-off' }]);
    expect(durationMs).toBeLessThan(2500);
    expect(events).toEqual(chapters.filter(({ atMs }) => atMs < durationMs));
  });

  test('are found before what is damaged in the same box', async () => {
    const bytes = fixture('chapters/ffmpeg.mp4');
    // The list comes last in udta, which is last in moov and in the file: QuickTime may end that with a zero.
    const text = new TextDecoder('latin1').decode(bytes);
    const grown = concat([bytes, new Uint8Array(4)]);
    for (const type of ['moov', 'udta']) {
      const at = text.lastIndexOf(type) - 4;
      const view = new DataView(grown.buffer);
      view.setUint32(at, view.getUint32(at) + 4);
    }
    expect(await eventsOf(without(grown, 'tref'))).toEqual(chapters);
  });

  test('have titles of one line, without control characters', async () => {
    const edition = element(ids.EditionEntry, atom(0, 'One\n\u202etwo'), atom(10, ' \u200d '));
    const file = concat([recording(), element(ids.Chapters, edition)]);
    expect(await eventsOf(file)).toEqual([
      { what: 'chapter', atMs: 0, label: 'One two' },
      { what: 'chapter', atMs: 10 },
    ]);
  });
});

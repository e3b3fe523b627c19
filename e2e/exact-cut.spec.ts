import { stat } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { at, button, playFilm, rounding, saveCut } from './support/cutting';
import { readRecordings, readSlices } from './support/database';
import { playsIn } from './support/firefox';
import { type Judged, judgeMovingPage } from './support/judge';
import { articles } from './support/library';
import { longIf } from './support/long';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { checksumsOf, movesOf, type Packet, readPackets } from './support/packets';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
import { playAt } from './support/player';
import { judgePlayed, placesIn } from './support/seeking';
import { test } from './support/test';

test.use({ shared: true });

/** The parts of the recording that are kept, in s. */
const kept = [
  [1.3, 3.2],
  [5.3, 7.1],
] as const;

/** The frames that are visible from the first moment up to the second. */
function visible({ frames }: Judged, from: number, until: number) {
  const first = frames.findLastIndex(({ time }) => time <= from + rounding);
  return frames.slice(first).filter(({ time }) => time < until - rounding);
}

/**
 * The packets of the original that a part ends with, from a key frame on: the first one in it. Of a WebM it may be the second:
 * the first may be in a Cluster that begins before the cut, by whose time its blocks count.
 */
function untouched(
  video: readonly Packet[],
  part: readonly Packet[],
  [from, until]: readonly [number, number],
) {
  const isIn = ({ time }: Packet) => time > from + rounding && time < until - rounding;
  const keys = video.filter((packet) => packet.isKey && isIn(packet));
  const tails = keys
    .slice(0, 2)
    .map((key) => video.filter((packet) => packet.time >= key.time && isIn(packet)));
  const isSame = (tail: readonly Packet[]) =>
    checksumsOf(part.slice(-tail.length)).join() === checksumsOf(tail).join();
  return { tails, same: tails.find(isSame) ?? [] };
}

/**
 * What a player is told of the picture. Not the level: the encoder of H.264 chooses it by the bits and frames per second,
 * and each part of the file states its own.
 */
function lookOf({ media: { video } }: Judged) {
  const fields = Object.entries({ ...video });
  return fields.filter(([name]) => /^(codec_name|width|height|pix_fmt|color_.*|profile)$/.test(name));
}

for (const format of ['webm-vp9', 'webm-vp8', 'webm-av1', 'mp4-h264', 'mp4-vp9', 'mp4-av1'] as const) {
  test(
    `an exact cut of ${format} has exactly the frames and the sound that were selected`,
    longIf(format !== 'webm-vp9' && format !== 'mp4-h264' && format !== 'webm-av1'),
    async ({ app, tab, firefox }) => {
      const { library, file, original, player } = await playFilm(app, tab, format, 10_000);
      const before = await readSlices(app.probe);
      await button(player, 'Pause').click();
      await at(player, 1.3, 'Set in');
      await at(player, 7.1, 'Set out');
      await button(player, 'Keep selection').click();
      await at(player, 3.2, 'Set in');
      await at(player, 5.3, 'Set out');
      await button(player, 'Remove selection').click();
      const precision = player.getByRole('radiogroup', { name: 'Precision' });
      await expect(precision.getByRole('radio', { name: 'Lossless' })).toBeChecked();
      await precision.getByRole('radio', { name: 'Exact' }).check();
      await expect(player.getByRole('status')).toContainText('0:01.3 to 0:03.2, 0:05.3 to 0:07.1 · 0:03.7');
      const cut = await saveCut(library, player);
      // Of each part, the piece up to the key frame is new; the rest is shared.
      const stored = await readSlices(app.probe);
      const isOld = ({ recordingId }: { recordingId: string }) => recordingId === before[0]?.recordingId;
      expect(stored.filter(isOld)).toEqual(before);
      const made = stored.filter((slice) => !isOld(slice));
      expect(made.map(({ sequence }) => sequence)).toEqual([0, 0]);
      expect(made.reduce((sum, { size }) => sum + size, 0)).toBeLessThan((await stat(cut)).size);

      const judged = await judgeMovingPage(cut);
      const wanted = kept.flatMap(([from, until]) => visible(original, from, until));
      expect(judged.frames.map(({ counter }) => counter)).toEqual(wanted.map(({ counter }) => counter));
      expect(judged.frames[0]?.time).toBeLessThan(0.01);
      expect(lookOf(judged)).toEqual(lookOf(original));

      const [whole, parts] = [await readPackets(file), await readPackets(cut)];
      // What was not encoded again is the same, bit by bit, and no packet is lost or comes twice.
      const sound = kept.map(([from, until]) =>
        whole.audio.filter(({ time }) => time >= from - rounding && time < until - rounding),
      );
      expect(checksumsOf(parts.audio)).toEqual(checksumsOf(sound.flat()));
      expect(parts.video).toHaveLength(judged.frames.length);
      const left = { video: [...parts.video], audio: [...parts.audio] };
      for (const [index, [from, until]] of kept.entries()) {
        const part = left.video.splice(0, visible(original, from, until).length);
        const { tails, same } = untouched(whole.video, part, [from, until]);
        expect(same.length).toBeGreaterThan(0);
        if (!cut.endsWith('.webm')) expect(same).toBe(tails[0]);
        const video = part.slice(-same.length);
        const heard = sound[index] ?? [];
        const audio = left.audio.splice(0, heard.length);
        // All of it is moved by the same time: it is in step, without a gap.
        const moves = [...movesOf(same, video), ...movesOf(heard, audio)];
        expect(Math.max(...moves) - Math.min(...moves)).toBeLessThan(0.002);
      }

      if (cut.endsWith('.webm')) expect(await complaintsOfMkvtoolnix(cut)).toEqual([]);
      const places = placesIn(judged.frames);
      const times = places.map(({ time }) => time);
      const row = (await readRecordings(app.probe)).at(-1);
      if (await playsIn(await firefox, row?.mimeType ?? '')) {
        judgePlayed(
          await (await firefox).playAfresh(cut, times),
          places,
          judged.frames,
          judged.media.duration ?? Number.NaN,
        );
        judgePlayedToEnd(await (await firefox).playToEnd(cut));
      }
      const shown = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
      await button(player, 'Close player').click();
      await button(shown, 'Play').click();
      await expect(button(player, 'Pause')).toBeVisible();
      judgePlayed(
        await library.evaluate(playAt, times),
        places,
        judged.frames,
        judged.media.duration ?? Number.NaN,
      );
      judgePlayedToEnd(await library.evaluate(playToEnd));
    },
  );
}

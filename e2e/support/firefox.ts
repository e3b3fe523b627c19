import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { expect } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { openFileServer } from './file-server';
import { type PlayedToEnd, playToEnd } from './play-to-end';
import { type Look, type Played, playAt } from './player';

/** Firefox, as a judge of files. */
export interface Firefox {
  /** Whether its player supports the type. */
  canPlay(type: string): Promise<boolean>;
  /** Opens the file, seeks to each place, in seconds, and returns what it saw. */
  play(file: string, look: readonly number[] | Look): Promise<Played>;
  /**
   * The same, with the file opened anew for each place. Firefox 153 may end with a decode error if it seeks from one
   * part of an H.264 file to another whose parameter sets differ.
   */
  playAfresh(file: string, places: readonly number[]): Promise<Played>;
  /** Opens the file and plays it to the end; again, up to twice, if a decoder failed as in {@link playAfresh}. */
  playToEnd(file: string): Promise<PlayedToEnd>;
  /** Opens the file, runs a function in the page of the player, and returns what it returned. */
  show<Argument, Seen>(
    file: string,
    look: (argument: Argument) => Promise<Seen>,
    argument: Argument,
  ): Promise<Seen>;
  close(): Promise<void>;
}

/**
 * Whether Firefox has fed a decoder that was at its end: it does when it seeks between parts with different parameter sets, and
 * has just decoded to the end of one. See `docs/decisions.md`.
 */
function isDrainedDecoder(error: string | undefined): boolean {
  return error?.includes('avcodec_send_packet error: End of file') === true;
}

/** What its user would do: see `docs/decisions.md`, “Firefox opens an exact cut of H.264 again for each place”. */
async function openAgain<Seen extends { readonly error: string | undefined }>(
  open: () => Promise<Seen>,
): Promise<Seen> {
  let seen = await open();
  for (let again = 0; again < 2 && isDrainedDecoder(seen.error); again += 1) seen = await open();
  return seen;
}

const candidates = [env['TIMESLICE_FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** The Firefox to use: the one that `TIMESLICE_FIREFOX` names, or the system's. @throws Error if there is none */
export function firefoxProgram(): string {
  const program = candidates.find((file) => file !== undefined && existsSync(file));
  if (program === undefined) throw new Error('No Firefox found: install firefox-esr.');
  return program;
}

/**
 * Starts Firefox without a window: the one that `TIMESLICE_FIREFOX` names, or the system's.
 *
 * @param speakers the PulseAudio server that it plays to, without waiting for a click; if absent, the system's
 * @throws Error if there is none
 */
export async function openFirefox(speakers?: string): Promise<Firefox> {
  const executablePath = firefoxProgram();
  const [browser, server] = await Promise.all([
    // It starts beside a recording, on a machine that may be busy.
    launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      timeout: 120_000,
      ...(speakers === undefined
        ? {}
        : { env: { ...env, PULSE_SERVER: speakers }, extraPrefsFirefox: { 'media.autoplay.default': 0 } }),
    }),
    openFileServer(),
  ]);
  const page = await browser.newPage();
  const show: Firefox['show'] = async (file, look, argument) => {
    await page.goto(server.show(file));
    return (await page.evaluate(look as (argument: unknown) => Promise<unknown>, argument)) as Awaited<
      ReturnType<typeof look>
    >;
  };
  const play: Firefox['play'] = (file, look) => show(file, playAt, look);
  return {
    show,
    canPlay: (type) =>
      page.evaluate((asked) => document.createElement('video').canPlayType(asked) !== '', type),
    play,
    async playAfresh(file, places) {
      const all: Played[] = [];
      for (const place of places) all.push(await openAgain(() => play(file, [place])));
      const worst = all.find(({ error }) => error !== undefined) ?? all[0] ?? (await play(file, []));
      return { ...worst, counters: all.flatMap(({ counters }) => counters) };
    },
    playToEnd: (file) => openAgain(() => show(file, playToEnd, undefined)),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Whether Firefox plays a type. Only H.264 and AAC depend on the system: it fails if Firefox refuses any other. */
export async function playsIn(firefox: Firefox, type: string): Promise<boolean> {
  const plays = await firefox.canPlay(type);
  if (!/avc|mp4a/.test(type)) expect(plays, `Firefox plays “${type}”`).toBe(true);
  return plays;
}

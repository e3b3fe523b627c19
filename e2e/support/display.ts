import { type ChildProcess, spawn } from 'node:child_process';
import { env } from 'node:process';
import type { Readable } from 'node:stream';
import { expect } from '@playwright/test';
import { often } from './often';
import { run } from './run';

/** A place on the screen, in px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A rectangle on the screen, in px. */
export interface Area extends Place {
  readonly width: number;
  readonly height: number;
}

/** A screen with a window manager, a keyboard and a mouse, for native menus and dialogs. */
export interface Display {
  /** As in `DISPLAY`. */
  readonly name: string;
  /** Presses keys, in the words of xdotool: `ctrl+shift+h`, `Down`, `Return`. */
  press(...keys: string[]): Promise<void>;
  /** Types a text. */
  type(text: string): Promise<void>;
  /** Clicks there with the left mouse button. */
  click(place: Place): Promise<void>;
  /** Right-clicks there, and waits until the menu is open. */
  openMenu(place: Place): Promise<void>;
  /** Waits for a window whose name matches, and returns its place and size. */
  window(
    name: string,
  ): Promise<Place & { readonly id: string; readonly width: number; readonly height: number }>;
  /** Gives a window the keyboard, and waits until it has it. */
  focus(id: string): Promise<void>;
  /** Whether a window has the keyboard. */
  hasFocus(id: string): Promise<boolean>;
  /** How many windows have a matching name. */
  countWindows(name: string): Promise<number>;
  /**
   * Where the area has that color, if anywhere: the middle of all its pixels, and their lower edge.
   *
   * @param area in px; a number is the height of the area at the screen's upper edge
   */
  locate(
    color: readonly [red: number, green: number, blue: number],
    area: Area | number,
  ): Promise<(Place & { readonly bottom: number }) | undefined>;
  close(): Promise<void>;
}

/** Waits until something is found in the same place twice in a row: what has just opened may still move. */
export async function atRest(locate: () => Promise<Place | undefined>): Promise<Place> {
  let before: Place | undefined;
  let place: Place | undefined;
  const isAtRest = async () => {
    before = place;
    place = await locate();
    return place !== undefined && place.x === before?.x && place.y === before.y;
  };
  await expect
    .poll(isAtRest, { message: 'it is on the screen, at rest', ...often, intervals: [250] })
    .toBe(true);
  return place as Place;
}

/** Waits until the area has that color, at rest; see {@link atRest}. */
export function locateAtRest(
  display: Display,
  color: Parameters<Display['locate']>[0],
  area: Area | number,
): Promise<Place> {
  return atRest(() => display.locate(color, area));
}

const screen = { width: 1600, height: 1000 } as const;

/** Starts Xvfb on a free display, with openbox in it. */
export async function openDisplay(): Promise<Display> {
  const size = `${screen.width}x${screen.height}x24`;
  const args = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const name = `:${await firstLine(server.stdio[3] as Readable)}`;
  const surroundings = { ...env, DISPLAY: name };
  const manager = spawn('openbox', [], { stdio: 'ignore', env: surroundings });
  const xdotool = async (...words: string[]) => {
    const { stdout } = await run('xdotool', words, surroundings);
    return stdout.toString();
  };
  const move = ({ x, y }: Place) => ['mousemove', String(Math.round(x)), String(Math.round(y))];
  const corner = { x: screen.width - 1, y: screen.height - 1 };
  const search = async (window: string) => {
    // xdotool ends with 1 if it finds nothing.
    const found = await xdotool('search', '--onlyvisible', '--name', window).catch(() => '');
    return found.split('\n').filter((id) => id !== '');
  };
  return {
    name,
    async press(...keys) {
      await xdotool('key', '--clearmodifiers', '--delay', '60', ...keys);
    },
    async type(text) {
      await xdotool('type', '--delay', '10', text);
    },
    async click(place) {
      // A button under the mouse has a different color.
      await xdotool(...move(place), 'click', '1', ...move(corner));
    },
    async openMenu(place) {
      let before: string[] = [];
      const list = async () => {
        before = await search('.*');
        return before.length;
      };
      // A window that closes meanwhile makes xdotool fail.
      await expect.poll(list, { message: 'the windows are listed', ...often }).toBeGreaterThan(0);
      await xdotool(...move(place), 'click', '3');
      const opened = async () => (await search('.*')).filter((id) => !before.includes(id)).length;
      await expect.poll(opened, { message: 'the menu opens', ...often }).toBe(1);
    },
    async window(window) {
      let id = '';
      let shell = '';
      const look = async () => {
        [id = ''] = await search(window);
        // It may be gone by now, and another in its place.
        shell = id === '' ? '' : await xdotool('getwindowgeometry', '--shell', id).catch(() => '');
        return shell;
      };
      await expect.poll(look, { message: `the window "${window}" is there`, ...often }).not.toBe('');
      const value = (key: string) => Number(new RegExp(`^${key}=(-?\\d+)$`, 'm').exec(shell)?.[1]);
      return { id, x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') };
    },
    async focus(id) {
      await xdotool('windowactivate', '--sync', id);
    },
    async hasFocus(id) {
      return (await xdotool('getactivewindow').catch(() => '')).trim() === id;
    },
    async countWindows(window) {
      return (await search(window)).length;
    },
    async locate(color, where) {
      const area = typeof where === 'number' ? { ...screen, x: 0, y: 0, height: where } : where;
      const size = `${area.width}x${area.height}`;
      const input = ['-f', 'x11grab', '-video_size', size, '-i', `${name}+${area.x},${area.y}`];
      const output = ['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
      const { stdout } = await run('ffmpeg', ['-nostdin', '-v', 'error', ...input, ...output]);
      return placeOf(stdout, color, area);
    },
    async close() {
      await end(manager);
      await end(server);
    },
  };
}

/** @param pixels three bytes each, a row of the area after the other */
function placeOf(
  pixels: Buffer,
  color: readonly number[],
  area: Area,
): (Place & { readonly bottom: number }) | undefined {
  let [count, x, y, bottom] = [0, 0, 0, 0];
  for (let pixel = 0; pixel < pixels.length / 3; pixel += 1) {
    const distance = color.map((value, index) => Math.abs(value - (pixels[3 * pixel + index] ?? 0)));
    if (Math.max(...distance) > 12) continue;
    count += 1;
    x += pixel % area.width;
    bottom = Math.floor(pixel / area.width);
    y += bottom;
  }
  return count < 8 ? undefined : { x: area.x + x / count, y: area.y + y / count, bottom: area.y + bottom };
}

function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    stream.on('end', () => reject(new Error('Xvfb did not start')));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
}

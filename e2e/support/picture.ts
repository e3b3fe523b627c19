import { run } from './run';

const columns = 32;
const rows = 18;
const bits = 24;
const firstColumn = 4;

/** One decoded frame of a recording of `site/moving.html`. */
export interface Frame {
  /** When it is shown, in seconds since the file's start. */
  readonly time: number;
  /** The painted frame counter; `undefined` if it can't be read. */
  readonly counter: number | undefined;
  /** The painted clock: ms since the epoch, modulo 2^24; `undefined` if it can't be read. */
  readonly clock: number | undefined;
  /** The painted position of the audio: how much of it had been played by then, in ms; `undefined` if it can't be read. */
  readonly heard: number | undefined;
  /** Such as "640x480". */
  readonly size: string;
  /** Whether the page flashed. */
  readonly flash: boolean;
  /** How bright the darkest of the four edges is, from 0 to 255: a black bar would show here. */
  readonly darkestEdge: number;
}

/** The painted clock shows the time modulo this many ms: 4 h 40 min. */
const clockPeriodMs = 2 ** bits;

/**
 * How much later one reading of the painted clock is than another, in ms; negative if it is earlier. Either may also
 * be a time since the epoch. Correct if they are less than 2 h 20 min apart.
 */
export function clockDifferenceMs(later: number, earlier: number): number {
  const difference = (later - earlier) % clockPeriodMs;
  const half = clockPeriodMs / 2;
  if (difference >= half) return difference - clockPeriodMs;
  return difference < -half ? difference + clockPeriodMs : difference;
}

/** The first painted clock that can be read; `NaN` if none can. */
export function firstClock(frames: readonly Frame[]): number {
  return frames.find(({ clock }) => clock !== undefined)?.clock ?? Number.NaN;
}

/** The last painted clock that can be read; `NaN` if none can. */
export function lastClock(frames: readonly Frame[]): number {
  return frames.findLast(({ clock }) => clock !== undefined)?.clock ?? Number.NaN;
}

/** A place to read a single frame at. */
export interface Seek {
  /** In seconds. */
  readonly from: number;
  /** Whether to decode up to the exact place; otherwise, the key frame before it is enough. */
  readonly accurately?: boolean;
}

/**
 * Decodes every frame of a recording of `site/moving.html`, or the one at a place, and reads what was painted on it.
 *
 * @param upright the filter of ffmpeg that undoes how the picture was changed
 */
export async function readFrames(file: string, seek?: Seek, upright = 'null'): Promise<Frame[]> {
  const filters = `${upright},showinfo,scale=${columns}:${rows}:flags=area,format=gray`;
  const output = ['-fps_mode', 'passthrough', '-an', '-f', 'rawvideo', '-'];
  const to =
    seek === undefined
      ? []
      : [seek.accurately === false ? '-noaccurate_seek' : '-accurate_seek', '-ss', `${seek.from}`];
  const { stdout, stderr } = await run('ffmpeg', [
    '-nostdin',
    '-v',
    'info',
    ...to,
    '-i',
    file,
    ...(seek === undefined ? [] : ['-frames:v', '1']),
    '-vf',
    filters,
    ...output,
  ]);
  const times = [...stderr.matchAll(/\bn: *\d+ pts: *-?\d+ pts_time:(-?[\d.]+).*?\bs:(\d+x\d+)/g)].map(
    ([, time, size = '']) => ({ time: Number(time), size }),
  );
  const size = columns * rows;
  // One more frame than requested may be decoded.
  const read = seek === undefined ? times : times.slice(0, 1);
  if (stdout.length !== read.length * size) {
    throw new Error(`${stdout.length / size} pictures, ${read.length} times`);
  }
  return read.map((shown, index) => readFrame(shown, stdout.subarray(index * size, (index + 1) * size)));
}

function readFrame(shown: Pick<Frame, 'time' | 'size'>, grid: Buffer): Frame {
  const mean = (column: number, row: number, width: number, height: number) => {
    let sum = 0;
    for (let y = row; y < row + height; y += 1) {
      for (let x = column; x < column + width; x += 1) sum += grid[y * columns + x] ?? 0;
    }
    return sum / (width * height);
  };
  const readNumber = (row: number, height = 2) => {
    let number = 0;
    for (let bit = 0; bit < bits; bit += 1) {
      const value = mean(firstColumn + bit, row, 1, height);
      const complement = mean(firstColumn + bit, row + height, 1, height);
      if (Math.abs(value - complement) < 60) return undefined;
      number = number * 2 + (value > complement ? 1 : 0);
    }
    return number;
  };
  return {
    ...shown,
    counter: readNumber(2),
    clock: readNumber(7),
    heard: readNumber(15, 1),
    flash: mean(firstColumn, 12, bits, 2) > 128,
    darkestEdge: Math.min(
      mean(0, 0, columns, 1),
      mean(0, rows - 1, columns, 1),
      mean(0, 0, 1, rows),
      mean(columns - 1, 0, 1, rows),
    ),
  };
}

/** When the page flashes, in seconds. */
export function flashTimes(frames: readonly Frame[]): number[] {
  return frames
    .filter((frame, index) => frame.flash && frames[index - 1]?.flash === false)
    .map((frame) => frame.time);
}

/** The longest time between two neighbouring frames, in seconds. */
export function longestGap(frames: readonly Frame[]): number {
  return Math.max(0, ...frames.slice(1).map((frame, index) => frame.time - (frames[index]?.time ?? 0)));
}

/**
 * How far the page's clock runs ahead of the file's between neighbouring frames, in seconds: a pause shows here. Frames
 * whose clock can't be read are left out.
 */
export function clockLeaps(frames: readonly Pick<Frame, 'time' | 'clock'>[]): number[] {
  const read = frames.flatMap(({ time, clock }) => (clock === undefined ? [] : [{ time, clock }]));
  return read.slice(1).map((frame, index) => {
    const before = read[index] ?? frame;
    return clockDifferenceMs(frame.clock, before.clock) / 1000 - (frame.time - before.time);
  });
}

/** The longest leap of the clock: what is missing in between, in whole ms. */
export function longestLeapMs(frames: readonly Frame[]): number {
  return Math.round(1000 * Math.max(0, ...clockLeaps(frames)));
}

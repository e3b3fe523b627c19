import { run } from './run';

const rate = 48_000;
const windowMs = 5;

/** How loud each 5 ms of a file's sound is: root mean square, 0 to 1. Empty where there is no sound. */
export async function readLoudness(file: string): Promise<number[]> {
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-i',
    file,
    '-vn',
    '-ac',
    '1',
    '-ar',
    String(rate),
    '-f',
    's16le',
    '-',
  ];
  // Fills the gaps, so that a sample's place is its time.
  const { stdout } = await run('ffmpeg', [
    ...args.slice(0, 5),
    '-af',
    'aresample=async=1:first_pts=0',
    ...args.slice(5),
  ]);
  const samples = (rate * windowMs) / 1000;
  const windows = Math.floor(stdout.length / 2 / samples);
  return Array.from({ length: windows }, (_, window) => {
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      sum += (stdout.readInt16LE((window * samples + sample) * 2) / 32_768) ** 2;
    }
    return Math.sqrt(sum / samples);
  });
}

/** When each beep of `site/moving.html` begins, in seconds since the file's start. */
export function beepTimes(loudness: readonly number[]): number[] {
  const loud = loudness.map((level) => level > 0.05);
  const quietBefore = (index: number) => loud.slice(Math.max(0, index - 40), index).every((level) => !level);
  return loud.flatMap((level, index) =>
    level && index >= 40 && quietBefore(index) ? [(index * windowMs) / 1000] : [],
  );
}

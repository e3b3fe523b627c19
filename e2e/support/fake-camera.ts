import { rename, writeFile } from 'node:fs/promises';
import { pid } from 'node:process';

/** The camera's picture: its left half and its right half, as Y, U and V. */
const halves = { red: [81, 90, 240], blue: [41, 240, 110] } as const;

const size = { width: 640, height: 480 } as const;

/** How many frames the film has. */
const frameCount = 30;

/**
 * Writes a film for a fake camera: red on the left, blue on the right. The brightness of a bar across the
 * middle follows the frame's number, so that each frame differs from the one before.
 *
 * @returns the switch that makes the browser show it
 */
export async function fakeCamera(file: string): Promise<string> {
  const header = Buffer.from(`YUV4MPEG2 W${size.width} H${size.height} F30:1 Ip A1:1 C420jpeg\n`);
  const frames = Array.from({ length: frameCount }, (_, number) => [Buffer.from('FRAME\n'), frame(number)]);
  // Another worker's browser may be reading it.
  const own = `${file}.${pid}`;
  await writeFile(own, Buffer.concat([header, ...frames.flat()]));
  await rename(own, file);
  return `--use-file-for-fake-video-capture=${file}`;
}

function frame(number: number): Buffer {
  const { width, height } = size;
  const luma = Buffer.alloc(width * height);
  for (let row = 0; row < height; row += 1) {
    luma.fill(halves.red[0], row * width, row * width + width / 2);
    luma.fill(halves.blue[0], row * width + width / 2, (row + 1) * width);
  }
  // Neighbours differ most if odd and even numbers are far apart.
  const bar = 30 + (number % 2) * 90 + number * 3;
  luma.fill(bar, width * (height / 2 - 20), width * (height / 2 + 20));
  const chroma = ([1, 2] as const).map((plane) => {
    const half = Buffer.alloc((width * height) / 4);
    for (let row = 0; row < height / 2; row += 1) {
      half.fill(halves.red[plane], (row * width) / 2, (row * width) / 2 + width / 4);
      half.fill(halves.blue[plane], (row * width) / 2 + width / 4, ((row + 1) * width) / 2);
    }
    return half;
  });
  return Buffer.concat([luma, ...chroma]);
}

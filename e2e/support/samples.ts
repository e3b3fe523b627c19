import { run } from './run';

/** A place in the picture, in px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** The mean color of the 4 x 4 px at each of two places or more, in each frame of a file. */
export async function readColors(file: string, places: readonly Place[]): Promise<Color[][]> {
  const crops = places.map(({ x, y }) => `4:4:${Math.round(x) - 2}:${Math.round(y) - 2}`);
  const samples = await readMeans(file, crops, 'rgb24');
  const length = 3 * places.length;
  return Array.from({ length: samples.length / length }, (_, frame) =>
    places.map((__, place): Color => {
      const at = frame * length + 3 * place;
      return [samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0];
    }),
  );
}

/** The brightness of the outermost two rows and columns of each frame, 0 to 255: a black line of 2 px shows. */
export async function readEdges(file: string): Promise<number[]> {
  return [...(await readMeans(file, ['2:ih:0:0', '2:ih:iw-2:0', 'iw:2:0:0', 'iw:2:0:ih-2'], 'gray'))];
}

/** A part of the picture, in px. */
export interface Box extends Place {
  readonly width: number;
  readonly height: number;
}

/** The part of the last frame that is inside of black bars, as ffmpeg's `cropdetect` finds it. */
export async function readLitBox(file: string): Promise<Box> {
  // A row or column counts if its mean luma is higher: a bar's is 16.
  const filter = 'cropdetect=limit=35:round=2:skip=0:reset=1';
  const input = ['-nostdin', '-v', 'info', '-i', file, '-vf', filter, '-fps_mode', 'passthrough'];
  const { stderr } = await run('ffmpeg', [...input, '-an', '-f', 'null', '-']);
  const [, x1 = '', x2 = '', y1 = '', y2 = ''] =
    [...stderr.matchAll(/x1:(\d+) x2:(\d+) y1:(\d+) y2:(\d+)/g)].at(-1) ?? [];
  const [x, y] = [Number(x1), Number(y1)];
  return { x, y, width: Number(x2) + 1 - x, height: Number(y2) + 1 - y };
}

/** The means of two parts or more of the picture, each as ffmpeg's `crop` names it, frame by frame. */
async function readMeans(file: string, crops: readonly string[], format: 'rgb24' | 'gray'): Promise<Buffer> {
  const inputs = crops.map((_, index) => `[in${index}]`).join('');
  const outputs = crops.map((_, index) => `[out${index}]`).join('');
  const means = crops.map(
    (crop, index) => `[in${index}]crop=${crop}:exact=1,scale=1:1:flags=area,format=${format}[out${index}]`,
  );
  const graph = [
    `[0:v]format=yuv444p,split=${crops.length}${inputs}`,
    ...means,
    `${outputs}hstack=inputs=${crops.length}`,
  ].join(';');
  const input = ['-nostdin', '-v', 'error', '-i', file, '-filter_complex', graph];
  const output = ['-fps_mode', 'passthrough', '-an', '-f', 'rawvideo', '-pix_fmt', format, '-'];
  return (await run('ffmpeg', [...input, ...output])).stdout;
}

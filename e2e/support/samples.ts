import { run } from './run';

/** A place in the picture, in px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The mean colour of the 4 x 4 px at each of two places or more, in each frame of a file. */
export async function readColours(file: string, places: readonly Place[]): Promise<Colour[][]> {
  const inputs = places.map((_, index) => `[in${index}]`).join('');
  const crops = places.map(
    ({ x, y }, index) =>
      `[in${index}]crop=4:4:${Math.round(x) - 2}:${Math.round(y) - 2}:exact=1,scale=1:1:flags=area,format=rgb24[out${index}]`,
  );
  const outputs = places.map((_, index) => `[out${index}]`).join('');
  const graph = [
    `[0:v]format=yuv444p,split=${places.length}${inputs}`,
    ...crops,
    `${outputs}hstack=inputs=${places.length}`,
  ].join(';');
  const output = ['-fps_mode', 'passthrough', '-an', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const { stdout } = await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-i',
    file,
    '-filter_complex',
    graph,
    ...output,
  ]);
  const length = 3 * places.length;
  return Array.from({ length: stdout.length / length }, (_, frame) =>
    places.map((__, place): Colour => {
      const at = frame * length + 3 * place;
      return [stdout[at] ?? 0, stdout[at + 1] ?? 0, stdout[at + 2] ?? 0];
    }),
  );
}

/** The brightness of the outermost two rows and columns of each frame, 0 to 255: a black line of 2 px shows. */
export async function readEdges(file: string): Promise<number[]> {
  const edges = ['2:ih:0:0', '2:ih:iw-2:0', 'iw:2:0:0', 'iw:2:0:ih-2'];
  const inputs = edges.map((_, index) => `[in${index}]`).join('');
  const outputs = edges.map((_, index) => `[out${index}]`).join('');
  const graph = [
    `[0:v]format=yuv444p,split=${edges.length}${inputs}`,
    ...edges.map(
      (edge, index) => `[in${index}]crop=${edge}:exact=1,scale=1:1:flags=area,format=gray[out${index}]`,
    ),
    `${outputs}hstack=inputs=${edges.length}`,
  ].join(';');
  const output = ['-fps_mode', 'passthrough', '-an', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const { stdout } = await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-i',
    file,
    '-filter_complex',
    graph,
    ...output,
  ]);
  return [...stdout];
}

import { run } from './run';

const cell = 20;
const bits = 24;

/**
 * Makes a WebM of 7 s with ffmpeg that paints the time as `site/moving.html` paints how much of its sound was heard, and
 * beeps at each whole second of it: picture and sound at the same instant.
 */
export async function makeSyncReference(file: string): Promise<void> {
  const box = (column: number, row: number, columns: number, colour: string, when = '1') =>
    `drawbox=x=${column * cell}:y=${row * cell}:w=${columns * cell}:h=${cell}:color=${colour}:t=fill:enable='${when}'`;
  const boxes = Array.from({ length: bits }, (_, bit) => {
    const isSet = `mod(floor(floor(t*1000+0.5)/${2 ** (bits - 1 - bit)}),2)`;
    return [box(4 + bit, 15, 1, 'white', isSet), box(4 + bit, 16, 1, 'black', isSet)];
  });
  const picture = [
    `color=gray:size=${32 * cell}x${18 * cell}:rate=30:duration=7`,
    box(4, 15, bits, 'black'),
    box(4, 16, bits, 'white'),
    ...boxes.flat(),
  ].join(',');
  const sound = "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)*gte(t,0.5)':s=48000:d=7";
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound];
  const codecs = ['-c:v', 'libvpx', '-b:v', '2M', '-deadline', 'realtime', '-c:a', 'libopus'];
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...inputs, ...codecs, file]);
}

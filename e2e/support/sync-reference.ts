import { run } from './run';

const cell = 20;

/**
 * Makes a WebM of 7 s with ffmpeg that flashes where `site/moving.html` does, and beeps, at each whole second: picture and
 * sound at the same instant.
 */
export async function makeSyncReference(file: string): Promise<void> {
  const isOn = 'lt(mod(t,1),0.1)*gte(t,0.5)';
  const flash = (color: string, when: string) =>
    `drawbox=x=${4 * cell}:y=${12 * cell}:w=${24 * cell}:h=${2 * cell}:color=${color}:t=fill:enable='${when}'`;
  const picture = [
    `color=gray:size=${32 * cell}x${18 * cell}:rate=30:duration=7`,
    flash('black', '1'),
    flash('white', isOn),
  ].join(',');
  const sound = `aevalsrc='0.5*sin(2*PI*1000*t)*${isOn}':s=48000:d=7`;
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound];
  const codecs = ['-c:v', 'libvpx', '-b:v', '2M', '-deadline', 'realtime', '-c:a', 'libopus'];
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...inputs, ...codecs, file]);
}

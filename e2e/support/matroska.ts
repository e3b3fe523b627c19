import { rm } from 'node:fs/promises';
import { run } from './run';

/** The tracks that mkvtoolnix finds: the type and the codec of each. */
export async function tracksIn(file: string): Promise<string[][]> {
  const { stdout } = await run('mkvmerge', ['-J', file]);
  const { tracks } = JSON.parse(String(stdout)) as { tracks: { type: string; codec: string }[] };
  return tracks.map(({ type, codec }) => [type, codec]);
}

/** The warnings and errors of mkvtoolnix about a file; of what isn't a WebM, it only reads the tracks. */
export async function complaintsOfMkvtoolnix(file: string): Promise<string[]> {
  const copy = `${file}.mkvmerge`;
  const outputs = [
    ...(file.endsWith('.webm') ? [await run('mkvinfo', ['--ui-language', 'en_US', '--all', file])] : []),
    await run('mkvmerge', ['--ui-language', 'en_US', '--output', copy, file]),
  ];
  await rm(copy);
  return outputs.flatMap(({ stdout, stderr }) => [
    ...stdout
      .toString()
      .split('\n')
      .filter((line) => /\b(warning|error)\b/i.test(line)),
    ...stderr.split('\n').filter((line) => line.trim() !== ''),
  ]);
}

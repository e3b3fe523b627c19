import { rm } from 'node:fs/promises';
import { run } from './run';

/** The warnings and errors of mkvtoolnix about a WebM. */
export async function complaintsOfMkvtoolnix(file: string): Promise<string[]> {
  const copy = `${file}.mkvmerge`;
  const outputs = [
    await run('mkvinfo', ['--ui-language', 'en_US', '--all', file]),
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
